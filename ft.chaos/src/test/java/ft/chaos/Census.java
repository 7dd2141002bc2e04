package ft.chaos;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts what could leak, between two lives of a server. */
final class Census {
    private static final int MEBI = 1 << 20;

    private final List<Count> counts = new ArrayList<>();

    /**
     * What there was.
     *
     * @param actions how many had been done
     * @param heap bytes that survived a collection
     * @param metaspace bytes of classes
     * @param classes how many are loaded
     * @param threads how many are alive
     */
    record Count(int actions, long heap, long metaspace, int classes, int threads) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,6d actions: heap %.1f MiB, metaspace %.1f MiB, %,d classes, %d threads",
                    actions,
                    (double) heap / MEBI,
                    (double) metaspace / MEBI,
                    classes,
                    threads);
        }
    }

    Count take(int actions) {
        System.gc();
        System.gc();
        long metaspace =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getName().equals("Metaspace"))
                        .mapToLong(pool -> usage(pool))
                        .sum();
        Count count =
                new Count(
                        actions,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                        metaspace,
                        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                        ManagementFactory.getThreadMXBean().getThreadCount());
        counts.add(count);
        return count;
    }

    private static long usage(MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed();
    }

    List<Count> counts() {
        return List.copyOf(counts);
    }

    /** The names of all threads, for whoever looks for one that is too many. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList();
    }
}
