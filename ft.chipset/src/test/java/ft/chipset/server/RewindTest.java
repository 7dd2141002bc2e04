package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.history.PastStatus;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that keeps its past can be brought back, and goes on from there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RewindTest {
    private static final String UART = "uart0/serial";
    private static final long EVERY = 3_000_000;
    private static final long MUCH = 1L << 30;

    private final TestParts parts = new TestParts();

    private static long rewind(DescribedServer server, long clock) throws Exception {
        return server.history().rewind(clock).get(60, TimeUnit.SECONDS);
    }

    private static void send(DescribedServer server, String text) throws ServerException {
        server.send(UART, text.getBytes(StandardCharsets.UTF_8));
    }

    private DescribedServer server(String guest, String arguments, String... options)
            throws Exception {
        DescribedServer server = parts.server(options);
        server.guest(parts.guest(guest, arguments));
        server.history().keepPast(EVERY, MUCH);
        return server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver=parallel", "driver=sequential"})
    void everyBoundaryIsFoundAgainAsItWas(String driver) throws Exception {
        try (DescribedServer server = server("ledger", "ws=256 report=200", driver)) {
            server.submitAt(9_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
            server.submitAt(15_000_000, new Operation.Pull(0, Board.CPU));
            server.submitAt(16_000_000, new Operation.Insert(0, Board.CPU));
            List<Probe> probes = new ArrayList<>();
            probes.add(TestParts.powerOnTo(server, 7_000_000));
            for (long clock : new long[] {13_000_000, 15_500_000, 25_000_000}) {
                probes.add(TestParts.goOn(server, clock));
            }
            assertThat(server.history().past().orElseThrow().snapshots()).hasSizeGreaterThan(2);
            for (int i = 2; i >= 0; i--) {
                Probe then = probes.get(i);
                assertThat(rewind(server, then.clock() + 5)).isEqualTo(then.clock());
                Probe again = server.probeAt(0).get(60, TimeUnit.SECONDS);
                assertThat(again.retired()).isEqualTo(then.retired());
                assertThat(again.output()).isEqualTo(then.output());
                assertThat(again.memory().get(0)).isEqualTo(then.memory().get(0));
                assertThat(again.context().get(0)).isEqualTo(then.context().get(0));
            }
        }
    }

    @Test
    void theGuestGoesOnWithWhatComesThen() throws Exception {
        try (DescribedServer server = server("echo", "", "driver=parallel")) {
            TestParts.powerOnHeldAt(server, 20_000_000);
            for (int i = 0; i < 4; i++) {
                send(server, "first " + i + "\n");
                TestParts.goOn(server, 30_000_000 + i * 10_000_000L);
            }
            String before = text(server);
            assertThat(before).contains("first 1", "first 2", "first 3");
            long at = rewind(server, 39_000_000);
            assertThat(text(server)).contains("first 1").doesNotContain("first 2");
            assertThat(before).startsWith(text(server));
            send(server, "second\n");
            TestParts.goOn(server, 80_000_000);
            assertThat(text(server)).contains("first 1", "second").doesNotContain("first 2");
            PastStatus past = server.history().past().orElseThrow();
            assertThat(past.latest().clock()).isGreaterThanOrEqualTo(80_000_000);
            rewind(server, at);
            TestParts.goOn(server, 80_000_000);
            assertThat(text(server)).doesNotContain("second");
        }
    }

    private static String text(DescribedServer server) {
        return new String(server.output(UART), StandardCharsets.UTF_8);
    }

    @Test
    void whatWasAskedForLaterIsForgotten() throws Exception {
        try (DescribedServer server = server("ledger", "ws=256", "driver=sequential")) {
            server.submitAt(15_000_000, new Operation.Pull(1, Board.CPU));
            TestParts.powerOnHeldAt(server, 12_000_000);
            assertThat(rewind(server, 11_000_000)).isLessThan(11_000_000);
            TestParts.goOn(server, 20_000_000);
            assertThat(server.systems()).extracting("state").containsOnly(SystemState.ONLINE_SYNC);
        }
    }

    @Test
    void listenersHearNothingTwice() throws Exception {
        try (DescribedServer server = server("ledger", "ws=256 report=200")) {
            List<byte[]> heard = new ArrayList<>();
            TestParts.powerOnHeldAt(server, 20_000_000);
            server.onOutput(UART, heard::add);
            server.onEvent(event -> heard.add(new byte[0]));
            rewind(server, 15_000_000);
            assertThat(heard).isEmpty();
            TestParts.goOn(server, 25_000_000);
            assertThat(heard).isNotEmpty();
        }
    }

    @Test
    void thePastIsBoundedAndThinsOut() throws Exception {
        try (DescribedServer server = parts.server("driver=parallel")) {
            server.guest(parts.guest("ledger", "ws=512"));
            server.history().keepPast(100_000, 4 << 20);
            TestParts.powerOnHeldAt(server, 40_000_000);
            PastStatus past = server.history().past().orElseThrow();
            assertThat(past.snapshots()).hasSizeBetween(2, 64);
            long clock = past.snapshots().get(past.snapshots().size() / 2).clock() + 200_000;
            assertThat(rewind(server, clock)).isBetween(clock - 32768, clock);
        }
    }

    @Test
    void whatIsTooLongAgoOrNotKeptIsRefused() throws Exception {
        try (DescribedServer server = parts.server("driver=parallel")) {
            server.guest(parts.guest("ledger", "ws=256"));
            assertThatThrownBy(() -> rewind(server, 5))
                    .hasMessageContaining("The server keeps no past to go back to");
            TestParts.powerOnHeldAt(server, 8_000_000);
            server.history().keepPast(EVERY, MUCH);
            TestParts.goOn(server, 16_000_000);
            assertThatThrownBy(() -> rewind(server, 1_000_000))
                    .hasMessageContaining("The past that is kept begins at clock ")
                    .hasMessageContaining("clock 983040 is before that");
            long now = server.holdAt(0).get(30, TimeUnit.SECONDS);
            assertThat(rewind(server, Long.MAX_VALUE)).isEqualTo(now);
            server.history().forgetPast();
            assertThat(server.history().past()).isEmpty();
        }
    }
}
