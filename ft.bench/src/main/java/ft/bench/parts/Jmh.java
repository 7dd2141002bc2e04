package ft.bench.parts;

import ft.api.bench.Effort;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.SourceTree;
import ft.bench.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JMH on the class path that the build of the sources has left. It is not in the distribution,
 * which has neither its licence nor its tests.
 */
final class Jmh {
    /** Written by the build of this bundle. */
    private static final Path CLASS_PATH = Path.of("ft.bench", "target", "jmh.classpath");

    private static final Path CLASSES = Path.of("ft.bench", "target", "test-classes");

    private static final Pattern SCORE =
            Pattern.compile("\"primaryMetric\"\\s*:\\s*\\{\\s*\"score\"\\s*:\\s*([-+.\\dEe]+)");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Map<Effort, List<String>> LENGTHS =
            Map.of(
                    Effort.QUICK, List.of("-wi", "1", "-w", "50ms", "-i", "1", "-r", "50ms"),
                    Effort.FULL, List.of("-wi", "5", "-w", "400ms", "-i", "3", "-r", "300ms"));

    private final Path tree;

    private Jmh(Path tree) {
        this.tree = tree;
    }

    /** Of the tree that this distribution was built in. */
    static Jmh find() throws VerbException {
        return SourceTree.find()
                .map(SourceTree::path)
                .filter(tree -> Files.isRegularFile(tree.resolve(CLASS_PATH)))
                .map(Jmh::new)
                .orElseThrow(() -> new VerbException("JMH measures parts in a source tree only."));
    }

    /** One run of a method in a process of its own. */
    Sample run(String type, String method, Effort effort)
            throws VerbException, InterruptedException {
        try (TemporaryFolder folder = new TemporaryFolder("ft-jmh-")) {
            String pattern = "^ft.bench.parts." + type + "." + method + "$";
            return run(pattern, effort, folder.path().resolve("result.json"));
        } catch (IOException e) {
            throw new VerbException("A result of JMH cannot be kept: " + e.getMessage() + ".", e);
        }
    }

    private Sample run(String pattern, Effort effort, Path result)
            throws IOException, VerbException, InterruptedException {
        String path =
                tree.resolve(CLASSES)
                        + System.getProperty("path.separator")
                        + Files.readString(tree.resolve(CLASS_PATH)).strip();
        List<String> command =
                new ArrayList<>(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java") + ""));
        command.addAll(List.of("-Xmx1g", "-XX:+UseParallelGC", "-cp", path));
        command.addAll(List.of("org.openjdk.jmh.Main", pattern, "-f", "0", "-foe", "true"));
        // It measures in a process of its own already.
        command.addAll(LENGTHS.get(effort));
        command.addAll(List.of("-tu", "ns", "-rf", "json", "-rff", result.toString()));
        try (Child child = new Child("JMH", command, Map.of())) {
            int status = child.end(PATIENCE);
            Matcher score = SCORE.matcher(Files.readString(result));
            if (status != 0 || !score.find()) {
                throw new VerbException("JMH ended with " + status + " and gave no result.");
            }
            return Sample.of(Double.parseDouble(score.group(1)));
        }
    }
}
