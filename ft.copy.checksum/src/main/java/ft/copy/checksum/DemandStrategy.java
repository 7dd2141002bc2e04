package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * P17 with demand verification (D), on top of L: what the sums missed is repaired before anybody
 * uses it.
 */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {CopyStrategy.NAME + "=" + DemandStrategy.STRATEGY, "service.ranking:Integer=0"})
public final class DemandStrategy extends ChecksumStrategy {
    static final String STRATEGY = "checksum-demand";

    /** With its configuration. */
    @Activate
    public DemandStrategy(ChecksumOptions options) {
        super(
                Method.DEMAND,
                "All pages while the guest runs; those whose sum changed again under stop; the others are verified before they are first used (P17, D)",
                options);
    }
}
