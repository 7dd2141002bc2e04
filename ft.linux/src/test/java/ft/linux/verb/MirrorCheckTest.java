package ft.linux.verb;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.verb.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proof about IO boards does all that it says, at the console that is left. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MirrorCheckTest {
    private static final ServerDescription PAIR = FakeServer.description("default", true);
    private static final Pattern TYPED =
            Pattern.compile("\\( (.*) \\); echo host: \"command (\\d+)\" ended with \\$\\?");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Shells shells = new Shells();

    /** Shells on both UARTs; what is typed is noted, and well unless a test says otherwise. */
    private static class Shells implements FakeServer.Guest {
        final List<String> commands = new ArrayList<>();
        String failing = "nothing";
        String endless = "nothing";
        String end = "pass";

        @Override
        public void boots(FakeServer server) {
            greet(server, 0);
            greet(server, 1);
        }

        private static void greet(FakeServer server, int io) {
            server.print(io, "\r\nLinux 6.12 on the pair.\r\n");
            server.print(io, "~ # ");
        }

        @Override
        public void reads(FakeServer server, int io, String line) {
            server.print(io, line + "\r\n"); // as a terminal does
            Matcher typed = TYPED.matcher(line);
            if (typed.matches()) {
                String command = typed.group(1);
                commands.add(io + ": " + command);
                if (command.startsWith("work /mnt ")) {
                    String[] words = command.split(" ");
                    server.print(
                            io, "work " + words[2] + ": " + words[3] + " sources, 9 bytes\r\n");
                }
                if (!command.startsWith(endless)) {
                    int status = command.startsWith(failing) ? 3 : 0;
                    server.print(
                            io,
                            "host: command "
                                    + typed.group(2)
                                    + " ended with "
                                    + status
                                    + "\r\n~ # ");
                }
            } else if (line.equals("exit")) {
                server.exit(end);
            }
        }

        @Override
        public void feels(FakeServer server, Operation operation) {
            if (operation instanceof Operation.Insert insert && insert.board() == Board.IO) {
                greet(server, insert.system());
            }
        }
    }

    private FakeServer server = new FakeServer(PAIR, shells);

    private int check() throws Exception {
        return new MirrorCheck(
                        FakeServer.factory(server),
                        FakeServer.program(),
                        new PrintStream(out, true),
                        new PrintStream(new ByteArrayOutputStream()))
                .run(PAIR);
    }

    @Test
    void everyBoardIsExchangedAndTheOtherConsoleTells() throws Exception {
        assertThat(check()).isEqualTo(Verb.OK);
        List<Operation> expected = new ArrayList<>(List.of(new Operation.PowerOn(Operation.ALL)));
        for (int system : new int[] {1, 0}) {
            expected.add(new Operation.Pull(system, Board.IO));
            expected.add(new Operation.Pull(system, Board.CPU));
            expected.add(new Operation.Insert(system, Board.CPU));
            expected.add(new Operation.Insert(system, Board.IO));
        }
        assertThat(server.operations).isEqualTo(expected);
        assertThat(shells.commands)
                .containsSubsequence(
                        "0: mirror start",
                        "0: mirror degraded",
                        "0: mirror back 1",
                        "0: mirror wait",
                        "0: ! mirror degraded",
                        "0: mirror check",
                        "1: mirror degraded",
                        "1: mirror back 0",
                        "1: mirror wait",
                        "1: ! mirror degraded",
                        "1: mirror check",
                        "0: mirror status");
        assertThat(shells.commands).filteredOn(c -> c.contains("sha256sum -c")).hasSize(4);
        assertThat(out.toString()).contains("No file is lost");
        assertThat(server.closed).isTrue();
    }

    /** What is typed between a greeting and its shell is lost. */
    @Test
    void nothingIsTypedBeforeAShellAsks() throws Exception {
        FakeServer.Guest slow =
                new FakeServer.Guest() {
                    @Override
                    public void boots(FakeServer server) {
                        server.print(0, "\r\nLinux 6.12 on the pair.\r\n");
                        server.print(1, "# of harts: 1\r\nLinux 6.12 on the pair.\r\n");
                    }

                    @Override
                    public void reads(FakeServer server, int io, String line) {
                        throw new AssertionError("typed too early: " + line);
                    }
                };
        server = new FakeServer(PAIR, slow);
        server.hurry();
        assertThat(check()).isEqualTo(Verb.BAD);
        assertThat(out.toString()).contains("That took longer than");
    }

    @Test
    void aCommandThatFailsIsTheEnd() throws Exception {
        shells.failing = "mirror check";
        assertThat(check()).isEqualTo(Verb.BAD);
        assertThat(out.toString()).contains("mirror check", "That ended with 3.");
        assertThat(out.toString()).doesNotContain("No file is lost");
    }

    @Test
    void aCommandThatNeverEndsIsTheEndToo() throws Exception {
        shells.endless = "sync";
        server.hurry();
        assertThat(check()).isEqualTo(Verb.BAD);
        assertThat(out.toString()).contains("That took longer than");
    }

    @Test
    void aMirrorThatDidNotNoticeIsNoProof() throws Exception {
        shells.failing = "mirror degraded";
        assertThat(check()).isEqualTo(Verb.BAD);
        assertThat(shells.commands).last().isEqualTo("0: mirror degraded");
    }

    @Test
    void anEndThatIsNoneIsNoProof() throws Exception {
        shells.end = "fail 1";
        assertThat(check()).isEqualTo(Verb.BAD);
        assertThat(out.toString()).contains("Linux ended with fail 1.");
    }
}
