package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.guest.GuestProgram;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import ft.chipset.boot.ElfFile;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do at the wrong moment, or twice. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OperatorTest {
    private static final GuestProgram IDLE =
            new GuestProgram("idle", ElfFile.program(0x10500073, 0xffdff06f), ""); // wfi; j -4

    private static final GuestProgram BUSY =
            new GuestProgram("busy", ElfFile.program(0x00128293, 0xffdff06f), ""); // count

    private final TestParts parts = new TestParts();
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private void start(GuestProgram guest, String... options) throws Exception {
        server = parts.server(options);
        server.guest(guest);
        TestParts.powerOnHeldAt(server, 1);
    }

    private String order(Operation operation) throws Exception {
        return server.submit(operation).get(20, TimeUnit.SECONDS);
    }

    private void runTo(long clock) throws Exception {
        TestParts.goOn(server, clock);
    }

    private SystemState state(int system) {
        return server.systems().get(system).state();
    }

    private void assertRefused(Operation operation, String... parts) {
        assertThatThrownBy(() -> order(operation))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCrosslinkThatIsLostStaysLostWhicheverEndIsStruck(int struck) throws Exception {
        server = parts.server();
        server.guest(BUSY);
        server.submitAt(2_000_000, new Operation.Inject(new Fault.CrosslinkLoss(struck, false)));
        server.submitAt(6_000_000, new Operation.Inject(new Fault.CrosslinkLoss(struck, true)));
        TestParts.powerOnHeldAt(server, 1);
        runTo(5_000_000);
        assertThat(state(0)).isEqualTo(SystemState.ONLINE_DIVIDE);
        assertThat(state(1)).isIn(SystemState.OFFLINE_DIVIDE, SystemState.FAULT);
        assertThat(server.systems()).noneMatch(status -> status.linked());
        TestParts.goOn(server, 12_000_000);
        assertThat(server.systems()).extracting("state").containsOnly(SystemState.ONLINE_SYNC);
    }

    @Test
    void aCrosslinkCanBeLostBeforeItIsUsed() throws Exception {
        server = parts.server();
        server.guest(BUSY);
        order(new Operation.Inject(new Fault.CrosslinkLoss(1, false)));
        TestParts.powerOnHeldAt(server, 1);
        runTo(3_000_000);
        assertThat(state(0)).isEqualTo(SystemState.ONLINE_DIVIDE);
        assertThat(state(1)).isEqualTo(SystemState.OFFLINE_DIVIDE);
    }

    @Test
    void aBoardThatIsInsertedWithoutAGuestGivesASentence() throws Exception {
        server = parts.server();
        order(new Operation.Pull(0, Board.CPU));
        assertRefused(new Operation.Insert(0, Board.CPU), "no guest");
        server.guest(BUSY);
        var held = server.holdAt(100_000);
        order(new Operation.Insert(0, Board.CPU));
        held.get(20, TimeUnit.SECONDS);
        assertThat(state(0)).isEqualTo(SystemState.ONLINE_DIVIDE);
    }

    @Test
    void aBoardIsPulledAndInsertedOnce() throws Exception {
        start(IDLE);
        assertRefused(new Operation.Insert(1, Board.CPU), "#1", "already");
        order(new Operation.Pull(1, Board.CPU));
        assertRefused(new Operation.Pull(1, Board.CPU), "#1", "not in its slot");
    }

    /** In the other order there would be nobody to exchange with. */
    @Test
    void ordersForOneClockAreCarriedOutAsTheyWereGivenWhateverSystemTheyAreAbout()
            throws Exception {
        start(BUSY);
        runTo(10_000_000);
        assertThat(state(1)).isEqualTo(SystemState.ONLINE_SYNC);
        var exchange = server.submitAt(11_000_000, new Operation.MakeActive(1));
        var pull = server.submitAt(11_000_000, new Operation.Pull(0, Board.CPU));
        TestParts.goOn(server, 12_000_000);
        assertThat(exchange).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(pull).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(state(1)).isEqualTo(SystemState.ONLINE_READY);
    }

    @Test
    void aServerThatWasClosedDoesNotComeBack() throws Exception {
        start(IDLE);
        server.close();
        assertThat(server.systems()).hasSize(2);
        assertRefused(new Operation.PowerOn(Operation.ALL), "closed");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("ft-test"));
    }

    @Test
    void faultsThatCannotBeAreRefused() throws Exception {
        start(IDLE);
        assertRefused(new Operation.Inject(new Fault.RegisterFlip(0, 9, "a0", 0)), "hart");
        assertRefused(new Operation.Inject(new Fault.RegisterFlip(0, 0, "ax", 0)), "ax");
        assertRefused(new Operation.Inject(new Fault.MemoryFlip(0, 0, 0)), "outside main storage");
        assertRefused(Operation.Inject.parse("device 0 uart7 hang 1"), "no slot uart7", "uart0");
        assertRefused(Operation.Inject.parse("device 0 uart1 hang 1"), "no slot uart1", "uart0");
        assertRefused(Operation.Inject.parse("link 0 2 drop 1"), "no system #2");
        assertRefused(Operation.Inject.parse("cpu 0@state 2 ST4 1"), "no system #2");
        assertRefused(new Operation.Inject(new Fault.CpuFailure(2)), "no system #2");
    }
}
