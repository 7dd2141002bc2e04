package ft.linux.verb;

import ft.api.verb.VerbException;
import ft.linux.parts.PartsStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What {@code ./ft linux} was asked to do.
 *
 * @param task what to do
 * @param export folder that gets firmware, kernel and initial RAM disk as files
 * @param store where parts come from
 * @param sbi firmware instead of the fetched one
 * @param kernel kernel instead of the fetched one
 * @param initrd initial RAM disk instead of our own
 * @param append boot arguments on top of those that are always there
 * @param changes options of the server description that are changed
 * @param parts what of the proof is done
 * @param simplex whether the second system is never synchronized
 * @param until clock at which the run ends
 * @param debuggerPort first of the ports on which debuggers can attach, one for each system
 * @param debuggerAwaited whether Linux does not begin before one lets it
 * @param record file that gets everything that comes from outside
 */
record LinuxOptions(
        Task task,
        Optional<Path> export,
        PartsStore store,
        Optional<Path> sbi,
        Optional<Path> kernel,
        Optional<Path> initrd,
        String append,
        Map<String, String> changes,
        Set<Part> parts,
        boolean simplex,
        OptionalLong until,
        OptionalInt debuggerPort,
        boolean debuggerAwaited,
        Optional<Path> record) {
    /** What can be proved. */
    enum Part {
        /** That a pulled CPU board is not noticed. */
        CPU,
        /** That files survive a pulled IO board. */
        IO
    }

    /** What can be done. */
    enum Task {
        /** Boot and give a console. */
        RUN,
        /** Fetch what is missing. */
        FETCH,
        /** Prove by itself that Linux does not notice that a board is pulled. */
        CHECK
    }

    static final List<String> USAGE =
            List.of(
                    "./ft linux [OPTIONS]    boots a stock Linux on the pair, with a console",
                    "",
                    "Firmware, kernel and programs come from Debian's packages, fetched once by the",
                    "machine's apt. At the beginning of a line ~. leaves the console, ~? lists more.",
                    "",
                    "--check             prove without a keyboard that Linux notices no fault",
                    "--part cpu|io       of --check only what CPU boards or IO boards are about",
                    "--fetch             fetch what is missing and do nothing else",
                    "--export FOLDER     write firmware, kernel and initial RAM disk there, and end",
                    "--cache FOLDER      where fetched parts are kept",
                    "--suite NAME        release of Debian; trixie without it",
                    "--mirror URI        a mirror of Debian instead of the one that apt here uses",
                    "--keyring FILE      keys that sign the release, if this machine lacks them",
                    "--sbi FILE          an fw_dynamic.bin of one's own; likewise --kernel FILE,",
                    "                    --initrd FILE (without it a kernel of one's own has none)",
                    "--append TEXT       further boot arguments; ft.task=NAME ft.words=A,B runs",
                    "                    /sbin/NAME of our initial RAM disk instead of a shell",
                    "--simplex           never synchronize the second system",
                    "--until CLOCK       end the run there",
                    "--gdb PORT          open a port for GDB at each system, the first one here; system 0",
                    "                    waits for it, unless there is also --gdb-nowait",
                    "--record FILE       record everything that comes from outside, for ./ft replay",
                    "--disk0 FILE        an image file for the disk of system 0; likewise --disk1",
                    "--memory SIZE, --harts N, --driver parallel|sequential, --strategy NAME,",
                    "--engine translated|interpreted (or, with a comma, one for each system)",
                    "                    change the server description (memory: 256MiB)");

    private static final int LAST_PORT = 65_535;
    private static final String DEFAULT_SUITE = "trixie";
    private static final Set<String> FLAGS =
            Set.of("--check", "--fetch", "--simplex", "--gdb-nowait");
    private static final Set<String> VALUES =
            Set.of(
                    "--export",
                    "--cache",
                    "--suite",
                    "--mirror",
                    "--keyring",
                    "--sbi",
                    "--kernel",
                    "--initrd",
                    "--append",
                    "--until",
                    "--part",
                    "--gdb",
                    "--record",
                    "--disk0",
                    "--disk1",
                    "--memory",
                    "--harts",
                    "--driver",
                    "--engine",
                    "--strategy");

    /** Those that are options of the server description. */
    private static final List<String> DESCRIPTION =
            List.of("--memory", "--harts", "--driver", "--engine", "--strategy");

    /** Reads the words after {@code linux}. */
    static LinuxOptions parse(List<String> words) throws VerbException {
        Map<String, String> given = read(words);
        Map<String, String> changes = new LinkedHashMap<>();
        for (String each : DESCRIPTION) {
            if (given.containsKey(each)) {
                changes.put(each.substring(2), given.get(each));
            }
        }
        for (String disk : List.of("disk0", "disk1")) {
            Optional<Path> file = path(given, "--" + disk);
            file.ifPresent(
                    image ->
                            changes.put(
                                    "slot." + disk + ".image", image.toAbsolutePath().toString()));
        }
        if (given.containsKey("--check") && given.containsKey("--fetch")) {
            throw new VerbException("--check and --fetch exclude each other.");
        }
        Task task =
                given.containsKey("--check")
                        ? Task.CHECK
                        : given.containsKey("--fetch") ? Task.FETCH : Task.RUN;
        PartsStore store =
                new PartsStore(
                        path(given, "--cache")
                                .orElseGet(PartsStore::defaultFolder)
                                .toAbsolutePath(),
                        given.getOrDefault("--suite", DEFAULT_SUITE),
                        Optional.ofNullable(given.get("--mirror")),
                        path(given, "--keyring"));
        return new LinuxOptions(
                task,
                path(given, "--export"),
                store,
                path(given, "--sbi"),
                path(given, "--kernel"),
                path(given, "--initrd"),
                given.getOrDefault("--append", ""),
                changes,
                parts(given),
                given.containsKey("--simplex"),
                clock(given),
                port(given),
                !given.containsKey("--gdb-nowait"),
                path(given, "--record"));
    }

    private static OptionalInt port(Map<String, String> given) throws VerbException {
        String value = given.get("--gdb");
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= LAST_PORT) {
                return OptionalInt.of(port);
            }
        } catch (NumberFormatException e) {
            throw new VerbException("--gdb needs a port, such as 1234, not '" + value + "'.", e);
        }
        throw new VerbException(
                "--gdb needs a port from 0 to " + LAST_PORT + ", not " + value + ".");
    }

    private static Set<Part> parts(Map<String, String> given) throws VerbException {
        String value = given.get("--part");
        if (value == null) {
            return EnumSet.allOf(Part.class);
        }
        if (!given.containsKey("--check")) {
            throw new VerbException("--part is about --check, which is not asked for.");
        }
        return switch (value) {
            case "cpu" -> EnumSet.of(Part.CPU);
            case "io" -> EnumSet.of(Part.IO);
            default -> throw new VerbException("--part is cpu or io, not '" + value + "'.");
        };
    }

    private static Map<String, String> read(List<String> words) throws VerbException {
        Map<String, String> given = new LinkedHashMap<>();
        List<String> left = new ArrayList<>(words);
        while (!left.isEmpty()) {
            String word = left.remove(0);
            int equals = word.indexOf('=');
            String option = equals > 0 ? word.substring(0, equals) : word;
            if (FLAGS.contains(word)) {
                given.put(word, "");
            } else if (!VALUES.contains(option)) {
                throw new VerbException(
                        "./ft linux does not know '" + word + "'; ./ft linux --help shows how.");
            } else if (equals > 0) {
                given.put(option, word.substring(equals + 1));
            } else if (left.isEmpty()) {
                throw new VerbException(
                        option + " needs a value; ./ft linux --help shows which one.");
            } else {
                given.put(option, left.remove(0));
            }
        }
        return given;
    }

    private static Optional<Path> path(Map<String, String> given, String option)
            throws VerbException {
        String value = given.get(option);
        try {
            return value == null ? Optional.empty() : Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            throw new VerbException(
                    "'" + value + "' after " + option + " is no name of a file.", e);
        }
    }

    private static OptionalLong clock(Map<String, String> given) throws VerbException {
        String value = given.get("--until");
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new VerbException(
                    "--until needs a clock in cycles, such as 2000000000, not '" + value + "'.", e);
        }
    }
}
