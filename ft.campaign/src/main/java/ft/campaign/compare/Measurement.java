package ft.campaign.compare;

import ft.api.server.ResyncReport;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One resynchronization as it was measured.
 *
 * @param scenario why the pair was out of step
 * @param memory main storage of a system in bytes
 * @param strategy the contender, as tables show it
 * @param run counts from 1
 * @param report what the server says of it
 * @param guestNanos guest time from its begin to Online sync
 * @param wallNanos wall time for that
 * @param slowdown wall time a second of guest time took, against an undisturbed pair in step
 */
record Measurement(
        Scenario scenario,
        long memory,
        String strategy,
        int run,
        ResyncReport report,
        long guestNanos,
        long wallNanos,
        double slowdown) {

    /** Pages that summaries missed, found afterwards. */
    private static final String STALE = "staleFound";

    /** The same, found before the stop by other means, or known to those who look. */
    private static final String UNDETECTED = "undetectedBySums";

    /** Pages that the sums of the literal algorithm missed; empty for a strategy without sums. */
    OptionalLong missed() {
        Map<String, Long> figures = report.figures();
        if (!figures.containsKey(STALE) && !figures.containsKey(UNDETECTED)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                Math.max(figures.getOrDefault(STALE, 0L), figures.getOrDefault(UNDETECTED, 0L)));
    }
}
