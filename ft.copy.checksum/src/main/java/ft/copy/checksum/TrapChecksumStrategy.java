package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** P17 with a write trap (T): the first write after a page's second sum puts it on list 36. */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {
            CopyStrategy.NAME + "=" + TrapChecksumStrategy.STRATEGY,
            "service.ranking:Integer=10"
        })
public final class TrapChecksumStrategy extends ChecksumStrategy {
    static final String STRATEGY = "checksum-trap";

    /** With its configuration. */
    @Activate
    public TrapChecksumStrategy(ChecksumOptions options) {
        super(
                Method.TRAP,
                "All pages while the guest runs; those whose sum changed, or that ran into a write trap after it, again under stop (P17, T: exact)",
                options);
    }
}
