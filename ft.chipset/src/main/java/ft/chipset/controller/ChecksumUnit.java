package ft.chipset.controller;

import ft.api.copy.SummaryKind;
import ft.api.cpu.MainStorage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The checksum unit of a DMA engine: summaries of the own main storage (P17 c.4).
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class ChecksumUnit {
    private final FtController controller;
    private final MessageDigest sha256;
    private byte[] content = new byte[MainStorage.PAGE_SIZE];

    ChecksumUnit(FtController controller) {
        this.controller = controller;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Summary of bytes from a physical address on. */
    long sum(SummaryKind kind, long address, int length) {
        MainStorage memory = controller.cpu().mainStorage();
        return switch (kind) {
            case CRC32C -> Integer.toUnsignedLong(memory.crc32c(address, length));
            case CRC_PAIR -> memory.check(address, length);
            case SHA256 -> sha256(memory, address, length);
        };
    }

    private long sha256(MainStorage memory, long address, int length) {
        if (content.length < length) {
            content = new byte[length];
        }
        memory.read(address, content, 0, length);
        sha256.update(content, 0, length);
        byte[] digest = sha256.digest();
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | digest[i] & 0xff;
        }
        return first;
    }
}
