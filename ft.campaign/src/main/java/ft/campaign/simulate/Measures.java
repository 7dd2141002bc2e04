package ft.campaign.simulate;

import ft.campaign.run.RunResult;
import java.io.PrintStream;
import java.util.Arrays;

/** Distribution of the figures over all runs. */
final class Measures {
    private static final double[] QUANTILES = {0.5, 0.95, 1};

    private final Values latency = new Values();
    private final Values traceLife = new Values();
    private final Values stop = new Values();
    private final Values gap = new Values();
    private final Values bytes = new Values();

    /** A growing array of numbers. */
    private static final class Values {
        private long[] numbers = new long[64];
        private int count;

        void add(long number) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, count * 2);
            }
            numbers[count++] = number;
        }

        String line() {
            long[] sorted = Arrays.copyOf(numbers, count);
            Arrays.sort(sorted);
            StringBuilder line = new StringBuilder(String.format("%10d", count));
            for (double quantile : QUANTILES) {
                int at = (int) Math.ceil(quantile * count) - 1;
                line.append(String.format(" %13d", count == 0 ? 0 : sorted[Math.max(0, at)]));
            }
            return line.toString();
        }
    }

    void add(RunResult run) {
        if (run.latency() >= 0) {
            latency.add(run.latency());
        }
        if (run.traceLife() >= 0) {
            traceLife.add(run.traceLife());
        }
        if (run.resyncs() > 0) {
            stop.add(run.stopNanos());
            gap.add(run.gapNanos());
            bytes.add(run.background() + run.stopped());
        }
    }

    void print(PrintStream out) {
        out.printf("  %-34s %10s %13s %13s %13s%n", "", "runs", "median", "95 %", "most");
        out.printf("  %-34s %s%n", "detection latency, cycles", latency.line());
        out.printf("  %-34s %s%n", "life of the access trace, cycles", traceLife.line());
        out.printf("  %-34s %s%n", "bytes copied in a run", bytes.line());
        out.printf("  %-34s %s%n", "longest stop at DMA speed, ns", stop.line());
        out.printf("  %-34s %s%n", "longest gap of redundancy, ns", gap.line());
    }
}
