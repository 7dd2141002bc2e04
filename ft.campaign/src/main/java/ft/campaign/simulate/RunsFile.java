package ft.campaign.simulate;

import ft.campaign.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The runs of a campaign as CSV, and what was found as text. */
final class RunsFile implements AutoCloseable {
    private final PrintWriter runs;
    private final PrintWriter failures;

    RunsFile(Path folder) throws IOException {
        Files.createDirectories(folder);
        runs = new PrintWriter(Files.newBufferedWriter(folder.resolve("runs.csv")));
        failures = new PrintWriter(Files.newBufferedWriter(folder.resolve("failures.txt")));
        runs.println(
                "seed,outcome,single,faults,deeds,guest,quantum,strategy,clock,latency_cycles,"
                        + "trace_life_cycles,background_bytes,stopped_bytes,stop_ns,gap_ns,resyncs,"
                        + "failed_resyncs,violations");
    }

    void add(RunResult run) {
        runs.println(
                String.join(
                        ",",
                        Long.toString(run.scenario().seed()),
                        run.outcome().title(),
                        Boolean.toString(run.single()),
                        String.join(" ", run.faults()),
                        Integer.toString(run.scenario().deeds().size()),
                        run.scenario().machine().guest(),
                        run.scenario().machine().text("quantum", ""),
                        run.scenario().machine().text("strategy", ""),
                        Long.toString(run.clock()),
                        Long.toString(run.latency()),
                        Long.toString(run.traceLife()),
                        Long.toString(run.background()),
                        Long.toString(run.stopped()),
                        Long.toString(run.stopNanos()),
                        Long.toString(run.gapNanos()),
                        Integer.toString(run.resyncs()),
                        Integer.toString(run.failures()),
                        String.join(
                                " ",
                                run.findings().stream().map(each -> each.invariant()).toList())));
    }

    void failure(String text) {
        failures.println(text);
        failures.flush();
    }

    @Override
    public void close() {
        runs.close();
        failures.close();
    }
}
