package ft.chipset.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The packages of an FT controller know each other one way only; what puts them together, all. */
class PackagesTest {
    private static final Path CONTROLLER = Path.of("src/main/java/ft/chipset/controller");

    /** Each knows only those before it. */
    static final List<String> ORDER =
            List.of(
                    "view", "side", "event", "board", "copy", "request", "fault", "command",
                    "round");

    private static final Pattern OTHER = Pattern.compile("\\bft\\.chipset\\.controller\\.(\\w+)");

    @Test
    void everyPackageIsNamedHere() throws IOException {
        try (Stream<Path> files = Files.list(CONTROLLER)) {
            assertThat(files.filter(Files::isDirectory).map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ORDER);
        }
    }

    @ParameterizedTest
    @FieldSource("ORDER")
    void eachKnowsOnlyThoseBeforeIt(String name) throws IOException {
        Set<String> known = new TreeSet<>();
        try (Stream<Path> files = Files.list(CONTROLLER.resolve(name))) {
            for (Path file : files.toList()) {
                OTHER.matcher(Files.readString(file))
                        .results()
                        .forEach(found -> known.add(found.group(1)));
            }
        }
        assertThat(ORDER.subList(0, ORDER.indexOf(name) + 1)).containsAll(known);
    }
}
