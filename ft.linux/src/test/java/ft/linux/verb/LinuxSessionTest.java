package ft.linux.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Linux with somebody at the keyboard. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LinuxSessionTest {
    private static final ServerDescription PAIR = FakeServer.description("default", true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> read = new ArrayList<>();
    private final FakeServer server =
            new FakeServer(
                    PAIR,
                    new FakeServer.Guest() {
                        @Override
                        public void boots(FakeServer server) {
                            server.print(0, "zero boots\n");
                            server.print(1, "one boots\n");
                        }

                        @Override
                        public void reads(FakeServer server, int io, String line) {
                            read.add(io + ": " + line);
                            server.print(0, "zero has " + line + "\n");
                            server.print(1, "one has " + line + "\n");
                            if (line.equals("off")) {
                                server.exit("pass");
                            } else if (line.equals("panic")) {
                                server.exit("fail 1");
                            }
                        }
                    });

    private int run(InputStream keys, OptionalLong until) throws Exception {
        return new LinuxSession(
                        FakeServer.factory(server),
                        PAIR,
                        FakeServer.program(),
                        keys,
                        new PrintStream(out, true),
                        new PrintStream(err, true))
                .run(until, made -> {});
    }

    /** What is typed, and then a keyboard at which nobody is. */
    private int type(String keys) throws Exception {
        PipedInputStream in = new PipedInputStream();
        try (PipedOutputStream typed = new PipedOutputStream(in)) {
            typed.write(keys.getBytes(StandardCharsets.US_ASCII));
            typed.flush();
            return run(in, OptionalLong.empty());
        }
    }

    @Test
    void whatIsTypedGoesToTheFirstConsoleAndThatIsShown() throws Exception {
        assertThat(type("off\r")).isEqualTo(Verb.OK);
        assertThat(read).containsExactly("0: off");
        assertThat(out.toString()).isEqualTo("zero boots\nzero has off\n");
        assertThat(err.toString()).contains("Linux ended with pass at clock");
        assertThat(server.closed).isTrue();
    }

    @Test
    void theOtherConsoleIsOneEscapeAway() throws Exception {
        assertThat(type("~c1off\r")).isEqualTo(Verb.OK);
        assertThat(read).containsExactly("1: off");
        assertThat(out.toString()).isEqualTo("zero boots\none has off\n");
        assertThat(err.toString()).contains("uart1/serial");
    }

    @Test
    void aConsoleThatIsNotThereIsNotChosen() throws Exception {
        assertThat(type("~c7off\r")).isEqualTo(Verb.OK);
        assertThat(read).containsExactly("0: off");
        assertThat(err.toString()).contains("IO subsystems 0 to 1");
    }

    @Test
    void boardsAreTold() throws Exception {
        assertThat(type("~p1~P1off\r")).isEqualTo(Verb.OK);
        assertThat(server.operations)
                .contains(new Operation.Pull(1, Board.CPU), new Operation.Pull(1, Board.IO));
        assertThat(err.toString())
                .contains("ft: #1 is Off now: because", "ft: #1: IO board pulled", "ft: done");
    }

    @Test
    void aGuestThatFailsIsABadEnd() throws Exception {
        assertThat(type("panic\r")).isEqualTo(Verb.BAD);
    }

    @Test
    void itsUserMayLeave() throws Exception {
        assertThat(type("ls\r~.")).isEqualTo(Verb.OK);
        assertThat(err.toString()).contains("ft: left at clock");
        assertThat(server.closed).isTrue();
    }

    @Test
    void itEndsAtItsClock() throws Exception {
        server.held.complete(5000L);
        assertThat(run(InputStream.nullInputStream(), OptionalLong.of(5000))).isEqualTo(Verb.OK);
        assertThat(server.closed).isTrue();
    }

    @Test
    void aServerThatIsStuckIsTold() {
        server.problem = "Its guest is stuck.";
        assertThatThrownBy(() -> run(InputStream.nullInputStream(), OptionalLong.empty()))
                .isInstanceOf(VerbException.class)
                .hasMessage("Its guest is stuck.");
        assertThat(server.closed).isTrue();
    }
}
