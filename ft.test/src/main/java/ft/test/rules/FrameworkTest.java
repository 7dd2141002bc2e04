package ft.test.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.test.common.annotation.InjectBundleContext;

/** The tests run in the framework that they are said to run in. */
class FrameworkTest {
    /** Symbolic name of the framework; Felix without it. */
    private static final String EXPECTED = "ft.framework";

    @InjectBundleContext BundleContext context;

    @Test
    void itIsTheOneThatWasAskedFor() {
        String expected = context.getProperty(EXPECTED);
        assertThat(context.getBundle(Constants.SYSTEM_BUNDLE_ID).getSymbolicName())
                .isEqualTo(expected == null ? "org.apache.felix.framework" : expected);
    }
}
