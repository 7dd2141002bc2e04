package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * P17, made exact by the change set (V): a page written since its copy is on list 36, whatever its
 * sums say.
 */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {
            CopyStrategy.NAME + "=" + ExactChecksumStrategy.STRATEGY,
            "service.ranking:Integer=20"
        })
@Designate(ocd = ChecksumOptions.class)
public final class ExactChecksumStrategy extends ChecksumStrategy {
    static final String STRATEGY = "checksum";

    /** With its configuration. */
    @Activate
    public ExactChecksumStrategy(ChecksumOptions options) {
        super(
                Method.VERSIONS,
                "All pages while the guest runs; those whose sum or change mark tells of a write again under stop (P17, V: exact)",
                options);
    }
}
