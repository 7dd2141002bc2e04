package ft.io.subsystem;

import ft.api.board.BoardMap;
import ft.api.fields.StateFields;
import java.util.Arrays;
import java.util.Optional;

/** The boot ROM as the guest reads it. An unprogrammed one does not answer. */
final class BootRom {
    private byte[] content = {};

    /** Takes over an image; the rest of the ROM is zeros. */
    void program(byte[] image) {
        if (image.length > BoardMap.ROM_SIZE) {
            throw new IllegalStateException(
                    "The firmware has %d bytes, but the boot ROM holds only %d."
                            .formatted(image.length, BoardMap.ROM_SIZE));
        }
        content = Arrays.copyOf(image, (int) BoardMap.ROM_SIZE);
    }

    /** What it was programmed with; empty if it never was. */
    Optional<byte[]> content() {
        return content.length == 0 ? Optional.empty() : Optional.of(content.clone());
    }

    void state(StateFields fields) {
        content = fields.bytes("rom", content);
    }

    boolean answers(long offset, int size) {
        return offset >= 0 && offset <= content.length - size;
    }

    long read(int offset, int size) {
        long data = 0;
        for (int i = size - 1; i >= 0; i--) {
            data = data << 8 | content[offset + i] & 0xFF;
        }
        return data;
    }
}
