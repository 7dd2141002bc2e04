package ft.linux.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.verb.VerbException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Linux with nobody at the keyboard: it waits for what comes, and not for what cannot come. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LinuxRunTest {
    private static final ServerDescription PAIR = FakeServer.description("default", true);

    private final List<String> told = new ArrayList<>();

    private LinuxRun start(FakeServer server) throws Exception {
        return new LinuxRun(
                FakeServer.factory(server), PAIR, FakeServer.program(), line -> told.add(line));
    }

    /** Echoes what is typed, as a terminal does, on the same UART. */
    private static final FakeServer.Guest ECHO =
            new FakeServer.Guest() {
                @Override
                public void boots(FakeServer server) {
                    server.print(0, "hello\r\nand half");
                }

                @Override
                public void reads(FakeServer server, int io, String line) {
                    server.print(io, " a line\r\n" + io + ":" + line + "\r\n");
                    if (line.equals("exit")) {
                        server.exit("pass");
                    }
                }
            };

    @Test
    void hearsWholeLinesOfTheFirstUartAndTypesOnBoth() throws Exception {
        FakeServer server = new FakeServer(PAIR, ECHO);
        try (LinuxRun run = start(server)) {
            assertThat(server.program).isNotNull();
            assertThat(run.await(() -> run.console().hasLine("hello"))).isTrue();
            assertThat(told).containsExactly("hello");
            run.terminal(1).type("ls\n");
            run.terminal(0).type("pwd\n");
            assertThat(run.await(() -> run.console().hasLine("0:pwd"))).isTrue();
            assertThat(told).containsExactly("hello", "and half a line", "0:pwd");
            assertThat(run.terminal(1).hasLine("1:ls")).isTrue();
            assertThat(run.terminal(1).find(Pattern.compile("(\\d):ls"))).containsExactly("1");
            assertThatThrownBy(() -> run.terminal(2)).hasMessageContaining("IO subsystem #2");
        }
        assertThat(server.closed).isTrue();
    }

    @Test
    void doesNotWaitForAGuestThatHasEnded() throws Exception {
        FakeServer server = new FakeServer(PAIR, ECHO);
        try (LinuxRun run = start(server)) {
            run.console().type("exit\n");
            assertThat(run.await(() -> false)).isFalse();
            assertThat(run.exit()).isEqualTo("pass");
            assertThat(run.await(() -> true)).as("what came with its end").isTrue();
        }
    }

    @Test
    void doesNotWaitLongerThanItsTime() throws Exception {
        FakeServer server = new FakeServer(PAIR, ECHO);
        try (LinuxRun run = start(server)) {
            long begin = run.clock();
            assertThat(run.await(() -> false, 10_000_000)).isFalse();
            assertThat(run.clock() - begin).isGreaterThan(10_000_000);
            assertThat(run.exit()).isEmpty();
        }
    }

    @Test
    void failsWithASystemThatIsStuck() throws Exception {
        FakeServer server = new FakeServer(PAIR, ECHO);
        try (LinuxRun run = start(server)) {
            server.problem = "Its guest is stuck.";
            assertThatThrownBy(() -> run.await(() -> false))
                    .isInstanceOf(VerbException.class)
                    .hasMessage("Its guest is stuck.");
        }
    }

    @Test
    void seesBoardsAndStates() throws Exception {
        FakeServer server = new FakeServer(PAIR, ECHO);
        try (LinuxRun run = start(server)) {
            assertThat(run.isInStep()).isTrue();
            run.order(new Operation.Pull(1, Board.CPU));
            run.order(new Operation.Pull(1, Board.IO));
            assertThat(run.isInStep()).isFalse();
            assertThat(run.hasIoBoard(1)).isFalse();
            assertThat(run.hasIoBoard(0)).isTrue();
            run.order(new Operation.Insert(1, Board.CPU));
            assertThat(run.isInStep()).isTrue();
        }
    }

    @Test
    void wantsAUart() {
        ServerDescription bare =
                FakeServer.description(
                        "default", true, 0, List.of(FakeServer.slot("uart1", 1, "ns16550a")));
        FakeServer server = new FakeServer(bare, ECHO);
        assertThatThrownBy(() -> start(server))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining("no UART")
                .hasMessageEndingWith(".");
        assertThat(server.closed).isTrue();
    }
}
