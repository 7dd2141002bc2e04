package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * P17 in rounds (I), with a stop that is bounded: where the guest writes faster than rounds can
 * follow, what is left is not copied under stop, but before it is first used. So a guest that
 * writes all the time at full speed is synchronized as well.
 */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {CopyStrategy.NAME + "=" + HybridStrategy.STRATEGY, "service.ranking:Integer=5"})
public final class HybridStrategy extends ChecksumStrategy {
    static final String STRATEGY = "checksum-hybrid";

    /** With its configuration. */
    @Activate
    public HybridStrategy(ChecksumOptions options) {
        super(
                Method.HYBRID,
                "All pages while the guest runs, those that changed again in rounds; a few under stop, the others before they are first used (P17, I with D: exact, bounded stop)",
                options);
    }
}
