package ft.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private final Profile profile = new Profile();

    @Test
    void theTreeTellsWhoCalledAndChainsAreOneLine() {
        for (int i = 0; i < 6; i++) {
            profile.add("ft-0", List.of("Region.run", "Engine.run", "Driver.run", "Thread.run"));
        }
        for (int i = 0; i < 4; i++) {
            profile.add("ft-1", List.of("Dram.load", "Engine.run", "Driver.run", "Thread.run"));
        }
        assertThat(profile)
                .hasToString(
                        """
                        10 samples of stacks

                        by thread
                         60.0%  ft-0
                         40.0%  ft-1

                        by method, its own time
                         60.0%  Region.run
                         40.0%  Dram.load

                        by caller
                        100.0%  Thread.run .. Engine.run
                         60.0%    Region.run
                         40.0%    Dram.load
                        """);
    }

    @Test
    void whatIsRareIsLeftOut() {
        for (int i = 0; i < 199; i++) {
            profile.add("a", List.of("Often.run"));
        }
        profile.add("a", List.of("Rarely.run"));
        assertThat(profile.toString()).contains("Often.run").doesNotContain("Rarely");
    }

    @Test
    void withoutASampleItIsShort() {
        assertThat(profile.toString()).startsWith("0 samples of stacks");
    }
}
