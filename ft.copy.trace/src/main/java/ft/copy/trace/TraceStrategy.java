package ft.copy.trace;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** P6: all pages at the first duplication, those in the access trace after a disagreement. */
@Component(
        configurationPid = "ft.copy.trace",
        property = CopyStrategy.NAME + "=" + TraceStrategy.STRATEGY)
@Designate(ocd = TraceOptions.class)
public final class TraceStrategy implements CopyStrategy {
    static final String STRATEGY = "trace";

    private volatile TraceOptions options;

    /** With its configuration. */
    @Activate
    public TraceStrategy(TraceOptions options) {
        this.options = options;
    }

    @Modified
    void modified(TraceOptions changed) {
        options = changed;
    }

    @Override
    public String description() {
        return "After a disagreement the pages of the access trace, under stop; else all pages while"
                + " the guest runs, those written meanwhile again under stop (P6)";
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if what is configured cannot be used
     */
    @Override
    public CopySession open(CopyEnvironment environment) {
        TraceOptions now = options;
        return new TraceSession(
                environment, natural("rounds", now.rounds()), natural("enough", now.enough()));
    }

    private static int natural(String option, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "Option %s of ft.copy.trace is %d; it must not be below 0"
                            .formatted(option, value));
        }
        return value;
    }
}
