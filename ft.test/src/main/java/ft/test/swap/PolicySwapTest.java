package ft.test.swap;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.part.PartKind;
import ft.api.policy.ComparatorPolicy;
import ft.api.policy.Disagreement;
import ft.api.policy.Verdict;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import ft.test.support.PluginJar;
import ft.test.swap.Swap.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;

/** The part that says what a disagreement leads to comes and goes while a guest runs. */
class PolicySwapTest {
    private static final String NAME = "cautious";

    private static final PluginJar BUNDLE =
            new PluginJar("test.policy", "1.0.0")
                    .service(ComparatorPolicy.class, Separating.class)
                    .property(ComparatorPolicy.NAME, NAME);

    @InjectBundleContext BundleContext context;
    @TempDir Path folder;

    /** What the bundle has. */
    public static final class Separating implements ComparatorPolicy {
        @Override
        public Verdict decide(Disagreement seen) {
            return Verdict.SEPARATE;
        }
    }

    private ServiceRegistration<ComparatorPolicy> register(Verdict verdict) {
        return context.registerService(
                ComparatorPolicy.class,
                seen -> verdict,
                FrameworkUtil.asDictionary(Map.of(ComparatorPolicy.NAME, NAME)));
    }

    /** Where #1 has got to by disagreements of IO accesses. */
    private static List<SystemState> reached(FtServer server) {
        return server.events().stream()
                .filter(event -> event.event() == StateEvent.IO_MISMATCH && event.system() == 1)
                .filter(event -> event.from() == SystemState.ONLINE_SYNC)
                .map(event -> event.to())
                .toList();
    }

    private FtServer server(Lab lab, String bundle) throws Exception {
        FtServer server = lab.server("ioMismatch=" + NAME);
        server.guest(lab.guest("ledger", Lab.LEDGER));
        Lab.at(server, 8_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
        Lab.bootTo(server, 7_000_000);
        assertThat(server.parts())
                .anyMatch(
                        part ->
                                part.kind() == PartKind.POLICY
                                        && part.name().equals(NAME)
                                        && part.bundle().equals(bundle));
        return server;
    }

    private static void assertGolden(Lab lab, FtServer server) throws Exception {
        Probe probe = Lab.runTo(server, 14_000_000);
        Lab.assertInSync(server);
        Lab.assertGolden(probe, lab.simplex("ledger", Lab.LEDGER, probe.clock()));
    }

    @Test
    void whileThereIsNoneTraceStandsIn() throws Exception {
        ServiceRegistration<ComparatorPolicy> policy = register(Verdict.SEPARATE);
        try (Lab lab = new Lab(context)) {
            FtServer server = server(lab, "ft.test");
            policy.unregister();
            assertGolden(lab, server);
            assertThat(reached(server)).containsExactly(SystemState.ONLINE_ASYNC);
        }
    }

    @Test
    void theOneThatHasComeDecides() throws Exception {
        ServiceRegistration<ComparatorPolicy> policy = register(Verdict.TRACE);
        try (Lab lab = new Lab(context)) {
            FtServer server = server(lab, "ft.test");
            policy.unregister();
            policy = register(Verdict.SEPARATE);
            assertGolden(lab, server);
            assertThat(reached(server)).containsExactly(SystemState.FAULT);
        } finally {
            policy.unregister();
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void whatHappensToItsBundleDecides(Action action) throws Exception {
        context.installBundle("test:policy", BUNDLE.open()).start();
        try (Lab lab = new Lab(context);
                Swap swap = new Swap("test.policy", folder)) {
            FtServer server = server(lab, "test.policy");
            swap.act(action);
            assertGolden(lab, server);
            assertThat(reached(server))
                    .containsExactly(
                            action.leavesNone() ? SystemState.ONLINE_ASYNC : SystemState.FAULT);
        } finally {
            for (Bundle bundle : context.getBundles()) {
                if (bundle.getSymbolicName().equals("test.policy")) {
                    bundle.uninstall();
                }
            }
        }
    }
}
