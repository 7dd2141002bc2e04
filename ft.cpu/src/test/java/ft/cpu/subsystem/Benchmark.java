package ft.cpu.subsystem;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.CpuSubsystem;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reports how many guest instructions a second each workload runs at, in both engines in turn;
 * asserts nothing.
 */
public final class Benchmark {
    // Processor time, because the machine may have other things to do.
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int REPETITIONS = Integer.getInteger("repetitions", 6);
    private static final long LEAST_NANOS = Integer.getInteger("least", 1000) * 1_000_000L;

    // One for all runs, as in a server: what was translated once stays.
    private static final RiscvProcessor PROCESSOR = new RiscvProcessor();

    private Benchmark() {}

    /** Arguments: names of workloads; all if there are none. */
    public static void main(String[] arguments) {
        for (Workload workload : Workload.values()) {
            if (arguments.length > 0 && !String.join(" ", arguments).contains(workload.name())) {
                continue;
            }
            Map<CpuEngine, double[]> speeds = new EnumMap<>(CpuEngine.class);
            int rounds = rounds(workload);
            for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                for (CpuEngine engine : CpuEngine.values()) {
                    speeds.computeIfAbsent(engine, e -> new double[REPETITIONS])[repetition] =
                            speed(workload, engine, rounds);
                }
            }
            speeds.forEach((engine, all) -> report(workload, engine, all));
            double[] ratios = new double[REPETITIONS];
            for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                ratios[repetition] =
                        speeds.get(CpuEngine.TRANSLATED)[repetition]
                                / speeds.get(CpuEngine.INTERPRETED)[repetition];
            }
            System.out.printf("%-12s median of the ratios %.2f%n", workload, median(ratios));
        }
    }

    // So many that the interpreter takes long enough.
    private static int rounds(Workload workload) {
        for (int rounds = 4; ; rounds *= 2) {
            long start = THREADS.getCurrentThreadCpuTime();
            speed(workload, CpuEngine.INTERPRETED, rounds);
            if (THREADS.getCurrentThreadCpuTime() - start >= LEAST_NANOS) {
                return rounds;
            }
        }
    }

    /** Million instructions a second. */
    private static double speed(Workload workload, CpuEngine engine, int rounds) {
        int granule = Integer.getInteger("granule", 4096);
        try (CpuSubsystem cpu =
                workload.start(
                        PROCESSOR, rounds, new CpuDescription(1, 32 << 20, 10, granule, engine))) {
            if (Boolean.getBoolean("paging")) {
                Workload.translate(cpu);
            }
            long start = THREADS.getCurrentThreadCpuTime();
            Workload.finish(cpu);
            return cpu.retired() * 1e3 / (THREADS.getCurrentThreadCpuTime() - start);
        }
    }

    private static void report(Workload workload, CpuEngine engine, double[] speeds) {
        StringBuilder line = new StringBuilder(String.format("%-12s %-12s", workload, engine));
        for (double speed : speeds) {
            line.append(String.format(" %5.0f", speed));
        }
        System.out.printf("%s  median %.0f million instructions/s%n", line, median(speeds));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
