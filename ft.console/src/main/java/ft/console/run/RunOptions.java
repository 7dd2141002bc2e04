package ft.console.run;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.console.command.FaultSyntax;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code ./ft run} was asked to do.
 *
 * @param guests names of guest programs or of ELF files; more than one only if each tells its
 *     result in main storage
 * @param guestArguments its boot arguments
 * @param simplex whether the second system is never synchronized
 * @param changes options of the server description that are changed, as configuration names them
 * @param disks image file by slot
 * @param operations what is done at a clock of the guest
 * @param syncAt clock of the synchronization, if not as soon as possible
 * @param until clock at which the run ends
 * @param console channel that goes to standard output
 * @param input file whose content the guest reads, {@code -} for standard input
 * @param probe whether digests are printed at the end
 * @param golden whether the run is compared with an undisturbed one
 * @param timeline whether the events are shown as a timeline at the end
 * @param quiet whether status lines are left out
 * @param verdict how the guest tells its result, if it does so in main storage
 * @param aids what helps to see why a guest does not come up
 * @param snapshots where the run begins, and where its end is kept
 * @param record file that gets everything that comes from outside
 */
record RunOptions(
        List<String> guests,
        String guestArguments,
        boolean simplex,
        Map<String, String> changes,
        Map<String, String> disks,
        List<Scheduled> operations,
        OptionalLong syncAt,
        OptionalLong until,
        Optional<String> console,
        Optional<String> input,
        boolean probe,
        boolean golden,
        boolean timeline,
        boolean quiet,
        Optional<VerdictOptions> verdict,
        AidOptions aids,
        SnapshotOptions snapshots,
        Optional<String> record) {

    /**
     * An operation at a clock.
     *
     * @param clock cycles since power on
     * @param operation what is done
     */
    record Scheduled(long clock, Operation operation) {}

    private static final String VERB = "./ft run";
    private static final String HINT = "./ft run --help shows how";

    /** Options of the command line that are options of the server description. */
    private static final Map<String, String> DESCRIPTION =
            Map.of(
                    "--systems", "systems",
                    "--memory", "memory",
                    "--harts", "harts",
                    "--driver", "driver",
                    "--engine", "engine",
                    "--seed", "seed",
                    "--strategy", "strategy",
                    "--quantum", "quantum");

    private static final List<String> DISKS = List.of("disk0", "disk1");

    /** Reads the words after {@code run}. */
    static RunOptions parse(List<String> words, int systems) throws Problem {
        List<String> separate = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (word.startsWith("--") && equals > 0) {
                separate.add(word.substring(0, equals));
                separate.add(word.substring(equals + 1));
            } else {
                separate.add(word);
            }
        }
        Arguments arguments = Arguments.of(VERB, HINT, separate);
        Map<String, String> changes = new LinkedHashMap<>();
        for (Map.Entry<String, String> option : DESCRIPTION.entrySet()) {
            arguments
                    .option(option.getKey())
                    .ifPresent(value -> changes.put(option.getValue(), value));
        }
        Map<String, String> disks = new LinkedHashMap<>();
        for (String disk : DISKS) {
            arguments.option("--" + disk).ifPresent(file -> disks.put(disk, file));
        }
        String guestArguments = arguments.option("--args").orElse("");
        boolean simplex = arguments.flag("--simplex");
        boolean probe = arguments.flag("--probe");
        boolean golden = arguments.flag("--golden");
        boolean timeline = arguments.flag("--timeline");
        boolean quiet = arguments.flag("--quiet", "-q");
        OptionalLong syncAt = clock(arguments, "--sync-at");
        OptionalLong until = clock(arguments, "--until");
        Optional<String> console = arguments.option("--console");
        Optional<String> input = arguments.option("--input");
        List<Scheduled> operations = operations(arguments, systems(changes, systems));
        Optional<VerdictOptions> verdict = VerdictOptions.take(arguments);
        AidOptions aids = AidOptions.take(arguments);
        SnapshotOptions snapshots = SnapshotOptions.take(arguments);
        if (snapshots.load().isPresent() && (golden || verdict.isPresent())) {
            throw new Problem(
                    "--load goes on in the middle, so it excludes --golden and --tohost.");
        }
        Optional<String> record = arguments.option("--record");
        List<String> guests = guests(arguments, verdict, snapshots);
        arguments.end();
        if (guests.size() > 1 && record.isPresent()) {
            throw new Problem("--record is for one guest; a record has one server.");
        }
        if (simplex && syncAt.isPresent()) {
            throw new Problem("--simplex and --sync-at exclude each other.");
        }
        return new RunOptions(
                guests,
                guestArguments,
                simplex,
                changes,
                disks,
                operations,
                syncAt,
                until,
                console,
                input,
                probe,
                golden,
                timeline,
                quiet,
                verdict,
                aids,
                snapshots,
                record);
    }

    private static List<String> guests(
            Arguments arguments, Optional<VerdictOptions> verdict, SnapshotOptions snapshots)
            throws Problem {
        List<String> guests = new ArrayList<>();
        arguments.option("--guest").ifPresent(guests::add);
        if (snapshots.load().isPresent()) {
            if (!guests.isEmpty()) {
                throw new Problem(
                        "--load and --guest exclude each other: the snapshot has its guest.");
            }
            return guests;
        }
        if (guests.isEmpty()) {
            guests.add(arguments.word("--guest FILE.elf"));
        }
        boolean many = verdict.isPresent() && verdict.get().forMany();
        while (many && arguments.isWord()) {
            guests.add(arguments.word("--guest FILE.elf"));
        }
        return guests;
    }

    /** The guest that runs. */
    String guest() {
        return guests.get(0);
    }

    /** One of the guests alone, with no word about the states of the machine. */
    RunOptions only(String guest) {
        return new RunOptions(
                List.of(guest),
                guestArguments,
                simplex,
                changes,
                disks,
                operations,
                syncAt,
                until,
                console,
                input,
                probe,
                golden,
                timeline,
                true,
                verdict,
                aids,
                snapshots,
                record);
    }

    /** The same guest on the same machine, with nothing that disturbs it. */
    RunOptions undisturbed(Map<String, String> otherDisks, OptionalLong otherUntil) {
        return new RunOptions(
                guests,
                guestArguments,
                true,
                changes,
                otherDisks,
                List.of(),
                OptionalLong.empty(),
                otherUntil,
                console,
                input,
                true,
                false,
                false,
                true,
                verdict.map(VerdictOptions::withoutFile),
                AidOptions.NONE,
                SnapshotOptions.NONE,
                Optional.empty());
    }

    /** Whether faults are injected, which may stay where no guest looks. */
    boolean injects() {
        return operations.stream().anyMatch(each -> each.operation() instanceof Operation.Inject);
    }

    private static OptionalLong clock(Arguments arguments, String option) throws Problem {
        Optional<String> value = arguments.option(option);
        return value.isPresent()
                ? OptionalLong.of(clock(option, value.get()))
                : OptionalLong.empty();
    }

    private static long clock(String what, String word) throws Problem {
        long clock = Arguments.number("the clock of " + what, word);
        if (clock < 0) {
            throw new Problem("The clock of " + what + " is 0 or more, not " + clock + ".");
        }
        return clock;
    }

    /** Systems of the server that runs; the description of the server says what is possible. */
    private static int systems(Map<String, String> changes, int described) throws Problem {
        String asked = changes.get("systems");
        return asked == null
                ? described
                : (int) Math.max(1, Math.min(1 << 16, Arguments.number("--systems", asked)));
    }

    private static List<Scheduled> operations(Arguments arguments, int systems) throws Problem {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("--pull", words -> new Operation.Pull(words.system(systems), board(words)));
        readers.put("--insert", words -> new Operation.Insert(words.system(systems), board(words)));
        readers.put("--active", words -> new Operation.MakeActive(words.system(systems)));
        readers.put("--isolate", words -> new Operation.Isolate(words.system(systems)));
        readers.put("--reset", words -> new Operation.Reset(words.system(systems)));
        readers.put("--leave", words -> new Operation.LeaveAsync(words.system(systems)));
        readers.put("--sync", words -> new Operation.Synchronize(words.system(systems)));
        readers.put("--select", words -> new Operation.SelectStrategy(0, words.word("a name")));
        List<Scheduled> operations = new ArrayList<>();
        Optional<String> fault = arguments.option("--inject");
        while (fault.isPresent()) {
            // Armed at the first boundary; when it strikes is for its trigger to say.
            operations.add(new Scheduled(1, FaultSyntax.parse(fault.get(), systems)));
            fault = arguments.option("--inject");
        }
        for (Map.Entry<String, Reader> reader : readers.entrySet()) {
            Optional<String> value = arguments.option(reader.getKey());
            while (value.isPresent()) {
                operations.add(scheduled(reader.getKey(), value.get(), reader.getValue()));
                value = arguments.option(reader.getKey());
            }
        }
        return operations;
    }

    private interface Reader {
        Operation read(Arguments words) throws Problem;
    }

    private static Scheduled scheduled(String option, String value, Reader reader) throws Problem {
        int at = value.lastIndexOf('@');
        if (at < 0) {
            throw new Problem(
                    option
                            + " needs the clock at which it is done, as in \""
                            + value
                            + "@5000000\".");
        }
        List<String> words = List.of(value.substring(0, at).strip().split("\\s+"));
        Arguments arguments = Arguments.of(option, HINT, words);
        Operation operation = reader.read(arguments);
        arguments.end();
        return new Scheduled(clock(option, value.substring(at + 1).strip()), operation);
    }

    private static Board board(Arguments words) throws Problem {
        return words.more() ? words.value("the board", Board.class) : Board.CPU;
    }

    /** Everything that happens while the guest runs, the oldest first. */
    List<Scheduled> schedule() {
        List<Scheduled> schedule = new ArrayList<>(operations);
        syncAt.ifPresent(clock -> schedule.add(new Scheduled(clock, new Operation.Synchronize(1))));
        schedule.sort(Comparator.comparingLong(Scheduled::clock));
        return schedule;
    }
}
