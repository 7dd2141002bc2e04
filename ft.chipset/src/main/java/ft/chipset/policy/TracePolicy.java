package ft.chipset.policy;

import ft.api.policy.ComparatorPolicy;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import org.osgi.service.component.annotations.Component;

/** A disagreement of IO accesses is treated as one on the CPU bus. */
@Component(property = ComparatorPolicy.NAME + "=TRACE")
public final class TracePolicy implements ComparatorPolicy {
    @Override
    public Verdict decide(Disagreement seen) {
        return Verdict.TRACE;
    }

    @Override
    public String description() {
        return "Online async with the access trace, as for a disagreement on the CPU bus";
    }
}
