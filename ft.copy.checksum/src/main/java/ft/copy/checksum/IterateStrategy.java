package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * P17 in rounds (I), on top of V: changed pages are copied again while the guest runs, until few
 * are left.
 */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {
            CopyStrategy.NAME + "=" + IterateStrategy.STRATEGY,
            "service.ranking:Integer=10"
        })
public final class IterateStrategy extends ChecksumStrategy {
    static final String STRATEGY = "checksum-iterate";

    /** With its configuration. */
    @Activate
    public IterateStrategy(ChecksumOptions options) {
        super(
                Method.ITERATE,
                "All pages while the guest runs, those that changed again in rounds; the last few under stop (P17, I: exact, shortest stop)",
                options);
    }
}
