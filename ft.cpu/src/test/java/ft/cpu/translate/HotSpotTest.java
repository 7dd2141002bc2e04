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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Apache Karaf keeps temporary files below where it is installed. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "with a space", "with a 'quote", "with a \"quote"})
    void itAgreesWhateverTheFolderIsCalled(String name, @TempDir Path folder) throws IOException {
        Path below = Files.createDirectory(folder.resolve(name));
        assertThat(HotSpot.ask(below)).isTrue();
        assertThat(below).isEmptyDirectory();
    }

    @Test
    void itAgreesEvenOnPowerOff(@TempDir Path folder) {
        Thread.currentThread().interrupt();
        boolean agrees = HotSpot.ask(folder);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(agrees).isTrue();
    }

    @Test
    void itDoesWithoutWhereTheJvmCannotBeAsked(@TempDir Path folder) throws IOException {
        Path below = Files.createDirectory(folder.resolve("both 'quotes\""));
        assertThat(HotSpot.ask(below)).isFalse();
        assertThat(HotSpot.ask(folder.resolve("nowhere"))).isFalse();
    }
}
