package ft.campaign.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.verb.VerbException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words after {@code ./ft simulate}. */
class SimulateOptionsTest {
    private static SimulateOptions parse(String words) throws VerbException {
        return SimulateOptions.parse(List.of(words.split(" ")));
    }

    @Test
    void seedsAndOptions() throws VerbException {
        SimulateOptions options = parse("--seeds 5..900 --workers=3 --twice 0 --stop-bound 77");
        assertThat(options.first()).isEqualTo(5);
        assertThat(options.last()).isEqualTo(900);
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.twice()).isZero();
        assertThat(options.stopBound()).isEqualTo(77);
        assertThat(options.isOne()).isFalse();
    }

    @Test
    void oneSeedIsSavedLikeMany() throws VerbException {
        assertThat(parse("--seeds 5..5 --save target").isOne()).isFalse();
        assertThat(parse("--seeds 5..5").isOne()).isTrue();
    }

    @Test
    void someDeedsOfOneSeed() throws VerbException {
        SimulateOptions options = parse("--seed 4 --only 2,1 --log");
        assertThat(options.isOne()).isTrue();
        assertThat(options.only()).containsExactly(1, 2);
        assertThat(options.log()).isTrue();
    }

    @Test
    void aStoryIsTaken() throws VerbException {
        SimulateOptions options =
                SimulateOptions.parse(List.of("--story", "seed=9; end=5; 10: pull 1"));
        assertThat(options.scenario(1).seed()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--seeds",
                "--seeds 9..3",
                "--seeds x",
                "--seed 1 --seeds 1..2",
                "--story",
                "--seeds 1..5 --log",
                "--seed 1 --fly",
                "--seed 1 --workers 0",
                "--seed 1 --only x",
                "--seed 1 --save target",
                "fly"
            })
    void whatIsWrongIsOneSentence(String words) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining("./ft simulate --help");
    }

    @Test
    void aStoryThatCannotBeRead() throws VerbException {
        SimulateOptions options = SimulateOptions.parse(List.of("--story", "10: fly"));
        assertThatThrownBy(() -> options.scenario(1))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining("fly");
    }
}
