package ft.provision.upgrade;

import ft.api.upgrade.Upgrade;
import ft.api.upgrade.UpgradeProgress;
import ft.api.upgrade.UpgradeResult;
import ft.api.upgrade.UpgradeResult.Outcome;
import ft.api.upgrade.UpgradeStep;
import ft.api.upgrade.UpgradeStep.Kind;
import ft.api.upgrade.UpgradeWay;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Carries the stages of an upgrade out, one after the other, and if one of them does not succeed
 * takes back what was done, the last one first.
 */
final class UpgradeRun implements Upgrade, Diary {
    private static final long MOMENT_MILLIS = 20;

    private final String bundle;
    private final String from;
    private final String to;
    private final UpgradeWay way;
    private final List<Stage> stages;
    private final List<UpgradeStep> steps = new ArrayList<>();
    private final List<Consumer<UpgradeStep>> listeners = new ArrayList<>();
    private final CompletableFuture<UpgradeResult> result = new CompletableFuture<>();
    private volatile Supplier<Optional<UpgradeProgress>> progress = Optional::empty;
    private volatile boolean cancelled;
    private boolean turned;
    private List<RollingServer> watched = List.of();

    UpgradeRun(String bundle, String from, String to, UpgradeWay way, List<Stage> stages) {
        this.bundle = bundle;
        this.from = from;
        this.to = to;
        this.way = way;
        this.stages = List.copyOf(stages);
    }

    /** These are not looked at any more when it has ended. */
    void closeAtEnd(List<RollingServer> servers) {
        watched = List.copyOf(servers);
    }

    /** Does all of it. */
    void run() {
        Deque<Stage> begun = new ArrayDeque<>();
        UpgradeResult ended;
        try {
            for (Stage stage : stages) {
                failIfCancelled();
                begun.push(stage);
                stage.carryOut(this);
            }
            ended = ended(Outcome.UPGRADED, bundle + " " + to + " is in use" + cost());
        } catch (Setback e) {
            ended = back(begun, e.getMessage());
        } catch (InterruptedException e) {
            ended = back(begun, "the program ends");
        } catch (RuntimeException e) {
            ended = back(begun, "the upgrade itself failed, which is a defect in it: " + e);
            System.getLogger("ft.provision").log(System.Logger.Level.ERROR, ended.text(), e);
        }
        progress = Optional::empty;
        watched.forEach(RollingServer::close);
        result.complete(ended);
    }

    private String cost() {
        return watched.stream()
                .map(server -> "; on server " + server.name() + " in all " + server.cost())
                .collect(Collectors.joining());
    }

    private UpgradeResult back(Deque<Stage> begun, String why) {
        turned = true;
        step(Kind.TURN, why);
        try {
            while (!begun.isEmpty()) {
                begun.pop().takeBack(this);
            }
            return ended(Outcome.ROLLED_BACK, why);
        } catch (Setback e) {
            return stuck(why, e.getMessage());
        } catch (InterruptedException e) {
            return stuck(why, "the program ends");
        } catch (RuntimeException e) {
            UpgradeResult stuck = stuck(why, e.toString());
            System.getLogger("ft.provision").log(System.Logger.Level.ERROR, stuck.text(), e);
            return stuck;
        }
    }

    private UpgradeResult stuck(String why, String whyNotBack) {
        return ended(
                Outcome.UNFINISHED,
                String.format(
                        "%s; on the way back: %s; both versions stay installed: bring all systems"
                                + " to Online sync, then upgrade to the one that is to stay",
                        why, whyNotBack));
    }

    private UpgradeResult ended(Outcome outcome, String text) {
        return new UpgradeResult(outcome, bundle, from, to, text);
    }

    // For the stages

    @Override
    public void step(Kind kind, String text) {
        add(kind, "", -1, -1, text);
    }

    @Override
    public void step(Kind kind, RollingServer server, int system, String text) {
        add(kind, server.name(), system, server.nanos(), text);
    }

    private synchronized void add(Kind kind, String server, int system, long nanos, String text) {
        UpgradeStep step = new UpgradeStep(steps.size() + 1, kind, server, system, nanos, text);
        steps.add(step);
        listeners.forEach(each -> each.accept(step));
    }

    @Override
    public void progress(Supplier<Optional<UpgradeProgress>> source) {
        progress = source;
    }

    @Override
    public void moment() throws Setback, InterruptedException {
        failIfCancelled();
        TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS);
    }

    private void failIfCancelled() throws Setback {
        if (cancelled && !turned) {
            throw new Setback("it was cancelled");
        }
    }

    // For the outside

    @Override
    public String bundle() {
        return bundle;
    }

    @Override
    public String from() {
        return from;
    }

    @Override
    public String to() {
        return to;
    }

    @Override
    public UpgradeWay way() {
        return way;
    }

    @Override
    public synchronized List<UpgradeStep> steps() {
        return List.copyOf(steps);
    }

    @Override
    public synchronized AutoCloseable onStep(Consumer<UpgradeStep> listener) {
        steps.forEach(listener);
        listeners.add(listener);
        return () -> forget(listener);
    }

    private synchronized void forget(Consumer<UpgradeStep> listener) {
        listeners.remove(listener);
    }

    @Override
    public Optional<UpgradeProgress> progress() {
        return progress.get();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public CompletableFuture<UpgradeResult> result() {
        return result.copy();
    }
}
