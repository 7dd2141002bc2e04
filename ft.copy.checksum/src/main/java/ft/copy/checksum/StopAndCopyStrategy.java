package ft.copy.checksum;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import org.osgi.service.component.annotations.Component;

/**
 * What both patents set out to improve on (P17 c.1): the guest is stopped for as long as it takes
 * to copy all pages. The others are measured against it.
 */
@Component(
        property = {
            CopyStrategy.NAME + "=" + StopAndCopyStrategy.STRATEGY,
            "service.ranking:Integer=-30"
        })
public final class StopAndCopyStrategy implements CopyStrategy {
    static final String STRATEGY = "stop-and-copy";

    @Override
    public String description() {
        return "All pages under stop (what P17 c.1 begins with; the baseline)";
    }

    @Override
    public CopySession open(CopyEnvironment environment) {
        return new StopAndCopySession(environment);
    }
}
