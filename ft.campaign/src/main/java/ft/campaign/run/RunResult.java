package ft.campaign.run;

import ft.campaign.judge.Finding;
import ft.campaign.scenario.Scenario;
import java.util.List;
import java.util.SortedSet;

/**
 * A run that has happened.
 *
 * @param scenario what was run
 * @param outcome what became of it
 * @param faults kinds of the faults that have struck, by their short names
 * @param single whether exactly one thing went wrong, while all systems were in Online sync
 * @param findings invariants that did not hold
 * @param logDigest digest of the event log without wall times
 * @param clock where it ended
 * @param latency cycles from the first fault to the first alarm, -1 if there was none
 * @param traceLife cycles from entering Online async to leaving it, the longest; -1 if never
 * @param background bytes copied while the guest ran
 * @param stopped bytes copied under stop
 * @param stopNanos longest stop at the speed of the DMA engine
 * @param gapNanos longest time without redundancy, guest time
 * @param resyncs resynchronizations that succeeded
 * @param failures resynchronizations that did not
 * @param log the event log, if it was asked for
 */
public record RunResult(
        Scenario scenario,
        Outcome outcome,
        SortedSet<String> faults,
        boolean single,
        List<Finding> findings,
        long logDigest,
        long clock,
        long latency,
        long traceLife,
        long background,
        long stopped,
        long stopNanos,
        long gapNanos,
        int resyncs,
        int failures,
        List<String> log) {
    /** Copies the lists. */
    public RunResult {
        findings = List.copyOf(findings);
        log = List.copyOf(log);
    }

    /** Whether the run shows that something is wrong with the server. */
    public boolean violates() {
        return !findings.isEmpty();
    }

    /** The same with one more finding. */
    public RunResult with(Finding finding) {
        List<Finding> more = new java.util.ArrayList<>(findings);
        more.add(finding);
        return new RunResult(
                scenario,
                outcome,
                faults,
                single,
                more,
                logDigest,
                clock,
                latency,
                traceLife,
                background,
                stopped,
                stopNanos,
                gapNanos,
                resyncs,
                failures,
                log);
    }
}
