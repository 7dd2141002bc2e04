package ft.test.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/patents.md names what there is, and everything that the patents demand. */
class PatentsDocumentTest {
    /** The lists that have to be complete: prefix, first and last number. */
    private static final Map<String, int[]> LISTS =
            Map.ofEntries(
                    Map.entry("A", new int[] {1, 8}),
                    Map.entry("B", new int[] {1, 2}),
                    Map.entry("X", new int[] {1, 30}),
                    Map.entry("N", new int[] {1, 3}),
                    Map.entry("G", new int[] {1, 3}),
                    Map.entry("E", new int[] {1, 37}),
                    Map.entry("M", new int[] {1, 12}),
                    Map.entry("T1", new int[] {0, 27}),
                    Map.entry("T2", new int[] {0, 22}),
                    Map.entry("K", new int[] {1, 9}),
                    Map.entry("S", new int[] {1, 20}),
                    Map.entry("R", new int[] {1, 13}),
                    Map.entry("J", new int[] {1, 11}),
                    Map.entry("P6-", new int[] {1, 4}),
                    Map.entry("P17-", new int[] {1, 5}));

    private static final Set<String> STRATEGIES = Set.of("L", "T", "V", "F", "I", "D");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern RANGE = Pattern.compile("([A-Z]+)(\\d+)–\\1(\\d+)");
    private static final String OPEN = "**open**";
    private static final String COUNT = "Open entries: ";
    private static final int CELLS = 4;

    private final List<String> text;
    private final List<String[]> rows = new ArrayList<>();
    private final Map<String, Path> sources = new HashMap<>();

    PatentsDocumentTest() throws IOException {
        Path root = Path.of(System.getProperty("ft.root"));
        text = Files.readAllLines(root.resolve("docs").resolve("patents.md"));
        for (String line : text) {
            if (line.startsWith("| ") && !line.startsWith("| id ")) {
                String[] cells = line.substring(1, line.length() - 1).split(" \\| ?");
                assertThat(cells).as(line).hasSize(CELLS);
                rows.add(cells);
            }
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path module : folders.filter(PatentsDocumentTest::isModule).sorted().toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file -> sources.put(simpleName(file), file));
                }
            }
        }
    }

    private static boolean isModule(Path folder) {
        return folder.getFileName().toString().startsWith("ft.")
                && Files.isDirectory(folder.resolve("src"));
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    @Test
    void everyClassThatIsNamedExists() {
        for (String[] row : rows) {
            assertThat(code(row[2])).as("classes of %s", row[0]).isNotEmpty();
            assertThat(sources.keySet()).as("classes of %s", row[0]).containsAll(code(row[2]));
        }
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        for (String[] row : rows) {
            List<String> tests = code(row[3]);
            assertThat(!tests.isEmpty() || row[3].contains(OPEN))
                    .as("%s has a test or is open", row[0])
                    .isTrue();
            for (String test : tests) {
                int dot = test.indexOf('.');
                assertThat(dot).as("%s of %s is Class.method", test, row[0]).isPositive();
                Path file = sources.get(test.substring(0, dot));
                assertThat(file).as("the class of %s, which %s names", test, row[0]).isNotNull();
                String method = "\\s" + test.substring(dot + 1) + "\\(";
                assertThat(Files.readString(file))
                        .as("%s, which %s names", test, row[0])
                        .containsPattern("(?:void|boolean|Stream<DynamicTest>)" + method);
            }
        }
    }

    @Test
    void noIdOfAListIsMissing() {
        Set<String> ids = new TreeSet<>();
        for (String[] row : rows) {
            for (String id : expanded(row[0].strip())) {
                assertThat(ids.add(id)).as("%s stands once", id).isTrue();
            }
        }
        Set<String> expected = new TreeSet<>(STRATEGIES);
        LISTS.forEach(
                (prefix, range) -> {
                    boolean steps = prefix.equals("T1") || prefix.equals("T2");
                    for (int number = range[0]; number <= range[1]; number++) {
                        expected.add(prefix + (steps ? "%02d".formatted(number) : number));
                    }
                });
        assertThat(ids).isEqualTo(expected);
    }

    /** The ids of a cell such as {@code S1, S2} or {@code S12–S15}. */
    private static List<String> expanded(String cell) {
        List<String> ids = new ArrayList<>();
        for (String part : cell.split(", ")) {
            Matcher range = RANGE.matcher(part);
            if (range.matches()) {
                int last = Integer.parseInt(range.group(3));
                for (int number = Integer.parseInt(range.group(2)); number <= last; number++) {
                    ids.add(range.group(1) + number);
                }
            } else {
                ids.add(part);
            }
        }
        return ids;
    }

    @Test
    void whatIsOpenIsCounted() {
        Predicate<String[]> open = row -> row[3].contains(OPEN);
        long count = rows.stream().filter(open).count();
        assertThat(text).contains(COUNT + count + ".");
        assertThat(String.join("\n", text).split(Pattern.quote(OPEN), -1).length - 1)
                .as("entries and the word in the introduction")
                .isEqualTo((int) count + 1);
    }

    @Test
    void rangesAreExpanded() {
        assertThat(expanded("X1–X3, X5")).containsExactly("X1", "X2", "X3", "X5");
        assertThat(CODE.matcher("`a`, `b`").results().map(MatchResult::group)).hasSize(2);
    }
}
