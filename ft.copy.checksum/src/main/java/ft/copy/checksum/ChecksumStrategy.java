package ft.copy.checksum;

import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import org.osgi.service.component.annotations.Modified;

/** What the strategies by name have in common: a method of their own, and options they share. */
abstract class ChecksumStrategy implements CopyStrategy {
    private final Method method;
    private final String description;
    private volatile ChecksumOptions options;

    ChecksumStrategy(Method method, String description, ChecksumOptions options) {
        this.method = method;
        this.description = description;
        this.options = options;
    }

    /** Takes options for the next resynchronization; one that runs keeps those it began with. */
    @Modified
    protected void modified(ChecksumOptions changed) {
        options = changed;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean repairs() {
        return !method.isExact() || method.postpones();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if what is configured cannot be used
     */
    @Override
    public CopySession open(CopyEnvironment environment) {
        return new ChecksumSession(environment, Settings.of(method, Choices.of(options)));
    }
}
