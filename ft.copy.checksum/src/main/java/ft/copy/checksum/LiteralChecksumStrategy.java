package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * P17 as written (L), for study: writes after a page's second sum, and those undone before it, stay
 * undetected until the walk of list 35 repairs them while both systems run the guest.
 */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {
            CopyStrategy.NAME + "=" + LiteralChecksumStrategy.STRATEGY,
            "service.ranking:Integer=-20"
        })
public final class LiteralChecksumStrategy extends ChecksumStrategy {
    static final String STRATEGY = "checksum-literal";

    /** With its configuration. */
    @Activate
    public LiteralChecksumStrategy(ChecksumOptions options) {
        super(
                Method.LITERAL,
                "All pages while the guest runs; those whose sum changed again under stop; what the sums missed is repaired afterwards (P17 as written, L)",
                options);
    }
}
