package ft.test.swap;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import ft.test.swap.Swap.Action;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/** A copy strategy goes in the middle of a copy, class loader and all. */
class StrategyActionsTest {
    @InjectBundleContext BundleContext context;
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Action.class)
    void theAttemptIsRepeatedWithWhatIsThere(Action action) throws Exception {
        try (Lab lab = new Lab(context);
                Swap swap = new Swap("ft.copy.checksum", folder)) {
            FtServer server = lab.server("strategy=checksum", "backgroundShare=0.02");
            server.guest(lab.guest("ledger", Lab.LEDGER));
            Lab.at(server, 8_000_000, new Operation.Pull(1, Board.CPU));
            Lab.at(server, 8_100_000, new Operation.Insert(1, Board.CPU));
            Lab.bootTo(server, 9_000_000);
            assertThat(Lab.states(server).get(1)).isEqualTo(SystemState.RECOVER_OFFLINE);

            swap.act(action);
            Probe probe = Lab.runTo(server, Lab.END);

            Lab.assertInSync(server);
            ResyncReport last = server.reports().get(1);
            assertThat(last.attempts()).isEqualTo(2);
            assertThat(last.strategy()).isEqualTo(action.leavesNone() ? "trace" : "checksum");
            Lab.assertGolden(probe, lab.simplex("ledger", Lab.LEDGER, probe.clock()));
        }
    }
}
