package ft.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.verb.VerbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;

    private static Child shell(String script) throws VerbException {
        return new Child("The shell", List.of("sh", "-c", script), Map.of("WORD", "two"));
    }

    @Test
    void itsLinesComeWithTheirTimes() throws Exception {
        try (Child child = shell("echo one; echo $WORD >&2; exit 3")) {
            Child.Line one = child.line(PATIENCE).orElseThrow();
            Child.Line two = child.line(PATIENCE).orElseThrow();
            assertThat(one.text()).isEqualTo("one");
            assertThat(two.text()).isEqualTo("two");
            assertThat(two.nanos()).isGreaterThanOrEqualTo(one.nanos());
            assertThat(one.nanos()).isGreaterThan(child.began());
            assertThat(child.line(PATIENCE)).isEmpty();
            assertThat(child.line(PATIENCE)).isEmpty();
            assertThat(child.end(PATIENCE)).isEqualTo(3);
        }
    }

    @Test
    void whatIsSilentIsGivenUp() throws Exception {
        try (Child child = shell("echo one; sleep 600")) {
            child.line(PATIENCE);
            assertThatThrownBy(() -> child.line(Duration.ofMillis(50)))
                    .isInstanceOf(VerbException.class)
                    .hasMessage("The shell said nothing for 0 s; its last words: one.");
        }
    }

    /** What a launcher leaves beside its server removes the server's folders. */
    @Test
    void whatIsClosedIsGoneAndWhoCleansUpBehindItIsNot() throws Exception {
        Path cleaned = folder.resolve("cleaned");
        Child child =
                shell(
                        "(while kill -0 $$ 2>/dev/null; do sleep 0.05; done; touch '"
                                + cleaned
                                + "') & echo one; exec sleep 600");
        child.line(PATIENCE);
        child.close();
        assertThat(child.end(PATIENCE)).isNotZero();
        while (!Files.exists(cleaned)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void whatIsNotThereIsASentence() {
        assertThatThrownBy(() -> new Child("It", List.of("/no/such/program"), Map.of()))
                .isInstanceOf(VerbException.class)
                .hasMessageStartingWith("It cannot be started: ");
    }
}
