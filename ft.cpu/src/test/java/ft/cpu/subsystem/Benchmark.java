package ft.cpu.subsystem;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Reports how many guest instructions a second each workload runs at; asserts nothing. */
public final class Benchmark {
    // Processor time, because the machine may have other things to do.
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Benchmark() {}

    /** Arguments: names of workloads; all if there are none. */
    public static void main(String[] arguments) {
        for (Workload workload : Workload.values()) {
            if (arguments.length > 0 && !String.join(" ", arguments).contains(workload.name())) {
                continue;
            }
            int rounds = 4;
            StringBuilder line = new StringBuilder(String.format("%-12s", workload));
            for (int repetition = 0; repetition < 6; ) {
                CpuSubsystem cpu =
                        workload.start(
                                rounds,
                                new CpuDescription(
                                        1, 32 << 20, 10, Integer.getInteger("granule", 4096)));
                if (Boolean.getBoolean("paging")) {
                    Workload.translate(cpu);
                }
                long start = THREADS.getCurrentThreadCpuTime();
                Workload.finish(cpu);
                long nanos = THREADS.getCurrentThreadCpuTime() - start;
                if (nanos < 1_000_000_000) {
                    rounds *= 2;
                } else {
                    line.append(String.format(" %5.0f", cpu.retired() * 1e3 / nanos));
                    repetition++;
                }
                cpu.close();
            }
            System.out.println(line.append(" million instructions/s"));
        }
    }
}
