package ft.chipset.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules N1 to N3 (spec section 2) and the cold restart (section 3) on real machines: there are
 * never two providers, and a service that is lost can be booted again.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SplitBrainTest {
    private static final long FAULT = 6_000_000;
    private static final long END = 12_000_000;

    private final TestParts parts = new TestParts();
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private void start(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("traceAlmostFull=600"));
        all.addAll(List.of(options));
        server = parts.server(all.toArray(String[]::new));
        server.guest(parts.guest("ledger", "ws=64 report=200 disks=none"));
        TestParts.powerOnHeldAt(server, FAULT);
    }

    private void now(Operation operation) throws Exception {
        server.submit(operation).get(30, TimeUnit.SECONDS);
    }

    private Probe runOn() throws Exception {
        return TestParts.goOn(server, END);
    }

    private List<SystemState> states() {
        return server.systems().stream().map(SystemStatus::state).toList();
    }

    /** At no time do two systems serve that are not duplicated. */
    private void assertNeverTwoProviders() {
        SystemState[] states = new SystemState[server.systems().size()];
        java.util.Arrays.fill(states, SystemState.OFF);
        long clock = -1;
        for (ServerEvent e : server.events()) {
            if (e.clock() != clock) {
                List<SystemState> online =
                        List.of(states).stream().filter(SystemState::isOnline).toList();
                assertThat(online.size() > 1 && !online.stream().allMatch(s -> s.isDuplicated()))
                        .as("%s before %s", online, e)
                        .isFalse();
                clock = e.clock();
            }
            states[e.system()] = e.to();
        }
    }

    // N3: what the presence line is for

    @Test
    void theLineTellsThatActHasGoneAndStandbyTakesOver() throws Exception {
        start();
        now(new Operation.Pull(0, Board.CPU));
        assertThat(states()).containsExactly(SystemState.OFF, SystemState.ONLINE_READY);
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertThat(runOn().clock()).isGreaterThanOrEqualTo(END);
        assertThat(server.outages()).isEmpty();
        assertNeverTwoProviders();
    }

    @Test
    void theLineTellsThatActIsThereAndStandbyIsolatesItself() throws Exception {
        start("automaticSync=true");
        now(new Operation.Inject(new Fault.CrosslinkLoss(1, false)));
        assertThat(server.events())
                .anyMatch(
                        e ->
                                e.event() == StateEvent.XLINK_DOWN
                                        && e.system() == 1
                                        && e.to() == SystemState.FAULT);
        assertThat(states().get(0)).isEqualTo(SystemState.ONLINE_DIVIDE);
        runOn();
        assertThat(states().get(1)).isIn(SystemState.FAULT, SystemState.OFFLINE_DIVIDE);
        assertNeverTwoProviders();
    }

    /** The price of never having two providers: with the line lost the service is lost as well. */
    @Test
    void withTheLineLostStandbyIsolatesItselfAlthoughActHasGone() throws Exception {
        start();
        now(new Operation.Inject(new Fault.PresenceLoss(0, false)));
        now(new Operation.Pull(0, Board.CPU));
        assertThat(states().get(0)).isEqualTo(SystemState.OFF);
        assertThat(states().get(1).isOnline()).isFalse();
        assertThat(server.outages())
                .singleElement()
                .satisfies(
                        outage -> {
                            assertThat(outage.clock()).isBetween(FAULT, FAULT + 65_536);
                            assertThat(outage.ended()).isEmpty();
                        });
        assertNeverTwoProviders();
    }

    @Test
    void aLineThatIsBackTellsAgain() throws Exception {
        start();
        now(new Operation.Inject(new Fault.PresenceLoss(0, false)));
        now(new Operation.Inject(new Fault.PresenceLoss(0, true)));
        now(new Operation.Pull(0, Board.CPU));
        assertThat(states().get(1)).isEqualTo(SystemState.ONLINE_READY);
        assertThat(server.outages()).isEmpty();
    }

    @Test
    void theLineOfStandbyIsNothingToTheService() throws Exception {
        start();
        now(new Operation.Inject(new Fault.PresenceLoss(1, false)));
        now(new Operation.Pull(1, Board.CPU));
        assertThat(states()).containsExactly(SystemState.ONLINE_DIVIDE, SystemState.OFF);
        now(new Operation.Inject(new Fault.PresenceLoss(1, true)));
        now(new Operation.Insert(1, Board.CPU));
        runOn();
        assertThat(states()).containsOnly(SystemState.ONLINE_SYNC); // N2 on the way
        assertThat(server.outages()).isEmpty();
        assertNeverTwoProviders();
    }

    /** Of three, two that see each other know that they are the majority. */
    @Test
    void ofThreeTwoGoOnWithoutTheLine() throws Exception {
        start("systems=3");
        now(new Operation.Inject(new Fault.PresenceLoss(0, false)));
        now(new Operation.Pull(0, Board.CPU));
        assertThat(states())
                .containsExactly(SystemState.OFF, SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertThat(server.outages()).isEmpty();
        assertNeverTwoProviders();
    }

    // N1 and the cold restart

    private void loseService() throws Exception {
        now(new Operation.Pull(1, Board.CPU));
        now(new Operation.Insert(1, Board.CPU));
        now(new Operation.Inject(new Fault.CpuFailure(0)));
    }

    @Test
    void anOrphanFallsToOfflineDivideAndCanBootTheGuestAgain() throws Exception {
        start("automaticSync=false");
        now(new Operation.Synchronize(1));
        TestParts.goOn(server, FAULT + 65_536);
        assertThat(states().get(1).isOnline() || states().get(1) == SystemState.RECOVER_OFFLINE)
                .isTrue();
        loseService();
        assertThat(states()).containsExactly(SystemState.FAULT, SystemState.OFFLINE_DIVIDE);
        assertThat(server.outages()).hasSize(1);
        assertThatThrownBy(() -> now(new Operation.MakeActive(0)))
                .hasRootCauseMessage(
                        "#0 is ST10 Fault; the service is booted again only on a system that is ST6"
                                + " Offline divide");
        now(new Operation.MakeActive(1));
        assertThat(states()).containsExactly(SystemState.FAULT, SystemState.ONLINE_DIVIDE);
        Probe probe = runOn();
        assertThat(server.outages()).singleElement().matches(o -> o.ended().isPresent());
        assertThat(probe.clock()).isGreaterThanOrEqualTo(END);
        assertThat(new String(server.output("uart1/serial"), UTF_8)).contains("balance ok");
        assertNeverTwoProviders();
    }

    @Test
    void afterAColdRestartTheOtherSystemJoinsAgain() throws Exception {
        start("coldRestart=true");
        loseService();
        assertThat(server.outages()).as("the policy has booted it").hasSize(1);
        assertThat(states().get(1)).isIn(SystemState.ONLINE_DIVIDE, SystemState.ONLINE_READY);
        now(new Operation.Reset(0));
        runOn();
        assertThat(server.outages()).singleElement().matches(o -> o.ended().isPresent());
        assertThat(states()).containsOnly(SystemState.ONLINE_SYNC);
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertNeverTwoProviders();
    }

    @Test
    void thePolicyDoesNotBootWhereActMayStillBeAlive() throws Exception {
        start("coldRestart=true");
        now(new Operation.Inject(new Fault.PresenceLoss(0, false)));
        now(new Operation.Pull(0, Board.CPU));
        assertThat(states().get(1).isOnline()).isFalse();
        assertThat(server.outages()).singleElement().matches(o -> o.ended().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void powerThatIsSwitchedOffIsNoOutage(boolean policy) throws Exception {
        start("coldRestart=" + policy);
        now(new Operation.PowerOff(Operation.ALL));
        assertThat(states()).containsOnly(SystemState.OFF);
        assertThat(server.outages()).isEmpty();
    }
}
