package ft.bench.verb;

import ft.api.bench.Effort;
import ft.api.verb.VerbException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ./ft bench} was asked to do.
 *
 * @param names groups and benchmarks; empty for all
 * @param isList only tell what there is
 * @param effort how much work a sample is
 * @param turns how many samples of each contestant
 * @param limit the time in which all is meant to be done
 * @param save folder for page and samples
 * @param against folder of an earlier run
 * @param isProfile show where the time of ours goes, and measure nothing
 * @param elf a program of the user's own
 */
record BenchOptions(
        List<String> names,
        boolean isList,
        Effort effort,
        int turns,
        Duration limit,
        Optional<Path> save,
        Optional<Path> against,
        boolean isProfile,
        Optional<Path> elf) {
    private static final int TURNS = 5;
    private static final int MINUTES = 14;
    private static final int MOST = 1000;
    private static final String HINT = "; ./ft bench --help lists the options.";

    /** For {@code ./ft bench --help}. */
    static final List<String> USAGE =
            List.of(
                    "Usage: ./ft bench [OPTIONS] [NAME...]",
                    "",
                    "Measures the server and its parts, beside QEMU and the JDK, in turns. A NAME is",
                    "a benchmark or a group of them; all without one.",
                    "",
                    "--list              tell what there is, and measure nothing",
                    "--quick             a short turn of each, which shows that they work, not how",
                    "                    fast they are",
                    "--turns N           samples of each; " + TURNS + " without it, 1 with --quick",
                    "--minutes N         take fewer turns, at least 3, to be done in about that",
                    "                    time; " + MINUTES + " without it",
                    "--save FOLDER       write report.md and samples.csv there",
                    "--against FOLDER    compare with what an earlier run saved there",
                    "--elf FILE          measure a bare metal program that ends, against QEMU; its start",
                    "                    is not counted",
                    "--profile NAME      measure nothing, but show where the time of ours goes",
                    "Exit status: 0 each gave figures; 1 one did not; 2 wrong usage. Whether a target",
                    "is reached does not count.");

    private static final List<String> FLAGS = List.of("--list", "--quick", "--profile");
    private static final List<String> NAMES =
            List.of("--turns", "--minutes", "--save", "--against", "--elf");

    /** Reads the words after {@code bench}. */
    static BenchOptions parse(List<String> words) throws VerbException {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        List<String> left = new ArrayList<>(words);
        while (!left.isEmpty()) {
            String word = left.remove(0);
            int equals = word.indexOf('=');
            String name = equals > 0 ? word.substring(0, equals) : word;
            if (!word.startsWith("-")) {
                names.add(word);
            } else if (FLAGS.contains(word)) {
                values.put(word, "");
            } else if (!NAMES.contains(name)) {
                throw new VerbException("./ft bench cannot use '" + word + "'" + HINT);
            } else if (equals > 0) {
                values.put(name, word.substring(equals + 1));
            } else if (left.isEmpty()) {
                throw new VerbException("Option " + name + " of ./ft bench needs a value" + HINT);
            } else {
                values.put(name, left.remove(0));
            }
        }
        boolean quick = values.containsKey("--quick");
        return new BenchOptions(
                List.copyOf(names),
                values.containsKey("--list"),
                quick ? Effort.QUICK : Effort.FULL,
                number(values, "--turns", quick ? 1 : TURNS),
                Duration.ofMinutes(number(values, "--minutes", MINUTES)),
                Optional.ofNullable(values.get("--save")).map(Path::of),
                Optional.ofNullable(values.get("--against")).map(Path::of),
                values.containsKey("--profile"),
                Optional.ofNullable(values.get("--elf")).map(Path::of));
    }

    private static int number(Map<String, String> values, String name, int without)
            throws VerbException {
        String word = values.get(name);
        if (word == null) {
            return without;
        }
        try {
            int number = Integer.parseInt(word);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same sentence helps.
        }
        throw new VerbException(name + " is a number from 1 to " + MOST + ", not '" + word + "'.");
    }
}
