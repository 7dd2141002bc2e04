package ft.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import ft.api.cpu.MainStorage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What main storage costs is a matter of the pages that were touched, not of those described. */
class FootprintTest {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    /** Keeps what is measured from being optimized away. */
    private final List<Object> kept = new ArrayList<>();

    @Test
    void untouchedMemoryCostsNothing() {
        build(64 * MIB, 4096);
        long small = allocated(() -> build(64 * MIB, 4096));
        assertThat(allocated(() -> build(64 * GIB, 4096)) - small).isLessThan(MIB);
        // Lines are 64 times as many, so their tables of tables are too.
        assertThat(allocated(() -> build(64 * GIB, 64)) - small).isLessThan(16 * MIB);
    }

    @Test
    void touchedMemoryCostsItsPages() {
        int pages = 1000;
        touch(build(64 * GIB, 4096), pages);
        MemoryController large = build(64 * GIB, 4096);
        // As far apart as they can be, so that each has parts of all tables for itself.
        long bytes = allocated(() -> touch(large, pages));
        assertThat(bytes / pages).isBetween((long) MainStorage.PAGE_SIZE, 12 * KIB);
        // A quantum that touches them again needs nothing more.
        assertThat(allocated(() -> touch(large, pages)) / pages).isLessThan(KIB);
    }

    private MemoryController build(long bytes, int granule) {
        MemoryController controller = new MemoryController(bytes, 1, granule);
        kept.add(controller);
        return controller;
    }

    private static void touch(MemoryController controller, int pages) {
        byte[] content = {1};
        Dram dram = controller.dram();
        long stride = dram.size() / pages & -MainStorage.PAGE_SIZE;
        for (int i = 0; i < pages; i++) {
            dram.write(dram.base() + i * stride, content, 0, 1);
        }
        controller.takeWritten(page -> {});
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
