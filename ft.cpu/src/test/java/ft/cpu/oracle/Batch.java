package ft.cpu.oracle;

import ft.api.board.BoardMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Streams that are run one after another by one start of a machine. */
final class Batch {
    private static final String HARNESS = "/ft/cpu/oracle.bin";

    private final List<Stream> streams;
    private final boolean supervisor;

    Batch(List<Stream> streams, boolean supervisor) {
        this.streams = List.copyOf(streams);
        this.supervisor = supervisor;
    }

    List<Stream> streams() {
        return streams;
    }

    /** Main storage from its beginning, as far as there is anything in it. */
    byte[] image() {
        int size = (int) (Slot.address(streams.size()) - BoardMap.DRAM_BASE);
        ByteBuffer image = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0, harness());
        int control = (int) (Slot.CONTROL - BoardMap.DRAM_BASE);
        image.putLong(control, streams.size());
        image.putLong(control + 8, Slot.FIRST);
        image.putLong(control + 16, Slot.SIZE);
        image.putLong(control + 24, supervisor ? 1 : 0);
        image.putLong(control + 32, supervisor ? -1 : ~(3L << 34));
        for (int number = 0; number < streams.size(); number++) {
            long address = Slot.address(number);
            ByteBuffer slot = image.slice((int) (address - BoardMap.DRAM_BASE), Slot.SIZE);
            streams.get(number).write(slot.order(ByteOrder.LITTLE_ENDIAN), address);
        }
        return image.array();
    }

    /**
     * The same for a machine that marks entries of page tables where this one faults: what it would
     * have to mark is forbidden to begin with.
     */
    byte[] imageWithoutMarks() {
        byte[] image = image();
        for (int number = 0; number < streams.size(); number++) {
            ByteBuffer slot = slot(image, number);
            for (int at : leavesThatFault(number)) {
                slot.putLong(at, Space.withoutMarks(slot.getLong(at)));
            }
        }
        return image;
    }

    /** Puts back what {@link #imageWithoutMarks} has taken away and nobody has changed. */
    void putMarksBack(byte[] after) {
        byte[] image = image();
        for (int number = 0; number < streams.size(); number++) {
            ByteBuffer before = slot(image, number);
            ByteBuffer slot = slot(after, number);
            for (int at : leavesThatFault(number)) {
                if (slot.getLong(at) == Space.withoutMarks(before.getLong(at))) {
                    slot.putLong(at, before.getLong(at));
                }
            }
        }
    }

    private List<Integer> leavesThatFault(int number) {
        Setting setting = streams.get(number).setting();
        return setting.faultsOnMarks() ? setting.space().leaves() : List.of();
    }

    /** The slot of a stream in main storage. */
    static ByteBuffer slot(byte[] memory, int number) {
        return ByteBuffer.wrap(memory, (int) (Slot.address(number) - BoardMap.DRAM_BASE), Slot.SIZE)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] harness() {
        try (InputStream in = Batch.class.getResourceAsStream(HARNESS)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
