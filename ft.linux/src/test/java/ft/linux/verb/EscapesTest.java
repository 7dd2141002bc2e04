package ft.linux.verb;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Board;
import ft.api.server.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys go to the guest, but for those behind a tilde at the beginning of a line. */
class EscapesTest {
    private final List<Object> heard = new ArrayList<>();
    private final Escapes escapes =
            new Escapes(
                    new Escapes.Listener() {
                        @Override
                        public void leave() {
                            heard.add("leave");
                        }

                        @Override
                        public void order(Operation operation) {
                            heard.add(operation);
                        }

                        @Override
                        public void console(int io) {
                            heard.add("console " + io);
                        }

                        @Override
                        public void help() {
                            heard.add("help");
                        }
                    });

    /** Key by key, as somebody types. */
    private String type(String keys) {
        StringBuilder passed = new StringBuilder();
        for (byte key : keys.getBytes(StandardCharsets.ISO_8859_1)) {
            passed.append(
                    new String(escapes.filter(new byte[] {key}, 1), StandardCharsets.ISO_8859_1));
        }
        return passed.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls -l ~/x\r", "a~.b\r", "\u0003\u0004\u001b[A", "\u00e9\u00ff\r"})
    void whatIsTypedGoesToTheGuest(String keys) {
        assertThat(type(keys)).isEqualTo(keys);
        assertThat(heard).isEmpty();
    }

    @Test
    void aTildeAtTheBeginningOfALineLeaves() {
        assertThat(type("ls\r~.")).isEqualTo("ls\r");
        assertThat(heard).containsExactly("leave");
    }

    /** Shells ask for the place of the cursor at each prompt, and terminals answer as if typing. */
    @Test
    void whatTheTerminalAnswersIsNotTyped() {
        assertThat(type("ls\r\u001b[24;5R~p1")).isEqualTo("ls\r\u001b[24;5R");
        assertThat(heard).containsExactly(new Operation.Pull(1, Board.CPU));
        assertThat(type("x\u001b[24;5R~p1\r")).as("within a line").endsWith("~p1\r");
        assertThat(type("\u001b[A~p1\r")).as("an arrow is typed").endsWith("~p1\r");
        assertThat(type("\u001bOR~p1\r")).as("and so is a function key").endsWith("~p1\r");
        assertThat(heard).hasSize(1);
    }

    @Test
    void boardsArePulledAndInserted() {
        assertThat(type("~p1~i 1\r~P0~I0")).isEqualTo("\r");
        assertThat(heard)
                .containsExactly(
                        new Operation.Pull(1, Board.CPU),
                        new Operation.Insert(1, Board.CPU),
                        new Operation.Pull(0, Board.IO),
                        new Operation.Insert(0, Board.IO));
    }

    @Test
    void theOtherConsoleIsAskedFor() {
        assertThat(type("~c1~c 0")).isEmpty();
        assertThat(heard).containsExactly("console 1", "console 0");
    }

    @Test
    void whatIsNoEscapeIsTheGuests() {
        assertThat(type("~/bin/x\r~~\r~\r~?")).isEqualTo("~/bin/x\r~\r~\r");
        assertThat(heard).containsExactly("help");
    }

    @Test
    void aNumberThatIsNoneDoesNothingButHelp() {
        assertThat(type("~pxls\r")).isEqualTo("ls\r");
        assertThat(heard).containsExactly("help");
    }

    @Test
    void keysThatComeTogetherAreToldApartTheSame() {
        byte[] keys = "ls\r~p1~.".getBytes(StandardCharsets.US_ASCII);
        assertThat(escapes.filter(keys, keys.length)).asString().isEqualTo("ls\r");
        assertThat(heard).hasSize(2);
    }
}
