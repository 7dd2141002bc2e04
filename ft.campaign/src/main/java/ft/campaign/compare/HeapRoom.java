package ft.campaign.compare;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * Room that Java has for what stays: the largest pool of its heap. A guest that fills its memory
 * needs so much, and where there is less Java collects garbage for minutes before it says so.
 *
 * @param bytes of that pool
 */
record HeapRoom(long bytes) {
    /** A page of main storage and the header of its array. */
    private static final double PAGE_AND_HEADER = (4096.0 + 24) / 4096;

    /** What is there now. */
    static HeapRoom now() {
        long largest =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(HeapRoom::most)
                        .max()
                        .orElse(0);
        return new HeapRoom(largest > 0 ? largest : Runtime.getRuntime().maxMemory());
    }

    private static long most(MemoryPoolMXBean pool) {
        return pool.getUsage() == null ? 0 : pool.getUsage().getMax();
    }

    /** Whether systems with so much main storage each fit in, all of it touched. */
    boolean holds(int systems, long memory) {
        return systems * memory * PAGE_AND_HEADER <= bytes;
    }
}
