package ft.campaign.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** A story is a scenario with nothing left out. */
class StoryTest {
    @Property(tries = 500)
    void everyScenarioReadsBack(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Scenario scenario = Generator.scenario(seed);
        assertThat(Story.parse(Story.write(scenario))).isEqualTo(scenario);
    }

    @Property(tries = 100)
    void aSeedIsAlwaysTheSameScenario(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        assertThat(Generator.scenario(seed)).isEqualTo(Generator.scenario(seed));
    }

    @Test
    void onlySomeDeedsKeepTheirNumbers() {
        Scenario scenario = Story.parse("10: pull 1; 20: insert 1; 30: sync 1");
        assertThat(scenario.only(List.of(1, 3)).deeds())
                .extracting(Deed::number)
                .containsExactly(1, 3);
    }

    @Test
    void enginesAreDrawnAndChanged() {
        assertThat(Generator.scenario(1).machine().options()).containsKey("engine");
        String story = "10: configure engine INTERPRETED,TRANSLATED";
        assertThat(Story.write(Story.parse(story))).endsWith(story);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> Story.parse("10: fly 1"))
                .hasMessageContaining("fly")
                .hasMessageContaining("pull");
        assertThatThrownBy(() -> Story.parse("nonsense")).hasMessageContaining("nonsense");
        assertThatThrownBy(() -> Story.parse("10: pull x")).hasMessageContaining("'x'");
        assertThatThrownBy(() -> Story.parse("10: pull")).hasMessageContaining("missing");
        assertThatThrownBy(() -> Story.parse("seed=x")).hasMessageContaining("seed=x");
    }
}
