package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * P17's other method (c.9): the old content of all pages is held and compared with, in the place of
 * sums. This one does hold content in a third storage, which claim 4 rules out and J8 forbids all
 * others.
 */
@Component(
        service = CopyStrategy.class,
        configurationPid = ChecksumOptions.PID,
        property = {
            CopyStrategy.NAME + "=" + ContentStrategy.STRATEGY,
            "service.ranking:Integer=-20"
        })
public final class ContentStrategy extends ChecksumStrategy {
    static final String STRATEGY = "content";

    /** With its configuration. */
    @Activate
    public ContentStrategy(ChecksumOptions options) {
        super(
                Method.CONTENT,
                "All pages while the guest runs; those that differ from their old content, which is kept, again under stop; what was missed is repaired afterwards (P17 c.9)",
                options);
    }
}
