package ft.campaign.simulate;

import ft.api.server.ServerException;
import ft.campaign.judge.Finding;
import ft.campaign.run.Outcome;
import ft.campaign.run.RunResult;
import ft.campaign.run.Simulator;
import ft.campaign.scenario.Deed;
import ft.campaign.scenario.Scenario;
import ft.campaign.scenario.Story;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Runs the scenarios of many seeds on several threads, and tells what came of them. */
final class Campaign {
    private static final long SHOW_EVERY_NANOS = 1_000_000_000L;

    /** Failures that are made shorter and shown; more of them tell nothing new. */
    private static final int SHOWN = 20;

    private final SimulateOptions options;
    private final Simulator simulator;
    private final PrintStream out;
    private final PrintStream err;
    private final RunsFile file;
    private final Tally tally = new Tally();
    private final Measures measures = new Measures();
    private final List<String> silent = new ArrayList<>();
    private final AtomicLong nextSeed;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final long began = System.nanoTime();
    private ServerException broken;
    private long shown;
    private int violations;
    private int repeated;

    Campaign(
            SimulateOptions options,
            Simulator simulator,
            RunsFile file,
            PrintStream out,
            PrintStream err) {
        this.options = options;
        this.simulator = simulator;
        this.file = file;
        this.out = out;
        this.err = err;
        nextSeed = new AtomicLong(options.first());
    }

    /** Runs all seeds; whether every invariant held. */
    boolean run() throws InterruptedException, ServerException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < options.workers(); i++) {
            Thread worker = new Thread(this::work, "ft simulate " + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            stop();
            throw e;
        }
        if (broken != null) {
            throw broken;
        }
        return violations == 0;
    }

    /** Begins no further run. Any thread. */
    void stop() {
        stopped.set(true);
    }

    private void work() {
        try {
            for (long seed = nextSeed.getAndIncrement();
                    seed <= options.last() && !stopped.get();
                    seed = nextSeed.getAndIncrement()) {
                take(run(seed));
            }
        } catch (InterruptedException e) {
            stop();
        } catch (Exception e) {
            synchronized (this) {
                broken = e instanceof ServerException s ? s : new ServerException(e.toString(), e);
            }
            stop();
        }
    }

    private RunResult run(long seed) throws Exception {
        Scenario scenario = options.scenario(seed);
        RunResult result = simulator.run(scenario, false);
        if (options.twice() > 0 && seed % options.twice() == 0) {
            RunResult again = simulator.run(scenario, false);
            synchronized (this) {
                repeated++;
            }
            if (again.logDigest() != result.logDigest()) {
                result =
                        result.with(
                                new Finding(
                                        "J11",
                                        result.clock(),
                                        "a second run gave another event log"));
            }
        }
        return result;
    }

    private void take(RunResult result) throws Exception {
        String failure = "";
        boolean shorten;
        synchronized (this) {
            tally.add(result);
            measures.add(result);
            if (result.violates()) {
                violations++;
            }
            if (result.single() && result.outcome() == Outcome.SILENT_CORRUPTION) {
                silent.add(command(result.scenario()));
            }
            shorten = result.violates() && violations <= SHOWN;
        }
        if (shorten) {
            RunResult shortest = result;
            if (options.shrink() && !stopped.get()) {
                shortest = new Shrinker(s -> simulator.run(s, false)).shrink(result);
            }
            failure = describe(result, shortest);
        } else if (result.violates()) {
            failure = describe(result, result);
        }
        synchronized (this) {
            if (file != null) {
                file.add(result);
                if (!failure.isEmpty()) {
                    file.failure(failure);
                }
            }
            if (shorten) {
                clearProgress();
                out.println(failure);
            }
            showProgress();
        }
    }

    /** A failing seed as a person needs it. */
    static String describe(RunResult failing, RunResult shortest) {
        StringBuilder text = new StringBuilder();
        text.append("seed ").append(failing.scenario().seed()).append(" FAILED: ");
        text.append(shortest.outcome().title());
        if (shortest.single()) {
            text.append(", after a single fault in Online sync");
        }
        for (Finding finding : shortest.findings()) {
            text.append(System.lineSeparator()).append("    ").append(finding);
        }
        for (Deed deed : shortest.scenario().deeds()) {
            text.append(System.lineSeparator());
            text.append(String.format("    %3d  %s", deed.number(), Story.write(deed)));
        }
        text.append(System.lineSeparator()).append("    ").append(command(shortest.scenario()));
        text.append(System.lineSeparator())
                .append("    ./ft simulate --story \"")
                .append(Story.write(shortest.scenario()))
                .append('"');
        return text.toString();
    }

    /** The command that runs a scenario of a seed again. */
    static String command(Scenario scenario) {
        String only =
                scenario.deeds().stream()
                        .map(deed -> Integer.toString(deed.number()))
                        .collect(Collectors.joining(","));
        return "./ft simulate --log --seed "
                + scenario.seed()
                + (only.isEmpty() ? "" : " --only " + only);
    }

    private void showProgress() {
        long now = System.nanoTime();
        if (now - shown < SHOW_EVERY_NANOS) {
            return;
        }
        shown = now;
        err.printf(
                "\rft: %d of %d seeds, %d violate something, %d an hour ",
                tally.runs(), options.last() - options.first() + 1, violations, anHour(now));
        err.flush();
    }

    private void clearProgress() {
        if (shown != 0) {
            err.printf("\r%-78s\r", "");
            err.flush();
        }
    }

    private long anHour(long now) {
        return (long) (tally.runs() * 3.6e12 / Math.max(1, now - began));
    }

    /** What came of all of it. */
    synchronized void summarize() {
        clearProgress();
        long now = System.nanoTime();
        out.printf(
                "%d seeds in %.1f s on %d threads, %d an hour; %d of them run twice (J11)%n%n",
                tally.runs(), (now - began) / 1e9, options.workers(), anHour(now), repeated);
        tally.print(out);
        out.println();
        measures.print(out);
        out.println();
        out.println("Silent corruption from a single fault in Online sync: " + silent.size());
        silent.forEach(command -> out.println("    " + command));
        out.println("Runs that violate an invariant: " + violations);
    }
}
