package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What firmware does in a synchronization, and what becomes of it when a hart does not acknowledge
 * the SMI; and integration that is started by software of the guest.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FirmwareTest {
    private static final long END = 12_000_000;
    private static final Pattern ACKNOWLEDGED =
            Pattern.compile("every hart has acknowledged the SMI, (\\d+) ");

    private final TestParts parts = new TestParts();
    private final List<String> options = new ArrayList<>(List.of("traceAlmostFull=600"));
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private record Timed(long clock, Operation operation) {}

    private static Timed strike(long clock, Fault fault) {
        return new Timed(clock, new Operation.Inject(fault));
    }

    private Probe run(String guest, String arguments, Timed... operations) throws Exception {
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest(guest, arguments));
        for (Timed each : operations) {
            server.submitAt(each.clock, each.operation);
        }
        return TestParts.powerOnTo(server, END);
    }

    private Probe ledger(Timed... operations) throws Exception {
        return run("ledger", "ws=256 report=200", operations);
    }

    private Probe undisturbed() throws Exception {
        try (DescribedServer simplex = parts.server("automaticSync=false")) {
            simplex.guest(parts.guest("ledger", "ws=256 report=200"));
            return TestParts.powerOnTo(simplex, END);
        }
    }

    private void assertGolden(Probe probe) throws Exception {
        Probe reference = undisturbed();
        assertThat(probe.retired()).isEqualTo(reference.retired());
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).containsOnly(reference.memory().get(0));
        assertThat(probe.context()).containsOnly(reference.context().get(0));
    }

    private void assertInSync() {
        assertThat(server.systems())
                .extracting("state")
                .as(() -> told())
                .containsOnly(SystemState.ONLINE_SYNC);
    }

    private String told() {
        StringBuilder log = new StringBuilder();
        for (ServerEvent e : server.events()) {
            log.append("\n#").append(e.system()).append(' ').append(e.label()).append(' ');
            log.append(e.event()).append(' ').append(e.to()).append(' ').append(e.text());
        }
        return log.toString();
    }

    private List<ServerEvent> raised(StateEvent event) {
        return server.events().stream().filter(e -> e.event() == event && !e.refused()).toList();
    }

    /** T214: then nobody knows that it is quiet, so it is isolated; and comes back by a reset. */
    @Test
    void aStandbySystemThatDoesNotAcknowledgeIsIsolated() throws Exception {
        Probe probe =
                ledger(
                        strike(7_000_000, new Fault.SmiAckLoss(1, 1)),
                        strike(8_000_000, new Fault.RegisterFlip(1, 0, "sp", 3)));
        assertThat(raised(StateEvent.ACK_TIMEOUT))
                .as(told())
                .singleElement()
                .satisfies(
                        e -> {
                            assertThat(e.system()).isEqualTo(1);
                            assertThat(e.from()).isEqualTo(SystemState.PRE_OFFLINE);
                            assertThat(e.to()).isEqualTo(SystemState.FAULT);
                            assertThat(e.text()).contains("not acknowledged by hart 0 of #1");
                        });
        assertInSync();
        assertGolden(probe);
    }

    /** T108: the guest of the service must go on; the attempt is given up and repeated. */
    @Test
    void aSourceThatDoesNotAcknowledgeGoesOnAlone() throws Exception {
        Probe probe =
                ledger(
                        new Timed(6_000_000, new Operation.Pull(1, Board.CPU)),
                        strike(6_000_000, new Fault.SmiAckLoss(0, 1)),
                        new Timed(6_100_000, new Operation.Insert(1, Board.CPU)));
        assertThat(server.reports())
                .filteredOn(report -> !report.succeeded())
                .extracting(ResyncReport::failure)
                .singleElement()
                .asString()
                .contains("not acknowledged by hart 0 of #0");
        assertInSync();
        assertGolden(probe);
    }

    /** On the way out of T205. */
    @Test
    void aDestinationThatDoesNotAcknowledgeIsIsolated() throws Exception {
        Probe probe =
                ledger(
                        new Timed(6_000_000, new Operation.Pull(1, Board.CPU)),
                        new Timed(6_100_000, new Operation.Insert(1, Board.CPU)),
                        strike(6_100_000, new Fault.SmiAckLoss(1, 1)));
        assertThat(raised(StateEvent.ACK_TIMEOUT))
                .as(told())
                .singleElement()
                .satisfies(e -> assertThat(e.from()).isEqualTo(SystemState.RECOVER_OFFLINE));
        assertInSync();
        assertGolden(probe);
    }

    @Test
    void aHartThatIsTooSlowHasNotAcknowledged() throws Exception {
        options.add("smiAckLimit=20");
        ledger();
        assertThat(server.reports()).isNotEmpty().noneMatch(ResyncReport::succeeded);
        assertThat(server.systems())
                .extracting("state")
                .containsExactly(SystemState.ONLINE_READY, SystemState.FAULT);
    }

    @Test
    void fourHartsAllAcknowledge() throws Exception {
        options.add("harts=4");
        ledger(strike(6_000_000, new Fault.SmiAckLoss(0, 3)));
        assertInSync();
        assertThat(server.events())
                .extracting(ServerEvent::text)
                .anyMatch(text -> instructions(text) > 4 * 31);
    }

    // A hart saves 31 registers at least.
    private static int instructions(String text) {
        Matcher found = ACKNOWLEDGED.matcher(text);
        return found.lookingAt() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    void whatIsReleasedLateIsOutOfStep() throws Exception {
        Probe probe =
                ledger(
                        new Timed(6_000_000, new Operation.Pull(1, Board.CPU)),
                        new Timed(6_100_000, new Operation.Insert(1, Board.CPU)),
                        strike(6_100_000, new Fault.ResetSkew(1, 3)));
        assertThat(raised(StateEvent.BUS_MISMATCH).size() + raised(StateEvent.CHECK_NG).size())
                .as(told())
                .isPositive();
        assertInSync();
        assertGolden(probe);
    }

    @Test
    void firmwareComesToItsLoopBeforeItCanBeSynchronized() throws Exception {
        options.addAll(List.of("automaticSync=false", "harts=4"));
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest("ledger", "ws=256"));
        Future<String> early = server.submitAt(40_000, new Operation.Synchronize(1));
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> early.get(30, TimeUnit.SECONDS))
                .hasMessageContaining("firmware of #1 has not come to its loop yet");
    }

    // Integration that software starts

    private String console() {
        return new String(server.output("uart0/serial"), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "sequential"})
    void aGuestBringsItsServerInStep(String driver) throws Exception {
        options.add("automaticSync=false");
        options.add("driver=" + driver);
        run(
                "steward",
                "",
                new Timed(5_000_000, new Operation.Pull(1, Board.CPU)),
                new Timed(6_000_000, new Operation.Insert(1, Board.CPU)),
                new Timed(9_000_000, new Operation.Isolate(1)));
        assertInSync();
        assertThat(console().lines())
                .containsSubsequence(
                        "steward: #0 is ACT ST2",
                        "steward: #1 is SBY ST7",
                        "steward: synchronize #1 done",
                        "steward: #1 is SBY ST4",
                        "steward: #1 is SBY ST0",
                        "steward: synchronize #1 done",
                        "steward: #1 is SBY ST10",
                        "steward: reset #1 done",
                        "steward: synchronize #1 done",
                        "steward: #0 is ACT ST4",
                        "steward: #1 is SBY ST4");
        assertThat(server.reports()).filteredOn(ResyncReport::succeeded).hasSize(3);
    }
}
