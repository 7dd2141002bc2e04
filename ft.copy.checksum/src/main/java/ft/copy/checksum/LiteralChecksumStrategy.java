package ft.copy.checksum;

import ft.api.copy.CopyEnvironment;
import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/**
 * P17 as written (strategy L), for study: writes after a page's second sum, and those that are
 * undone before it, stay undetected until the walk of list 35 repairs them while both systems run
 * the guest.
 */
@Component(
        configurationPid = "ft.copy.checksum",
        property = CopyStrategy.NAME + "=" + LiteralChecksumStrategy.STRATEGY)
public final class LiteralChecksumStrategy implements CopyStrategy {
    static final String STRATEGY = "checksum-literal";

    private volatile ChecksumOptions options;

    /** With its configuration. */
    @Activate
    public LiteralChecksumStrategy(ChecksumOptions options) {
        this.options = options;
    }

    @Modified
    void modified(ChecksumOptions changed) {
        options = changed;
    }

    @Override
    public String description() {
        return "All pages while the guest runs; those whose sum changed again under stop; what the"
                + " sums missed is repaired afterwards (P17 as written)";
    }

    @Override
    public boolean repairs() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if what is configured cannot be used
     */
    @Override
    public CopySession open(CopyEnvironment environment) {
        return new ChecksumSession(environment, Settings.of(options), false);
    }
}
