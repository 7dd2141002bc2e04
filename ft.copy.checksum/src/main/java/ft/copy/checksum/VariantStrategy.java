package ft.copy.checksum;

import com.google.common.collect.ImmutableSortedMap;
import ft.api.copy.CopySession;
import ft.api.copy.CopyStrategy;
import ft.api.resync.CopyEnvironment;
import ft.copy.checksum.Method.Closing;
import ft.copy.checksum.Method.Detector;
import java.util.Collection;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A strategy of one's own: any combination of detector, window, rounds and demand, under the name
 * that its configuration gives it.
 */
@Component(
        configurationPid = VariantOptions.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "service.ranking:Integer=-10")
@Designate(ocd = VariantOptions.class, factory = true)
public final class VariantStrategy implements CopyStrategy {
    private static final ImmutableSortedMap<String, Detector> DETECTORS =
            ImmutableSortedMap.of("content", Detector.CONTENT, "sums", Detector.SUMS);
    private static final ImmutableSortedMap<String, Closing> WINDOWS =
            ImmutableSortedMap.of(
                    "open", Closing.OPEN,
                    "third-sums", Closing.THIRD_SUMS,
                    "trap", Closing.TRAP,
                    "versions", Closing.VERSIONS);

    private final VariantOptions options;

    /** With its configuration. */
    @Activate
    public VariantStrategy(VariantOptions options) {
        this.options = options;
    }

    static Collection<String> detectors() {
        return DETECTORS.keySet();
    }

    static Collection<String> windows() {
        return WINDOWS.keySet();
    }

    @Override
    public String description() {
        return "Configured: detector %s, window %s, %s sums by %s, rounds %d, demand %s"
                .formatted(
                        options.detector(),
                        options.window(),
                        options.second_sums(),
                        options.hash(),
                        options.rounds(),
                        options.demand());
    }

    @Override
    public boolean repairs() {
        return WINDOWS.get(options.window()) == Closing.OPEN;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if what is configured cannot be used
     */
    @Override
    public CopySession open(CopyEnvironment environment) {
        Method method =
                new Method(
                        Settings.known(
                                VariantOptions.PID, "detector", options.detector(), DETECTORS),
                        Settings.known(VariantOptions.PID, "window", options.window(), WINDOWS),
                        options.rounds() != 0,
                        options.demand());
        return new ChecksumSession(environment, Settings.of(method, Choices.of(options)));
    }
}
