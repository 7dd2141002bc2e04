package ft.bench.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.bench.Effort;
import ft.api.verb.VerbException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchOptionsTest {
    private static BenchOptions parse(String words) throws VerbException {
        return BenchOptions.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    @Test
    void allOfThemWithoutAWord() throws Exception {
        BenchOptions options = parse("");
        assertThat(options.names()).isEmpty();
        assertThat(options.effort()).isEqualTo(Effort.FULL);
        assertThat(options.turns()).isEqualTo(5);
        assertThat(options.limit()).isLessThanOrEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void namesAndOptionsInAnyOrder() throws Exception {
        BenchOptions options =
                parse("cpu --quick pair.mix --save=here --against there --turns 7 --minutes=3");
        assertThat(options.names()).containsExactly("cpu", "pair.mix");
        assertThat(options.effort()).isEqualTo(Effort.QUICK);
        assertThat(options.turns()).isEqualTo(7);
        assertThat(options.limit()).isEqualTo(Duration.ofMinutes(3));
        assertThat(options.save()).contains(Path.of("here"));
        assertThat(options.against()).contains(Path.of("there"));
    }

    @Test
    void aQuickRunTakesOneTurn() throws Exception {
        assertThat(parse("--quick").turns()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fast", "--quick=yes", "--turns", "--turns 0", "--minutes x"})
    void whatItCannotUseIsSaidInASentence(String words) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(VerbException.class)
                .hasMessageEndingWith(".");
    }
}
