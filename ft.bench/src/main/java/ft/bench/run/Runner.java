package ft.bench.run;

import ft.api.bench.Benchmark;
import ft.api.bench.Contestant;
import ft.api.bench.Effort;
import ft.api.bench.Sample;
import ft.api.verb.VerbException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Takes the samples: each contestant in turn, turn after turn. */
public final class Runner {
    /** Fewer turns tell nothing of the spread. */
    private static final int LEAST_TURNS = 3;

    /** In which an interrupt comes, if that is why a sample failed. */
    private static final long INTERRUPT_MILLIS = 300;

    private final Effort effort;
    private final int turns;
    private final long limitNanos;
    private final Watcher watcher;

    /**
     * @param turns how many samples of each contestant
     * @param limit the time in which all benchmarks are meant to be done: a benchmark that would
     *     take more than its part ends after fewer turns, though not after fewer than three
     */
    public Runner(Effort effort, int turns, Duration limit, Watcher watcher) {
        this.effort = effort;
        this.turns = turns;
        limitNanos = limit.toNanos();
        this.watcher = watcher;
    }

    /**
     * Runs all of them.
     *
     * @param results gets each result when it is there, and what there is of the last one when the
     *     user ends the run, so that nothing is lost
     */
    public void run(List<Candidate> candidates, List<Result> results) throws InterruptedException {
        long end = System.nanoTime() + limitNanos;
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            watcher.begins(i + 1, candidates.size(), candidate.name());
            long now = System.nanoTime();
            run(candidate, now + (end - now) / (candidates.size() - i), results);
            watcher.ends(results.get(results.size() - 1));
        }
    }

    private void run(Candidate candidate, long end, List<Result> results)
            throws InterruptedException {
        Benchmark benchmark = candidate.benchmark();
        List<Entrant> entrants = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        boolean leftOut = false;
        try {
            benchmark.contestants(effort).forEach(each -> entrants.add(new Entrant(each)));
            leftOut = entrants.isEmpty() || entrants.get(0).missing.isPresent();
            problem = leftOut ? reason(entrants) : turns(entrants, end);
        } catch (VerbException e) {
            leftOut = true;
            problem = Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            if (!entrants.isEmpty() && !entrants.get(0).samples.isEmpty()) {
                results.add(result(candidate, entrants, problem, leftOut));
            }
            throw e;
        } finally {
            entrants.forEach(entrant -> entrant.contestant.close());
        }
        results.add(result(candidate, entrants, problem, leftOut));
    }

    private Result result(
            Candidate candidate,
            List<Entrant> entrants,
            Optional<String> problem,
            boolean leftOut) {
        return new Result(
                candidate.name(),
                candidate.benchmark().about(),
                candidate.benchmark().measure(),
                entrants.stream().map(entrant -> entrant.taken(effort)).toList(),
                problem,
                leftOut);
    }

    private static Optional<String> reason(List<Entrant> entrants) {
        return entrants.isEmpty() ? Optional.of("It has no contestants.") : entrants.get(0).missing;
    }

    /** The problem, if there is one. */
    private Optional<String> turns(List<Entrant> entrants, long end) throws InterruptedException {
        long began = System.nanoTime();
        for (int turn = 0; turn < turns; turn++) {
            if (turn >= LEAST_TURNS && isLate(turn, began, end)) {
                break;
            }
            for (Entrant entrant : entrants) {
                if (entrant.missing.isPresent()) {
                    continue;
                }
                try {
                    Sample sample = entrant.contestant.sample();
                    Optional<String> wrong = judge(entrants, entrant, sample);
                    if (wrong.isPresent()) {
                        return wrong;
                    }
                    entrant.samples.add(sample);
                    watcher.sampled(entrant.contestant.name());
                } catch (VerbException e) {
                    // A terminal's Ctrl-C ends those we have started, too, and maybe first.
                    Thread.sleep(INTERRUPT_MILLIS);
                    if (entrant == entrants.get(0)) {
                        return Optional.of(e.getMessage());
                    }
                    entrant.missing = Optional.of(e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** Whether most of another turn would be too much, if it takes as long as those before. */
    private static boolean isLate(int turn, long began, long end) {
        long now = System.nanoTime();
        return now + (now - began) / turn / 2 > end;
    }

    /** A benchmark that computes something else is worth nothing, however fast it is. */
    private static Optional<String> judge(List<Entrant> entrants, Entrant of, Sample sample) {
        if (!(sample.value() > 0) || Double.isInfinite(sample.value())) {
            return Optional.of(of.contestant.name() + " gave " + sample.value() + ".");
        }
        for (Entrant other : entrants) {
            for (Sample before : other.samples) {
                if (!before.result().isEmpty()
                        && !sample.result().isEmpty()
                        && !before.result().equals(sample.result())) {
                    return Optional.of(
                            of.contestant.name()
                                    + " computed "
                                    + sample.result()
                                    + ", but "
                                    + other.contestant.name()
                                    + " "
                                    + before.result()
                                    + ".");
                }
            }
        }
        return Optional.empty();
    }

    private static final class Entrant {
        private final Contestant contestant;
        private final List<Sample> samples = new ArrayList<>();
        private Optional<String> missing;

        Entrant(Contestant contestant) {
            this.contestant = contestant;
            missing = contestant.missing();
        }

        /** A hurried sample reaches no target and misses none. */
        Taken taken(Effort effort) {
            OptionalDouble target =
                    effort == Effort.QUICK ? OptionalDouble.empty() : contestant.target();
            return new Taken(contestant.name(), target, List.copyOf(samples), missing);
        }
    }
}
