package ft.chipset.policy;

import ft.api.policy.ComparatorPolicy;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import org.osgi.service.component.annotations.Component;

/** A disagreement of IO accesses separates the pair. */
@Component(property = ComparatorPolicy.NAME + "=SEPARATE")
public final class SeparatePolicy implements ComparatorPolicy {
    @Override
    public Verdict decide(Disagreement seen) {
        return Verdict.SEPARATE;
    }

    @Override
    public String description() {
        return "The SBY system is isolated at once";
    }
}
