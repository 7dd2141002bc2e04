package ft.bench.copy;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.CpuSubsystemFactory;
import ft.api.cpu.MainStorage;
import ft.api.crosslink.Crosslink;
import ft.api.crosslink.CrosslinkFactory;
import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Two main storages with the same content and a crosslink between them, worked by one thread: what
 * an FT controller does with pages, without the controller.
 */
final class Storages implements AutoCloseable {
    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final int CYCLES_PER_TICK = 100;
    private static final byte[] FRAME = new byte[Long.BYTES];

    private final int pages;
    private final CpuSubsystem[] systems = new CpuSubsystem[2];
    private final Crosslink crosslink;
    private final byte[][] lent = new byte[CrosslinkPort.MAX_LENT][];

    /** Gathered for a whole frame at once, as an FT controller does. */
    private final int[] numbers = new int[CrosslinkPort.MAX_LENT];

    private final byte[][] own = new byte[CrosslinkPort.MAX_LENT][];

    Storages(CpuSubsystemFactory factory, CrosslinkFactory wires, int pages) {
        this.pages = pages;
        byte[] content = new byte[PAGE];
        for (int system = 0; system < systems.length; system++) {
            Random random = new Random(1);
            systems[system] =
                    factory.create(new CpuDescription(1, (long) pages * PAGE, CYCLES_PER_TICK));
            systems[system].reset(new byte[0]);
            for (int page = 0; page < pages; page++) {
                random.nextBytes(content);
                memory(system).write(memory(system).addressOf(page), content, 0, PAGE);
            }
            systems[system].takeWritten(written -> {});
        }
        crosslink = wires.connect(systems.length);
        crosslink.connect(0, 1, true);
        crosslink.port(0).up(1);
        crosslink.port(1).up(0);
    }

    private MainStorage memory(int system) {
        return systems[system].mainStorage();
    }

    int pages() {
        return pages;
    }

    /** Where the pages of a system lie. */
    byte[][] arrays(int system) {
        byte[][] arrays = new byte[pages][];
        Arrays.setAll(arrays, memory(system)::lend);
        return arrays;
    }

    /** Copies all pages of #0 to #1. */
    void copy() {
        MainStorage target = memory(1);
        overCrosslink(
                (first, content, count) -> {
                    for (int i = 0; i < count; i++) {
                        numbers[i] = first + i;
                    }
                    target.restore(numbers, content, count);
                });
        systems[1].takeWritten(written -> {});
    }

    /** Compares all pages; how many are equal. */
    int compare() {
        int[] equal = new int[1];
        overCrosslink(
                (first, content, count) -> {
                    for (int i = 0; i < count; i++) {
                        own[i] = memory(1).lend(first + i);
                    }
                    for (int i = 0; i < count; i++) {
                        equal[0] += Arrays.equals(own[i], content[i]) ? 1 : 0;
                    }
                });
        return equal[0];
    }

    /** The sum of the summaries of all pages. */
    long sum() {
        long sum = 0;
        for (int page = 0; page < pages; page++) {
            sum += Integer.toUnsignedLong(memory(0).crc32c(memory(0).addressOf(page), PAGE));
        }
        return sum;
    }

    private interface Use {
        void pages(int first, byte[][] content, int count);
    }

    private void overCrosslink(Use use) {
        CrosslinkPort.Handler handler = new Receiver(use);
        for (int page = 0; page < pages; ) {
            int count = Math.min(lent.length, pages - page);
            for (int i = 0; i < count; i++) {
                lent[i] = memory(0).lend(page + i);
            }
            if (!crosslink.port(0).lend(1, Path.CROSSLINK, FRAME, 0, FRAME.length, lent, count)) {
                throw new IllegalStateException("The crosslink has no room for a frame");
            }
            crosslink.port(1).poll(handler);
            page += count;
        }
        if (!crosslink.port(0).isTaken(1)) {
            throw new IllegalStateException("The crosslink has kept a frame");
        }
    }

    private final class Receiver implements CrosslinkPort.Handler {
        private final Use use;
        private int next;

        Receiver(Use use) {
            this.use = use;
        }

        @Override
        public void frame(int peer, Path path, byte[] buffer, int offset, int length) {
            throw new IllegalStateException("Nobody has sent this frame");
        }

        @Override
        public void lent(
                int peer, Path path, byte[] buffer, int offset, int length, byte[][] content) {
            int count = Math.min(content.length, pages - next);
            use.pages(next, content, count);
            next += count;
        }
    }

    @Override
    public void close() {
        crosslink.close();
        for (CpuSubsystem system : systems) {
            system.close();
        }
    }
}
