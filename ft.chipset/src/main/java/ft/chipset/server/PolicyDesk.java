package ft.chipset.server;

import ft.api.history.Moment;
import ft.api.policy.ComparatorPolicy;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import ft.chipset.policy.TracePolicy;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks the comparator policy that is installed, once for each disagreement: so all controllers hear
 * the same, also while the policy is being replaced. Any thread.
 */
final class PolicyDesk {
    private static final ComparatorPolicy STAND_IN = new TracePolicy();

    private final Parts parts;
    private final Map<Disagreement, Verdict> verdicts = new HashMap<>();
    private Moment moment = Moment.BEGINNING;

    PolicyDesk(Parts parts) {
        this.parts = parts;
    }

    /** What a disagreement leads to. */
    synchronized Verdict decide(Moment now, String name, Disagreement seen) {
        if (!now.equals(moment)) {
            moment = now;
            verdicts.clear();
        }
        return verdicts.computeIfAbsent(seen, each -> ask(name, each));
    }

    private Verdict ask(String name, Disagreement seen) {
        ComparatorPolicy policy = parts.policy(name).map(Part::service).orElse(STAND_IN);
        String problem = "said nothing";
        Throwable cause = null;
        try {
            Verdict verdict = policy.decide(seen);
            if (verdict != null) {
                return verdict;
            }
        } catch (RuntimeException | LinkageError e) {
            problem = "failed with " + e;
            cause = e;
        }
        System.getLogger("ft.chipset")
                .log(
                        System.Logger.Level.WARNING,
                        "The comparator policy "
                                + name
                                + " "
                                + problem
                                + "; the pair is separated, which is safe",
                        cause);
        return Verdict.SEPARATE;
    }
}
