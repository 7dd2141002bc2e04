package ft.bench.copy;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Measure;
import ft.api.bench.Sample;
import ft.api.cpu.MainStorage;
import ft.api.verb.VerbException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * What is done with every page, and how fast the same is where there is nothing but arrays. The
 * pages do not fit into any cache.
 */
final class PageBenchmark implements Benchmark {
    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final int PAGES = 64 << 10;
    private static final int FEW_PAGES = 4 << 10;
    private static final double TARGET = 0.9;
    private static final int WARM_UP = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Which of the three. */
    enum Work {
        /** From one main storage to the other. */
        COPY("page-copy", "pages from one main storage to the other", "System.arraycopy"),
        /** CRC32C. */
        SUMMARY("summary", "summaries of pages", "CRC32C"),
        /** Byte by byte. */
        COMPARE("compare", "comparison of pages in both main storages", "Arrays.mismatch");

        private final String title;
        private final String about;
        private final String reference;

        Work(String title, String about, String reference) {
            this.title = title;
            this.about = about;
            this.reference = reference;
        }
    }

    /** Makes the storages. */
    @FunctionalInterface
    interface Maker {
        /** With so many pages each. */
        Storages make(int pages) throws VerbException;
    }

    private final Work work;
    private final Maker maker;

    PageBenchmark(Work work, Maker maker) {
        this.work = work;
        this.maker = maker;
    }

    @Override
    public String name() {
        return work.title;
    }

    @Override
    public String about() {
        return work.about;
    }

    @Override
    public Measure measure() {
        return Measure.rate("GB/s");
    }

    @Override
    public List<Contestant> contestants(Effort effort) throws VerbException {
        int pages = effort == Effort.QUICK ? FEW_PAGES : PAGES;
        // Where Java puts an array makes more of a difference than what is to be measured: so the
        // reference works with the same ones. Both storages hold the same, so what it copies from
        // one to the other changes nothing.
        Storages storages = maker.make(pages);
        return List.of(
                new Timed(
                        "ft", pages, () -> ours(storages), OptionalDouble.empty(), storages::close),
                reference(storages.arrays(0), storages.arrays(1)));
    }

    private long ours(Storages storages) {
        return switch (work) {
            case COPY -> {
                storages.copy();
                yield storages.pages();
            }
            case SUMMARY -> storages.sum();
            case COMPARE -> storages.compare();
        };
    }

    private Contestant reference(byte[][] from, byte[][] to) {
        LongSupplier reference =
                switch (work) {
                    case COPY -> () -> copy(from, to);
                    case SUMMARY -> () -> sum(from);
                    case COMPARE -> () -> compare(from, to);
                };
        return new Timed(
                work.reference, from.length, reference, OptionalDouble.of(TARGET), () -> {});
    }

    private static long copy(byte[][] from, byte[][] to) {
        for (int page = 0; page < from.length; page++) {
            System.arraycopy(from[page], 0, to[page], 0, PAGE);
        }
        return from.length;
    }

    private static long sum(byte[][] pages) {
        CRC32C crc = new CRC32C();
        long sum = 0;
        for (byte[] page : pages) {
            crc.reset();
            crc.update(page, 0, PAGE);
            sum += crc.getValue();
        }
        return sum;
    }

    private static long compare(byte[][] from, byte[][] to) {
        int equal = 0;
        for (int page = 0; page < from.length; page++) {
            equal += Arrays.mismatch(from[page], to[page]) < 0 ? 1 : 0;
        }
        return equal;
    }

    /** A sample is one pass over all pages. */
    private static final class Timed implements Contestant {
        private final String name;
        private final int pages;
        private final LongSupplier pass;
        private final OptionalDouble target;
        private final Runnable closing;
        private boolean warm;

        Timed(String name, int pages, LongSupplier pass, OptionalDouble target, Runnable closing) {
            this.name = name;
            this.pages = pages;
            this.pass = pass;
            this.target = target;
            this.closing = closing;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public OptionalDouble target() {
            return target;
        }

        @Override
        public Sample sample() {
            for (int turn = 0; !warm && turn < WARM_UP; turn++) {
                pass.getAsLong();
            }
            warm = true;
            long used = THREADS.getCurrentThreadCpuTime();
            long began = System.nanoTime();
            long result = pass.getAsLong();
            long nanos = System.nanoTime() - began;
            used = THREADS.getCurrentThreadCpuTime() - used;
            double rate = (double) pages * PAGE / nanos;
            return new Sample(rate, nanos, used, Long.toString(result));
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
