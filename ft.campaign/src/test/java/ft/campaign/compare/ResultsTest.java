package ft.campaign.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.resync.CopyScope;
import ft.api.server.ResyncReport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is made of measurements: tables, CSV, charts. */
class ResultsTest {
    private static final long MIB = 1 << 20;

    private final Results results = new Results();

    @TempDir Path folder;

    private static Measurement measurement(
            long memory, String strategy, int run, long stop, Map<String, Long> figures) {
        return measurement(memory, strategy, run, stop, figures, "");
    }

    private static Measurement measurement(
            long memory,
            String strategy,
            int run,
            long stop,
            Map<String, Long> figures,
            String failure) {
        ResyncReport report =
                new ResyncReport(
                        1,
                        "asked for",
                        strategy,
                        CopyScope.FULL,
                        0,
                        1,
                        failure.isEmpty(),
                        failure,
                        1,
                        1000,
                        4_096_000,
                        24,
                        96 * 1024,
                        3,
                        false,
                        16384,
                        4096,
                        stop,
                        2_000_000,
                        12_300_000,
                        34_000_000,
                        figures);
        return new Measurement(
                Scenario.RETURN, memory, strategy, run, report, 50_000_000, 700_000_000, 1.5);
    }

    @Test
    void tablesAlignAndDashesStandForWhatAStrategyHasNot() {
        results.add(measurement(64 * MIB, "a", 1, 1_240_000, Map.of()));
        results.add(measurement(64 * MIB, "longer", 1, 900, Map.of("staleFound", 1234L)));
        assertThat(results.tables(Scenario.RETURN, 64 * MIB).stripIndent())
                .isEqualTo(
                        """
                          strategy    stop  stop wall  under stop  background  no redundancy
                          a         1.2 ms       2 ms      96 KiB     3.9 MiB        12.3 ms
                          longer    900 ns       2 ms      96 KiB     3.9 MiB        12.3 ms

                          strategy  missed  repaired  fell back  to ST4    wall  slowdown
                          a              -         3         no   50 ms  700 ms      1.50
                          longer     1,234         3         no   50 ms  700 ms      1.50""");
    }

    @Test
    void aFailureSaysWhy() {
        results.add(measurement(MIB, "a", 1, 0, Map.of(), "the link is gone"));
        assertThat(results.tables(Scenario.RETURN, MIB))
                .contains("a  ", "failed: the link is gone");
    }

    @Test
    void theMedianIsOfTheRunsThatSucceeded() {
        results.add(measurement(MIB, "a", 1, 300, Map.of()));
        results.add(measurement(MIB, "a", 2, 0, Map.of(), "no"));
        results.add(measurement(MIB, "a", 3, 100, Map.of()));
        results.add(measurement(MIB, "a", 4, 200, Map.of()));
        assertThat(results.medians(Scenario.RETURN, MIB))
                .singleElement()
                .extracting(each -> each.report().stopGuestNanos())
                .isEqualTo(200L);
    }

    @Test
    void whatSumsMissIsFoundEitherBeforeOrAfterwards() {
        assertThat(measurement(MIB, "a", 1, 1, Map.of("undetectedBySums", 5L, "staleFound", 0L)))
                .extracting(each -> each.missed().getAsLong())
                .isEqualTo(5L);
        assertThat(measurement(MIB, "a", 1, 1, Map.of("zero", 5L)).missed()).isEmpty();
    }

    @Test
    void everyRunIsALineOfTheFile() throws Exception {
        CsvFile csv = new CsvFile(folder.resolve("compare.csv"));
        csv.add(measurement(MIB, "a, \"b\"", 1, 77, Map.of("staleFound", 2L)));
        csv.add(measurement(MIB, "c", 2, 78, Map.of()));
        List<String> lines = Files.readAllLines(folder.resolve("compare.csv"));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("scenario,memory_bytes,strategy,run,");
        assertThat(lines.get(1))
                .isEqualTo(
                        "return,1048576,\"a, \"\"b\"\"\",1,true,77,2000000,98304,4096000,2,3,false,"
                                + "12300000,34000000,50000000,700000000,1.5000,\"\",\"staleFound=2\"");
        assertThat(lines.get(2)).contains(",c\",2,".replace(",c", ",\"c")).contains(",,3,false");
    }

