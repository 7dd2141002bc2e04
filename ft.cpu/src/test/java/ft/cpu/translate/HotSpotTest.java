package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The JVM understands what it is asked for. */
class HotSpotTest {
    /** What is executed as often as guests execute, or is not worth a rule. */
    private static final Set<String> EXECUTING =
            Set.of(
                    "Accesses",
                    "Atomics",
                    "Code",
                    "CodeCache",
                    "Elements",
                    "Exit",
                    "FloatOperations",
                    "FloatPermissions",
                    "Heat",
                    "HiddenClasses",
                    "HotSpot",
                    "Operations",
                    "Region",
                    "RegionState",
                    "TlbTable");

    /** Or the optimizing compiler spends its time on a new class that nobody waits for. */
    @Test
    void itIsToldOfEveryClassWhetherItTranslatesOrIsExecuted()
            throws IOException, URISyntaxException {
        Path classes =
                Path.of(HotSpot.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve("ft/cpu/translate");
        try (Stream<Path> files = Files.list(classes)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.contains("$"))
                            .map(name -> name.replace(".class", ""))
                            .toList();
            assertThat(names).hasSizeGreaterThan(EXECUTING.size());
            for (String name : names) {
                boolean translates =
                        HotSpot.TRANSLATING.contains("ft/cpu/translate/" + name + "*.*");
                assertThat(translates).as(name).isNotEqualTo(EXECUTING.contains(name));
            }
        }
    }

    @Test
    void itAgrees() {
        assertThat(HotSpot.agrees()).isTrue();
    }

    @Test
    void bothNamesOfAClassTakeTheSameRoom() {
        assertThat(HiddenClasses.IMMEDIATE).hasSameSizeAs(HiddenClasses.OPTIMIZED);
    }
}
