package ft.bench.cpu;

import ft.api.bench.Effort;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a machine's laps with a clock in the hand: the first are to warm up, those after them count
 * for a while. So the start of a process is in no figure, and what counts takes the same time on a
 * fast machine and on a slow one.
 */
final class LapClock {
    private static final Pattern LAP =
            Pattern.compile("lap (\\d+) digest (\\p{XDigit}+) instructions (\\d+)");

    /** How long a machine may be silent; a lap takes a second on a slow one. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Both laps that everybody runs, so that all have something to compare. */
    private static final int LEAST_LAPS = 2;

    private static final double MICROS = 1e3;

    private static final long COUNTED_NANOS = 1_200_000_000L;

    private final boolean warms;
    private final long countedNanos;

    /** What a lap takes; only ours can tell, as the counter of others counts something else. */
    private long instructions;

    private LapClock(boolean warms, long countedNanos) {
        this.warms = warms;
        this.countedNanos = countedNanos;
    }

    /** For an effort. */
    static LapClock of(Effort effort) {
        return effort == Effort.QUICK ? new LapClock(false, 0) : new LapClock(true, COUNTED_NANOS);
    }

    private record Lap(long number, String digest, long instructions) {
        static Optional<Lap> of(String line) {
            Matcher lap = LAP.matcher(line);
            return lap.find()
                    ? Optional.of(
                            new Lap(
                                    Long.parseLong(lap.group(1)),
                                    lap.group(2),
                                    Long.parseLong(lap.group(3))))
                    : Optional.empty();
        }
    }

    /**
     * Millions of instructions a second.
     *
     * @param patience until this machine is as fast as it gets
     * @param counts whether its count of instructions is true
     * @param sign what it has to say before anything counts; empty for nothing
     */
    Sample take(Child machine, WarmUp.Patience patience, boolean counts, String sign)
            throws VerbException, InterruptedException {
        boolean isReady = sign.isEmpty();
        WarmUp warmUp = new WarmUp(warms ? patience : WarmUp.Patience.NONE);
        Child.Line from = null;
        long counted = 0;
        StringBuilder result = new StringBuilder();
        while (true) {
            Child.Line line =
                    machine.line(PATIENCE)
                            .orElseThrow(() -> new VerbException("The guest ended too early."));
            Optional<Lap> lap = Lap.of(line.text());
            if (lap.isEmpty()) {
                isReady |= line.text().contains(sign);
                continue;
            }
            if (lap.get().number() <= LEAST_LAPS) {
                result.append(lap.get().digest());
            }
            if (counts) {
                instructions = lap.get().instructions();
            }
            if (from != null) {
                counted++;
                long wall = line.nanos() - from.nanos();
                if (wall >= countedNanos && lap.get().number() >= LEAST_LAPS) {
                    return sample(counted, wall, from, line, result.toString());
                }
            } else if (isReady) {
                from = warmUp.isOver(line.nanos()) ? line : null;
            }
        }
    }

    private Sample sample(long laps, long wall, Child.Line from, Child.Line to, String result) {
        return new Sample(
                laps * instructions * MICROS / wall,
                wall,
                Math.max(0, to.processorNanos() - from.processorNanos()),
                result);
    }
}