    @Test
    void chartsAreDrawnForWhatThereIs() throws Exception {
        for (long memory : List.of(64 * MIB, 4096 * MIB)) {
            results.add(measurement(memory, "full <copy>", 1, memory / 8, Map.of()));
            results.add(measurement(memory, "sums", 1, 50_000, Map.of("staleFound", 0L)));
        }
        List<Path> files = new Charts(results, CompareOptions.parse(List.of())).write(folder);
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("stop-time.svg", "missed-pages.svg", "redundancy-gap.svg");
        for (Path file : files) {
            assertReadable(parse(Files.readString(file)));
        }
        assertThat(Files.readString(files.get(0)))
                .contains("full &lt;copy&gt;", "64 MiB", "4 GiB", "100 ms");
        assertThat(Files.readString(files.get(1))).contains(">0</text>");
    }

    @Test
    void namesOfManyLinesWithEqualEndsDoNotOverlap() throws Exception {
        List<String> names = IntStream.range(0, 14).mapToObj(line -> "line " + line).toList();
        LineChart chart = new LineChart("t", "s", "x", Numbers::bytes, "y", Numbers::time, names);
        names.forEach(name -> chart.point(name, MIB, 1000));
        Document svg = parse(chart.svg());
        assertReadable(svg);
        assertThat(Set.copyOf(looks(svg).values())).as("no two look alike").hasSize(14);
    }

    @Test
    void aStrategyLooksTheSameInAllCharts() throws Exception {
        for (long memory : List.of(64 * MIB, 128 * MIB)) {
            results.add(measurement(memory, "no sums", 1, memory / 8, Map.of()));
            results.add(measurement(memory, "sums", 1, 50_000, Map.of("staleFound", 3L)));
            results.add(measurement(memory, "more sums", 1, 60_000, Map.of("staleFound", 5L)));
        }
        List<Path> files = new Charts(results, CompareOptions.parse(List.of())).write(folder);
        Map<String, String> all = looks(parse(Files.readString(files.get(0))));
        Map<String, String> some = looks(parse(Files.readString(files.get(1))));
        assertThat(all).containsOnlyKeys("no sums", "sums", "more sums").containsAllEntriesOf(some);
        assertThat(some).containsOnlyKeys("sums", "more sums");
    }

    /** Colour and marker beside each name. */
    private static Map<String, String> looks(Document svg) {
        Map<String, String> looks = new HashMap<>();
        var paths = svg.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            Node next = path.getNextSibling();
            while (next != null && !(next instanceof Element)) {
                next = next.getNextSibling();
            }
            if (next instanceof Element name && name.getTagName().equals("text")) {
                looks.put(
                        name.getTextContent(),
                        path.getAttribute("fill") + " " + path.getAttribute("d"));
            }
        }
        return looks;
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    /** Texts lie in the picture and none on another. */
    private static void assertReadable(Document svg) {
        var texts = svg.getElementsByTagName("text");
        assertThat(texts.getLength()).isGreaterThan(4);
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            double x = Double.parseDouble(text.getAttribute("x"));
            double y = Double.parseDouble(text.getAttribute("y"));
            assertThat(x).isBetween(10.0, 890.0);
            assertThat(y).isBetween(14.0, 515.0);
            for (int j = 0; j < i; j++) {
                Element other = (Element) texts.item(j);
                if (other.getAttribute("x").equals(text.getAttribute("x"))) {
                    double distance = Math.abs(Double.parseDouble(other.getAttribute("y")) - y);
                    assertThat(distance)
                            .as("%s and %s", text.getTextContent(), other.getTextContent())
                            .isGreaterThanOrEqualTo(13);
                }
            }
        }
    }
}
