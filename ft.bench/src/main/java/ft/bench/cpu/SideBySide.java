package ft.bench.cpu;

import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import ft.bench.process.Child;
import ft.bench.process.Launched;
import java.util.List;

/**
 * Two servers of one system at the same time, that have nothing to do with each other: what the
 * host has for two guests. What a pair is slower than that is what it costs to be in step; the rest
 * is caches and memory that two guests share.
 *
 * @param command that runs one of them
 * @param effort how long they are measured
 */
record SideBySide(List<String> command, Effort effort) implements Contestant {
    @Override
    public String name() {
        return "two at once";
    }

    /** That of the slower one. */
    @Override
    public Sample sample() throws VerbException, InterruptedException {
        try (Child one = new Child("One of two servers", command, Launched.environment());
                Child other = new Child("One of two servers", command, Launched.environment())) {
            Sample first = take(one);
            // Its lines have waited, each with the time when it came.
            Sample second = take(other);
            return first.value() < second.value() ? first : second;
        }
    }

    private Sample take(Child server) throws VerbException, InterruptedException {
        return LapClock.of(effort).take(server, WarmUp.Patience.PAIR, true, "");
    }
}
