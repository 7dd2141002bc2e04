package ft.test.swap;

import ft.api.fault.Fault;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.test.support.Lab;
import ft.test.swap.Swap.Action;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/** Bundles that run beside a server: it does not notice what happens to them. */
class ImmediateTest {
    @InjectBundleContext BundleContext context;
    @TempDir Path folder;

    private static Stream<Arguments> cells() {
        return Stream.of("ft.console", "ft.debug", "ft.guest", "ft.campaign")
                .flatMap(name -> Stream.of(Action.values()).map(a -> Arguments.of(name, a)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theServerDoesNotNotice(String name, Action action) throws Exception {
        try (Lab lab = new Lab(context)) {
            Probe reference = lab.simplex("ledger", Lab.LEDGER, 8_000_000);
            FtServer server = lab.server("traceAlmostFull=300");
            server.guest(lab.guest("ledger", Lab.LEDGER));
            // Coming back takes firmware, which a guest catalog had.
            Lab.at(server, 5_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
            Lab.bootTo(server, 4_000_000);
            try (Swap swap = new Swap(name, folder)) {
                swap.act(action);
                Lab.assertGolden(Lab.runTo(server, 8_000_000), reference);
                Lab.assertInSync(server);
            }
        }
    }
}
