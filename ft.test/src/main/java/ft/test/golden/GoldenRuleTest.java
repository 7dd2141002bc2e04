package ft.test.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.DriverKind;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/**
 * What a guest does, counted by its instructions, is the same on one system and on two with faults
 * that are tolerated, whatever the driver.
 */
class GoldenRuleTest {
    @InjectBundleContext BundleContext context;

    private Lab lab;

    @BeforeEach
    void open() throws InterruptedException {
        lab = new Lab(context);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(DriverKind.class)
    void faultsAndPullsLeaveNoTraceInTheGuest(DriverKind driver) throws Exception {
        Probe reference = lab.simplex("ledger", Lab.LEDGER, Lab.END);
        FtServer server = lab.server("driver=" + driver, "traceAlmostFull=600", "seed=7");
        server.guest(lab.guest("ledger", Lab.LEDGER));
        Lab.at(server, 8_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
        Lab.at(server, 13_000_000, new Operation.Pull(1, Board.CPU));
        Lab.at(server, 13_500_000, new Operation.Insert(1, Board.CPU));
        Lab.at(server, 18_000_000, new Operation.Pull(0, Board.CPU)); // which is ACT
        Lab.at(server, 18_500_000, new Operation.Insert(0, Board.CPU));
        Probe probe = Lab.bootTo(server, Lab.END);

        Lab.assertInSync(server);
        assertThat(probe.memory()).as("both systems are probed").hasSize(2);
        Lab.assertGolden(probe, reference);
        assertThat(server.reports())
                .as(() -> Lab.told(server).toString())
                .hasSize(4)
                .allMatch(ResyncReport::succeeded);
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        List<StateEvent> raised =
                server.events().stream()
                        .filter(event -> !event.refused())
                        .map(ServerEvent::event)
                        .toList();
        assertThat(raised).containsAnyOf(StateEvent.BUS_MISMATCH, StateEvent.IO_MISMATCH);
    }

    /** What two systems cannot do: the one that is believed is wrong, and nobody notices. */
    @ParameterizedTest
    @EnumSource(DriverKind.class)
    void threeSystemsOutvoteTheOneThatIsAct(DriverKind driver) throws Exception {
        Probe reference = lab.simplex("ledger", Lab.LEDGER, Lab.END / 2);
        FtServer server = lab.server("systems=3", "driver=" + driver, "seed=7");
        server.guest(lab.guest("ledger", Lab.LEDGER));
        Lab.at(server, 6_000_000, new Operation.Inject(new Fault.RegisterFlip(0, 0, "sp", 3)));
        Probe probe = Lab.bootTo(server, Lab.END / 2);

        assertThat(Lab.states(server))
                .as(() -> Lab.told(server).toString())
                .hasSize(3)
                .containsOnly(SystemState.ONLINE_SYNC);
        assertThat(probe.memory()).as("all three are probed").hasSize(3);
        Lab.assertGolden(probe, reference);
        assertThat(server.events())
                .filteredOn(event -> event.event() == StateEvent.OUTVOTED)
                .anyMatch(event -> event.system() == 0);
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertThat(server.outages()).isEmpty();
    }
}
