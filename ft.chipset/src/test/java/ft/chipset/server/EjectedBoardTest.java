package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An IO board that is pulled, between its ejector and the end of its power. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class EjectedBoardTest {
    private static final long QUANTUM = 32768;
    private static final long CYCLES_PER_MICRO = 100;
    private static final String PULLED = "IO board pulled";
    private static final String DARK = "IO board without power";
    private static final String LEDGER = "ws=256 report=200";
    private static final long PULL = 9_000_000;
    private static final long END = 20_000_000;

    private final TestParts parts = new TestParts();
    private final List<Timed> operations = new ArrayList<>();
    private DescribedServer server;

    private record Timed(long clock, Operation operation) {}

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private void at(long clock, Operation operation) {
        operations.add(new Timed(clock, operation));
    }

    private Probe run(String guest, String arguments, String... options) throws Exception {
        close();
        server = parts.server(options);
        server.guest(parts.guest(guest, arguments));
        for (Timed each : operations) {
            server.submitAt(each.clock, each.operation);
        }
        CompletableFuture<Probe> probe = server.probeAt(END);
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        return probe.get(150, TimeUnit.SECONDS);
    }

    private long clockOf(String text) {
        return server.events().stream()
                .filter(event -> event.text().equals(text))
                .mapToLong(ServerEvent::clock)
                .findFirst()
                .orElse(-1);
    }

    private static long boundaryAfter(long clock) {
        return (clock + QUANTUM - 1) / QUANTUM * QUANTUM;
    }

    private static String[] with(String[] options, String... more) {
        String[] all = Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return all;
    }

    /** The mirroring of a guest sees what is the same in one system, on the pair, and disturbed. */
    @ParameterizedTest
    @CsvSource({"0, parallel", "1, parallel", "0, sequential", "1, sequential"})
    void isTheSameForEveryGuestHistory(int board, String driver) throws Exception {
        String[] options = {"ejectMicros=20000", "traceAlmostFull=600"};
        at(PULL, new Operation.Pull(board, Board.IO));
        at(14_000_000, new Operation.Insert(board, Board.IO));
        Probe reference = run("ledger", LEDGER, with(options, "automaticSync=false"));
        assertThat(clockOf(DARK))
                .isEqualTo(boundaryAfter(boundaryAfter(PULL) + 20_000 * CYCLES_PER_MICRO));
        // While the board is on its way out, and again when it has gone.
        at(9_500_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
        at(13_000_000, new Operation.Pull(1 - board, Board.CPU));
        at(13_500_000, new Operation.Insert(1 - board, Board.CPU));
        Probe probe = run("ledger", LEDGER, with(options, "driver=" + driver));
        assertThat(server.systems())
                .extracting(SystemStatus::state)
                .containsOnly(SystemState.ONLINE_SYNC);
        assertThat(probe.retired()).isEqualTo(reference.retired());
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).containsOnly(reference.memory().get(0));
        assertThat(probe.context()).containsOnly(reference.context().get(0));
    }

    /** The guest hears of it when the board is pulled, not only when nothing answers any more. */
    @Test
    void makesADifferenceToTheGuest() throws Exception {
        at(PULL, new Operation.Pull(1, Board.IO));
        Probe atOnce = run("ledger", LEDGER, "automaticSync=false");
        long aborts = unanswered();
        assertThat(clockOf(PULLED)).isEqualTo(boundaryAfter(PULL));
        assertThat(clockOf(DARK)).as("no time between").isEqualTo(-1);
        Probe told = run("ledger", LEDGER, "automaticSync=false", "ejectMicros=20000");
        assertThat(told.output()).isNotEqualTo(atOnce.output());
        assertThat(unanswered()).isLessThanOrEqualTo(aborts);
    }

    private long unanswered() {
        return server.systems().get(0).counters().aborts();
    }

    /** A guest that sleeps does not sleep over it. */
    @Test
    void losesItsPowerInTimeUnderAGuestThatSleeps() throws Exception {
        at(PULL, new Operation.Pull(1, Board.IO));
        run("echo", "", "automaticSync=false", "ejectMicros=5000");
        assertThat(clockOf(DARK))
                .isEqualTo(boundaryAfter(boundaryAfter(PULL) + 5000 * CYCLES_PER_MICRO));
        assertThat(server.systems().get(1).ioBoard()).isFalse();
    }

    @Test
    void canBePutBackBeforeAndPulledOnlyOnce() throws Exception {
        server = parts.server("automaticSync=false", "ejectMicros=50000");
        server.guest(parts.guest("ledger", LEDGER));
        server.submitAt(PULL, new Operation.Pull(1, Board.IO));
        CompletableFuture<String> again =
                server.submitAt(PULL + 10 * QUANTUM, new Operation.Pull(1, Board.IO));
        CompletableFuture<String> back =
                server.submitAt(PULL + 20 * QUANTUM, new Operation.Insert(1, Board.IO));
        CompletableFuture<Probe> probe = server.probeAt(END);
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        probe.get(150, TimeUnit.SECONDS);
        assertThatThrownBy(() -> again.get(1, TimeUnit.SECONDS))
                .hasMessageContaining("The IO board of #1 is on its way out already");
        assertThat(back.get(1, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(server.systems().get(1).ioBoard()).isTrue();
        assertThat(clockOf(DARK)).as("what was put back keeps its power").isEqualTo(-1);
    }

    /** A system that is switched off while the other serves takes its IO board along, in order. */
    @Test
    void goesInOrderWithASystemThatIsSwitchedOff() throws Exception {
        at(PULL, new Operation.PowerOff(1));
        at(PULL + 30 * QUANTUM, new Operation.PowerOn(1));
        run("ledger", LEDGER, "automaticSync=false", "ejectMicros=5000");
        assertThat(clockOf(DARK))
                .isEqualTo(boundaryAfter(boundaryAfter(PULL) + 5000 * CYCLES_PER_MICRO));
        assertThat(server.systems().get(1).ioBoard()).isTrue();
    }

    /** Nobody is there to be told; and what was under way does not reach into the next service. */
    @Test
    void goesAtOnceWithTheServer() throws Exception {
        at(PULL, new Operation.Pull(1, Board.IO));
        at(PULL + 5 * QUANTUM, new Operation.PowerOff(Operation.ALL));
        at(PULL + 5 * QUANTUM, new Operation.PowerOn(Operation.ALL));
        run("ledger", LEDGER, "automaticSync=false", "ejectMicros=50000");
        assertThat(clockOf(DARK)).isEqualTo(-1);
        assertThat(server.systems()).extracting(SystemStatus::ioBoard).containsExactly(true, false);
    }

    /** Each board has a slot of its own. */
    @Test
    void doesNotComeBackWithTheCpuBoard() throws Exception {
        at(PULL, new Operation.Pull(1, Board.IO));
        at(PULL + 5 * QUANTUM, new Operation.Pull(1, Board.CPU));
        at(PULL + 10 * QUANTUM, new Operation.Insert(1, Board.CPU));
        run("ledger", LEDGER);
        assertThat(server.systems().get(1).cpuBoard()).isTrue();
        assertThat(server.systems().get(1).ioBoard()).isFalse();
        server.release();
        server.submit(new Operation.Insert(1, Board.IO)).get(30, TimeUnit.SECONDS);
        assertThat(server.systems().get(1).ioBoard()).isTrue();
    }

    /** Nor with power; firmware could not find there what it is to boot. */
    @Test
    void letsTheOtherSystemBootTheGuest() throws Exception {
        at(PULL, new Operation.Pull(0, Board.IO));
        at(PULL + 5 * QUANTUM, new Operation.PowerOff(Operation.ALL));
        at(PULL + 5 * QUANTUM, new Operation.PowerOn(Operation.ALL));
        run("ledger", LEDGER);
        assertThat(server.systems())
                .extracting(SystemStatus::state)
                .containsOnly(SystemState.ONLINE_SYNC);
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertThat(server.systems().get(0).ioBoard()).isFalse();
    }
}
