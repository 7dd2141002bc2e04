package ft.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A soak. {@code -Dft.chaos.actions=5000 -Dft.chaos.seed=7} makes it a long one; the seed that a
 * failure names does the same things in the same order.
 */
class ChaosTest {
    private static final int ACTIONS = Integer.getInteger("ft.chaos.actions", 200);
    private static final long SEED = Long.getLong("ft.chaos.seed", 1);
    private static final int LIFE = Math.min(ACTIONS, 100);
    private static final Path TARGET = Path.of("target", "chaos");

    private static Chaos chaos(String name) throws Exception {
        Path folder = Files.createDirectories(TARGET).toAbsolutePath().resolve(name);
        delete(folder);
        Files.createDirectories(folder);
        return new Chaos(
                Path.of(System.getProperty("ft.chaos.distribution")),
                Path.of(System.getProperty("ft.chaos.agent")),
                folder,
                SEED);
    }

    private static void delete(Path folder) throws Exception {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void theGuestNoticesNothingAndNothingIsLeft() throws Exception {
        try (Chaos chaos = chaos("quiet")) {
            chaos.remember(LIFE);
            for (int done = 0; done < ACTIONS; done += LIFE) {
                chaos.live(LIFE);
            }
            assertNoGrowth(chaos.census().counts());
        }
    }

    @Test
    void aServerComesBackWhateverItStandsOnIsTakenAway() throws Exception {
        try (Chaos chaos = chaos("ground")) {
            chaos.remember(1);
            for (int done = 0; done < Math.max(5, ACTIONS / 40); done++) {
                chaos.end();
            }
        }
    }

    /** From the second count on, for what is made once is made by then. */
    private static void assertNoGrowth(List<Census.Count> counts) {
        if (counts.size() < 3) {
            return;
        }
        Census.Count early = counts.get(1);
        Census.Count late = counts.get(counts.size() - 1);
        assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + 2);
        assertThat(late.heap()).as("heap").isLessThan(early.heap() + (8 << 20));
        assertThat(late.metaspace()).as("metaspace").isLessThan(early.metaspace() + (8 << 20));
    }
}
