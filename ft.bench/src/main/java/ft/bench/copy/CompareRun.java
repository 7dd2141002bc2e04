package ft.bench.copy;

import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import ft.bench.process.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Synchronizations of one strategy in a server of its own, measured by {@code ./ft compare}. The
 * guest writes one word in each of some pages a second of its time.
 *
 * @param strategy by its name
 * @param memory bytes of main storage
 * @param pages the guest writes in a second of its time
 * @param rates of the units that copy
 * @param repetitions how many synchronizations
 */
record CompareRun(String strategy, long memory, int pages, Rates rates, int repetitions) {
    /**
     * What the units that copy do in a second of the guest's time.
     *
     * @param moved bytes that a DMA engine moves
     * @param summed bytes that the checksum units of both sides read, each
     */
    record Rates(long moved, long summed) {}

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String RESULTS = "compare.csv";

    /** Of a system that comes back to a pair. */
    private static final String RETURN = "return,";

    private static final int STOP_WALL = 6;
    private static final int STOPPED_BYTES = 7;
    private static final int GUEST = 14;
    private static final int WALL = 15;
    private static final int SLOWDOWN = 16;

    /**
     * One synchronization.
     *
     * @param stopNanos wall time of the stop
     * @param stoppedBytes copied in it
     * @param guestNanos guest time of all of it
     * @param wallNanos the same by the wall clock
     * @param slowdown wall time a second of guest time took, against a pair that nothing disturbs
     */
    record Outcome(
            long stopNanos, long stoppedBytes, long guestNanos, long wallNanos, double slowdown) {
        private static Outcome of(String line) {
            String[] columns = line.split(",");
            return new Outcome(
                    Long.parseLong(columns[STOP_WALL]),
                    Long.parseLong(columns[STOPPED_BYTES]),
                    Long.parseLong(columns[GUEST]),
                    Long.parseLong(columns[WALL]),
                    Double.parseDouble(columns[SLOWDOWN]));
        }

        /** How many times as long as that of an undisturbed pair its work took but for the stop. */
        double backgroundSlowdown() {
            return (wallNanos - stopNanos) / undisturbedNanos();
        }

        /** Wall time that it took longer than the same guest time of a pair undisturbed. */
        double lostNanos() {
            return wallNanos - undisturbedNanos();
        }

        /** Wall time that its guest time takes a pair undisturbed. */
        double undisturbedNanos() {
            return wallNanos / slowdown;
        }
    }

    /** Of those that were measured the middle one, by what counts. */
    static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> what)
            throws VerbException {
        return sorted(outcomes, what, outcomes.size() / 2);
    }

    /** The least of those that were measured, by what counts: what can be done undisturbed. */
    static double least(List<Outcome> outcomes, ToDoubleFunction<Outcome> what)
            throws VerbException {
        return sorted(outcomes, what, 0);
    }

    private static double sorted(
            List<Outcome> outcomes, ToDoubleFunction<Outcome> what, int position)
            throws VerbException {
        if (outcomes.isEmpty()) {
            throw new VerbException("./ft compare has measured no synchronization.");
        }
        double found = outcomes.stream().mapToDouble(what).sorted().toArray()[position];
        if (!(found > 0)) {
            throw new VerbException("./ft compare was too short to measure anything.");
        }
        return found;
    }

    /**
     * Measures all of them.
     *
     * @throws VerbException if one of them failed
     */
    List<Outcome> run() throws VerbException, InterruptedException {
        try (TemporaryFolder folder = new TemporaryFolder("ft-compare-")) {
            run(folder.path());
            return Files.readAllLines(folder.path().resolve(RESULTS)).stream()
                    .filter(line -> line.startsWith(RETURN))
                    .map(Outcome::of)
                    .toList();
        } catch (IOException e) {
            throw new VerbException("Nothing can be compared: " + e.getMessage() + ".", e);
        }
    }

    private void run(Path folder) throws VerbException, InterruptedException {
        List<String> command =
                Launched.command(
                        "compare",
                        "--memory=" + memory,
                        "--strategies=" + strategy,
                        "--rate=" + pages,
                        "--dma=" + rates.moved(),
                        "--checksum=" + rates.summed(),
                        "--repeat=" + repetitions,
                        "--save=" + folder);
        try (Child child = new Child("./ft compare", command, Launched.environment())) {
            int status = child.end(PATIENCE);
            if (status != 0) {
                throw new VerbException("./ft compare ended with " + status + ".");
            }
        }
    }
}
