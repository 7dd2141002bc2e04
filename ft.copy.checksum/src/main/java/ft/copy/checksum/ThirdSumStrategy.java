package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * P17 with third sums (F): under stop both sides make sums of all pages of list 35 and exchange
 * nothing else.
 */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {
            CopyStrategy.NAME + "=" + ThirdSumStrategy.STRATEGY,
            "service.ranking:Integer=0"
        })
public final class ThirdSumStrategy extends ChecksumStrategy {
    static final String STRATEGY = "checksum-third";

    /** With its configuration. */
    @Activate
    public ThirdSumStrategy(ChecksumOptions options) {
        super(
                Method.THIRD_SUMS,
                "All pages while the guest runs; under stop those whose sum changed, or whose sums of both sides differ (P17, F: exact)",
                options);
    }
}
