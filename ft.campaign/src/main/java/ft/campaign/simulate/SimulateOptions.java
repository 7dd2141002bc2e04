package ft.campaign.simulate;

import ft.api.verb.VerbException;
import ft.campaign.scenario.Generator;
import ft.campaign.scenario.Scenario;
import ft.campaign.scenario.Story;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code ./ft simulate} was asked to do.
 *
 * @param first first seed
 * @param last last seed
 * @param story a scenario instead of seeds
 * @param only numbers of the deeds that happen; empty for all
 * @param workers threads
 * @param twice every how manieth seed is run twice (J11); 0 for none
 * @param stopBound longest stop of the service, in nanoseconds (J10)
 * @param save folder for the runs as CSV
 * @param log whether the event log of a single run is shown
 * @param shrink whether what fails is made shorter
 */
record SimulateOptions(
        long first,
        long last,
        Optional<String> story,
        Set<Integer> only,
        int workers,
        int twice,
        long stopBound,
        Optional<Path> save,
        boolean log,
        boolean shrink) {
    static final List<String> USAGE =
            List.of(
                    "Usage: ./ft simulate --seeds A..B [OPTIONS]   a scenario for each seed, judged",
                    "       ./ft simulate --seed N [--only I,J]    one scenario, or some of its deeds",
                    "       ./ft simulate --story \"...\"            a scenario as it was printed",
                    "",
                    "--workers N         threads; as many as the machine has cores without it",
                    "--twice N           run every Nth seed twice and compare the event logs;",
                    "                    16 without it, 0: never",
                    "--stop-bound NANOS  longest stop of the service that is tolerated;",
                    "                    1000000000 without it",
                    "--save FOLDER       write every run into FOLDER/runs.csv, findings into failures.txt",
                    "--log               show the event log (with --seed or --story)",
                    "--no-shrink         show what fails as it is, not the least of it that fails",
                    "Exit status: 0 nothing was found; 1 an invariant did not hold; 2 wrong usage.",
                    "docs/simulation.md tells how to read what is printed.");

    private static final String HINT = "; ./ft simulate --help shows how.";
    private static final int TWICE = 16;
    private static final long STOP_BOUND = 1_000_000_000L;

    static SimulateOptions parse(List<String> arguments) throws VerbException {
        Words words = new Words(arguments);
        boolean log = words.flag("--log");
        boolean shrink = !words.flag("--no-shrink");
        Optional<String> seeds = words.option("--seeds");
        Optional<String> seed = words.option("--seed");
        Optional<String> story = words.option("--story");
        Optional<String> only = words.option("--only");
        int cores = Runtime.getRuntime().availableProcessors();
        int workers = (int) words.number("--workers", cores, 1, 1024);
        int twice = (int) words.number("--twice", TWICE, 0, Integer.MAX_VALUE);
        long bound = words.number("--stop-bound", STOP_BOUND, 0, Long.MAX_VALUE);
        Optional<Path> save = Optional.empty();
        Optional<String> folder = words.option("--save");
        if (folder.isPresent()) {
            save = Optional.of(folder(folder.get()));
        }
        words.end();
        if (List.of(seeds, seed, story).stream().filter(Optional::isPresent).count() != 1) {
            throw new VerbException("Give one of --seeds A..B, --seed N and --story TEXT" + HINT);
        }
        if (seeds.isPresent() && (only.isPresent() || log)) {
            throw new VerbException("--only and --log are about one run: give --seed N" + HINT);
        }
        if (seeds.isEmpty() && save.isPresent()) {
            throw new VerbException("--save is about many runs: give --seeds A..B" + HINT);
        }
        String range = seeds.or(() -> seed).orElse("1");
        String[] ends = range.split("\\.\\.", 2);
        long first = Words.number("--seeds", ends[0], 0, Long.MAX_VALUE);
        long last =
                ends.length < 2 ? first : Words.number("--seeds", ends[1], first, Long.MAX_VALUE);
        return new SimulateOptions(
                first, last, story, numbers(only), workers, twice, bound, save, log, shrink);
    }

    private static Path folder(String name) throws VerbException {
        Path folder = Path.of(name);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new VerbException(
                    name + " is a file; --save needs a folder, which is made if it is not there.");
        }
        return folder;
    }

    private static Set<Integer> numbers(Optional<String> only) throws VerbException {
        Set<Integer> numbers = new TreeSet<>();
        if (only.isPresent()) {
            for (String word : Arrays.asList(only.get().split(","))) {
                numbers.add((int) Words.number("--only", word.strip(), 1, Integer.MAX_VALUE));
            }
        }
        return numbers;
    }

    /** Whether there is one run only, to be told and not to be counted. */
    boolean isOne() {
        return story.isPresent() || first == last && save.isEmpty();
    }

    /** The scenario of a seed, or the one that was given. */
    Scenario scenario(long seed) throws VerbException {
        Scenario scenario;
        try {
            scenario = story.isPresent() ? Story.parse(story.get()) : Generator.scenario(seed);
        } catch (IllegalArgumentException e) {
            throw new VerbException("The story cannot be read: " + e.getMessage() + ".", e);
        }
        return only.isEmpty() ? scenario : scenario.only(only);
    }
}
