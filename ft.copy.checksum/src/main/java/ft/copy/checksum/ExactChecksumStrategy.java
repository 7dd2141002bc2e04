package ft.copy.checksum;

import ft.api.copy.CopyEnvironment;
import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * P17, made exact by the change set (strategy V): no page is stale when duplication begins, so what
 * the walk of list 35 finds is a fault.
 */
@Component(
        configurationPid = "ft.copy.checksum",
        property = CopyStrategy.NAME + "=" + ExactChecksumStrategy.STRATEGY)
@Designate(ocd = ChecksumOptions.class)
public final class ExactChecksumStrategy implements CopyStrategy {
    static final String STRATEGY = "checksum";

    private volatile ChecksumOptions options;

    /** With its configuration. */
    @Activate
    public ExactChecksumStrategy(ChecksumOptions options) {
        this.options = options;
    }

    @Modified
    void modified(ChecksumOptions changed) {
        options = changed;
    }

    @Override
    public String description() {
        return "All pages while the guest runs; those whose sum or change mark tells of a write"
                + " again under stop (P17, exact)";
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if what is configured cannot be used
     */
    @Override
    public CopySession open(CopyEnvironment environment) {
        return new ChecksumSession(environment, Settings.of(options), true);
    }
}
