package ft.linux.verb;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.verb.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proof about CPU boards says yes only if nothing differs. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LinuxCheckTest {
    private static final ServerDescription ONE = FakeServer.description("default", false);
    private static final ServerDescription PAIR = FakeServer.description("default", true);
    private static final String LOG = "[    0.000000] Linux version\r\n";
    private static final String WELL = "init: proof ended with 0\r\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Works, and ends when it has felt as many boards put back as it waits for. */
    private static final class Worker implements FakeServer.Guest {
        private final String log;
        private final String digest;
        private final String end;
        private int boards;

        Worker(int boards, String log, String digest, String end) {
            this.boards = boards;
            this.log = log;
            this.digest = digest;
            this.end = end;
        }

        @Override
        public void boots(FakeServer server) {
            server.print(0, log + "work 1: 12 sources\r\n");
            goOn(server);
        }

        @Override
        public void feels(FakeServer server, Operation operation) {
            if (operation instanceof Operation.Insert) {
                boards--;
                goOn(server);
            }
        }

        private void goOn(FakeServer server) {
            if (boards == 0) {
                server.print(0, "work 1: digest " + digest + "\r\n" + end);
                server.exit("pass");
            }
        }
    }

    private FakeServer calm() {
        return new FakeServer(ONE, new Worker(0, LOG, "abc", WELL));
    }

    private FakeServer disturbed() {
        return new FakeServer(PAIR, new Worker(2, LOG, "abc", WELL));
    }

    private int check(FakeServer calm, FakeServer disturbed) throws Exception {
        PrintStream stream = new PrintStream(out, true);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        return new LinuxCheck(
                        FakeServer.factory(calm, disturbed), FakeServer.program(), stream, nowhere)
                .run(ONE, PAIR);
    }

    @Test
    void bothBoardsArePulledAndNothingDiffers() throws Exception {
        FakeServer disturbed = disturbed();
        FakeServer calm = calm();
        assertThat(check(calm, disturbed)).isEqualTo(Verb.OK);
        assertThat(calm.operations).containsExactly(new Operation.PowerOn(Operation.ALL));
        assertThat(disturbed.operations)
                .containsExactly(
                        new Operation.PowerOn(Operation.ALL),
                        new Operation.Pull(1, Board.CPU),
                        new Operation.Insert(1, Board.CPU),
                        new Operation.Pull(0, Board.CPU),
                        new Operation.Insert(0, Board.CPU));
        assertThat(out.toString())
                .contains("digest abc", "kernel's log", "Linux has noticed nothing")
                .doesNotContain("DIFFERS");
        assertThat(calm.closed).isTrue();
        assertThat(disturbed.closed).isTrue();
    }

    @Test
    void anotherDigestIsSeen() throws Exception {
        FakeServer disturbed = new FakeServer(PAIR, new Worker(2, LOG, "abd", WELL));
        assertThat(check(calm(), disturbed)).isEqualTo(Verb.BAD);
        assertThat(out.toString()).contains("digests of the work", "DIFFERS", "noticed something");
    }

    @Test
    void anotherTimeInTheLogIsSeen() throws Exception {
        FakeServer disturbed =
                new FakeServer(PAIR, new Worker(2, LOG.replace("000", "001"), "abc", WELL));
        assertThat(check(calm(), disturbed)).isEqualTo(Verb.BAD);
        assertThat(out.toString())
                .containsPattern("kernel's log.* DIFFERS")
                .containsPattern("digests of the work +equal");
    }

    @Test
    void otherStorageIsSeen() throws Exception {
        FakeServer disturbed = disturbed();
        disturbed.probe = new Probe(100, 99, List.of("n", "n"), List.of("c", "c"), "o", 1);
        assertThat(check(calm(), disturbed)).isEqualTo(Verb.BAD);
        assertThat(out.toString()).containsPattern("main storage +DIFFERS");
    }

    @Test
    void workThatFailsIsNoProof() throws Exception {
        String failed = "init: proof ended with 1\r\n";
        FakeServer calm = new FakeServer(ONE, new Worker(0, LOG, "abc", failed));
        assertThat(check(calm, disturbed())).isEqualTo(Verb.BAD);
        assertThat(out.toString()).contains("Its work failed");
    }

    @Test
    void anEndBeforeEveryBoardWasPulledIsNoProof() throws Exception {
        FakeServer disturbed = new FakeServer(PAIR, new Worker(1, LOG, "abc", WELL));
        disturbed.operations.clear();
        assertThat(check(calm(), disturbed)).isEqualTo(Verb.BAD);
        assertThat(out.toString()).contains("Linux ended (pass) before");
    }
}
