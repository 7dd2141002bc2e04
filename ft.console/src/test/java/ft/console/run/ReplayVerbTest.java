package ft.console.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.history.Moment;
import ft.api.history.ReplayResult;
import ft.console.FakeHistorian;
import ft.console.text.Problem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./ft replay} of records that are not there. */
class ReplayVerbTest {
    private final FakeHistorian historian = new FakeHistorian();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) throws Exception {
        return new ReplayVerb(historian)
                .run(List.of(words), new PrintStream(out), new PrintStream(err));
    }

    @Test
    void aReplayThatIsEqualEndsWell() throws Exception {
        assertThat(run("my.record", "--driver", "sequential", "--seed", "4")).isZero();
        assertThat(historian.asked)
                .containsExactly(
                        "replay my.record {driver=sequential, seed=4, paced=false}", "close");
        assertThat(err.toString().lines())
                .containsExactly(
                        "ft: a record of server default with 5 inputs and 3 check marks, to clock"
                                + " 77.",
                        "ft: Equal.");
    }

    @Test
    void aDifferenceIsAnExitStatusOfItsOwn() throws Exception {
        historian.result = new ReplayResult(false, "History differs", 1, Moment.BEGINNING);
        assertThat(run("my.record", "--paced")).isEqualTo(4);
        assertThat(historian.asked).first().asString().contains("paced=true");
        assertThat(err.toString()).endsWith("ft: History differs.\n");
    }

    @Test
    void whatIsWrongIsSaid() {
        historian.refusal = "There is no record my.record";
        assertThatThrownBy(() -> run("my.record"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("There is no record my.record");
        assertThatThrownBy(() -> run()).hasMessageContaining("the name of a record");
    }
}
