package ft.test.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.copy.CopyStrategy;
import ft.api.server.FtServer;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** {@code ./ft compare} with the strategies that are installed. */
class CompareTest {
    private static final String BASELINE = "stop-and-copy";
    private static final String LITERAL = "checksum-literal";

    @InjectBundleContext BundleContext context;

    /** Whose description is varied; the launcher would wait for it. */
    @InjectService(filter = "(" + FtServer.NAME + "=default)", timeout = 10_000)
    FtServer server;

    @InjectService(filter = "(component.name=ft.campaign.compare.CompareVerb)", timeout = 10_000)
    Verb compare;

    @TempDir Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int run(String... words) throws Exception {
        return compare.run(List.of(words), new PrintStream(printed), new PrintStream(told));
    }

    private List<String> installed() throws Exception {
        List<String> names = new ArrayList<>();
        for (ServiceReference<CopyStrategy> reference :
                context.getServiceReferences(CopyStrategy.class, null)) {
            names.add((String) reference.getProperty(CopyStrategy.NAME));
        }
        return names;
    }

    /** The lines of the file for one scenario, by strategy; a line by column. */
    private Map<String, Map<String, String>> saved(String scenario) throws Exception {
        List<String> lines = Files.readAllLines(folder.resolve("compare.csv"));
        List<String> header = List.of(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .filter(line -> line.startsWith(scenario + ","))
                .map(line -> columns(header, line))
                .collect(Collectors.toMap(line -> line.get("strategy"), Function.identity()));
    }

    private static Map<String, String> columns(List<String> header, String line) {
        // Strategies are quoted because their names may hold a comma.
        String[] values = line.replaceFirst("\"([^\",]*), ([^\"]*)\"", "\"$1 $2\"").split(",", -1);
        return header.stream()
                .limit(header.size() - 2L) // texts
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                name -> values[header.indexOf(name)].replace("\"", "")));
    }

    @Test
    void everyInstalledStrategyIsMeasuredOnOneGuest() throws Exception {
        // So many writes that sums alone cannot see them all.
        int status = run("--memory=4MiB", "--rate=200000", "--save=" + folder);
        assertThat(status).as(() -> printed + "\n" + told).isEqualTo(Verb.OK);
        Map<String, Map<String, String>> returned = saved("return");
        Map<String, Map<String, String>> astray = saved("disagreement");
        for (String name : installed()) {
            assertThat(returned.keySet()).anyMatch(key -> key.startsWith(name));
            assertThat(astray.keySet()).anyMatch(key -> key.startsWith(name));
        }
        assertThat(returned.values())
                .allSatisfy(
                        line -> {
                            assertThat(line).containsEntry("succeeded", "true");
                            assertThat(Long.parseLong(line.get("stop_guest_ns"))).isPositive();
                            assertThat(Long.parseLong(line.get("guest_ns"))).isPositive();
                            assertThat(Double.parseDouble(line.get("slowdown"))).isPositive();
                        });
        // J6: never more under stop than a full copy, which is what the baseline does.
        long everything = Long.parseLong(returned.get(BASELINE).get("stopped_bytes"));
        // Whose output differed has stopped once for its lists and once for everything (S18-S20).
        assertThat(returned.values())
                .filteredOn(line -> line.get("fallback").equals("false"))
                .hasSizeGreaterThan(6)
                .extracting(line -> Long.parseLong(line.get("stopped_bytes")))
                .allMatch(bytes -> bytes <= everything);
        assertThat(returned.get(BASELINE)).containsEntry("background_bytes", "0");
        assertThat(returned).containsKeys(LITERAL + " deferred", LITERAL + " interleaved");
        // The literal algorithm repairs or starts again; the exact one has nothing to repair.
        assertThat(returned.get(LITERAL + " interleaved"))
                .satisfiesAnyOf(
                        line -> assertThat(line.get("missed_pages")).isNotEqualTo("0"),
                        line -> assertThat(line).containsEntry("fallback", "true"));
        assertThat(returned.get("checksum"))
                .containsEntry("repaired_pages", "0")
                .containsEntry("fallback", "false");
        // The trace knows what to copy, and copies it under stop.
        assertThat(astray.get("trace")).containsEntry("background_bytes", "0");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("4 MiB: #1 was isolated and comes back", "Saved: ");
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("![stop time](stop-time.svg)", "4 MiB: #1 was isolated and comes back");
        assertThat(Files.readString(folder.resolve("stop-time.svg"))).contains("</svg>");
    }

    @Test
    void aStrategyThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> run("--strategies", "trace,none"))
                .isInstanceOf(VerbException.class)
                .hasMessageStartingWith(
                        "There is no copy strategy 'none'; the installed ones are ");
        assertThatThrownBy(() -> run("--guest", "none"))
                .hasMessageStartingWith("There is no guest 'none'; the guests are ");
        assertThatThrownBy(() -> run("--memory", "1")).isInstanceOf(VerbException.class);
    }

    @Test
    void aGuestThatEndsCannotBeCompared() {
        assertThatThrownBy(() -> run("--memory=4MiB", "--guest=hello"))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining("it has to run for ever");
    }
}
