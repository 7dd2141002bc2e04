package ft.campaign.run;

import ft.api.fault.Fault;
import ft.api.observer.BoundaryObserver;
import ft.api.observer.CopyOperation;
import ft.api.server.Board;
import ft.api.server.BoundaryView;
import ft.api.server.FtServer;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.server.SystemView;
import ft.api.state.SystemState;
import ft.campaign.judge.Boundary;
import ft.campaign.judge.Findings;
import ft.campaign.judge.Judge;
import ft.campaign.scenario.Action;
import ft.campaign.scenario.Deed;
import ft.campaign.scenario.Scenario;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs a scenario on a server, from boundary to boundary: looks at everything, lets the judges
 * look, does what is due.
 *
 * <p><b>Threading:</b> the server's one thread.
 */
final class Execution implements BoundaryObserver {
    private final Scenario scenario;
    private final FtServer server;
    private final Golden golden;
    private final List<Judge> judges;
    private final Bundles bundles;
    private final Chronicle chronicle;
    private final Findings findings = new Findings();
    private final Boundary boundary;
    private final Sight sight;
    private final CompletableFuture<RunResult> done = new CompletableFuture<>();
    private int nextDeed;
    private int armed;
    private final Set<Integer> noticed = new HashSet<>();

    Execution(
            Scenario scenario,
            FtServer server,
            OutputDigest output,
            Golden golden,
            List<Judge> judges,
            Bundles bundles,
            boolean keepsLog) {
        this.scenario = scenario;
        this.server = server;
        this.golden = golden;
        this.judges = judges;
        this.bundles = bundles;
        chronicle = new Chronicle(keepsLog);
        boundary = new Boundary(server.description().systems());
        boundary.golden = golden.history();
        boundary.traceCapacity = server.description().traceEntries();
        sight = new Sight(boundary, output);
    }

    /** Completes when the run has ended. */
    CompletableFuture<RunResult> done() {
        return done;
    }

    void event(ServerEvent event) {
        chronicle.event(event);
        boundary.events.add(event);
        for (Judge judge : judges) {
            judge.event(event);
        }
    }

    void report(ResyncReport report) {
        chronicle.report(report);
        boundary.reports.add(report);
    }

    @Override
    public void boundary(BoundaryView view) {
        if (done.isDone()) {
            return;
        }
        try {
            sight.look(view);
            noticeFaults(view);
            boundary.soundness.follow(boundary);
            chronicle.follow(boundary);
            for (Judge judge : judges) {
                judge.boundary(boundary, findings);
            }
            if (ends(view)) {
                done.complete(result());
                return;
            }
            boundary.events.clear();
            boundary.reports.clear();
            act();
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    @Override
    public void copying(CopyOperation operation, int page) {
        for (Judge judge : judges) {
            judge.copying(operation, page);
        }
    }

    /** A fault strikes when its trigger, or its victim, says so. */
    private void noticeFaults(BoundaryView view) {
        if (armed == 0) {
            return;
        }
        server.faults().forEach(this::notice);
        for (SystemView each : view.systems()) {
            each.unheardStrikes().forEach(this::notice);
        }
    }

    private void notice(InjectedFault fault) {
        if (fault.hasStruck() && noticed.add(fault.id())) {
            armed--;
            struck(fault.fault(), fault.struck(), wasInStep());
        }
    }

    private void struck(Fault fault, long clock, boolean allInStep) {
        if (!isMending(fault)) {
            chronicle.struck(fault, clock, allInStep);
        }
        boundary.soundness.struck(fault);
    }

    /** Some faults are about something that returns. */
    private static boolean isMending(Fault fault) {
        return fault instanceof Fault.CrosslinkLoss loss && loss.up()
                || fault instanceof Fault.PresenceLoss presence && presence.up()
                || fault instanceof Fault.ComparatorStuck stuck
                        && stuck.result() == Fault.Result.SOUND;
    }

    private boolean wasInStep() {
        for (Boundary.One system : boundary.systems) {
            if (system.before != SystemState.ONLINE_SYNC) {
                return false;
            }
        }
        return true;
    }

    private void act() {
        bundles.boundary();
        List<Deed> deeds = scenario.deeds();
        // A clock that stands still comes to no other deed by itself, nor to the end of a restart.
        boolean stands = boundary.standsStill && chronicle.served;
        boolean asked = false;
        while (nextDeed < deeds.size()
                && (stands && !asked || deeds.get(nextDeed).clock() <= boundary.clock)) {
            Deed deed = deeds.get(nextDeed++);
            if (deed.action() instanceof Action.Restart restart) {
                bundles.restart(restart);
            } else {
                asked |= operate(((Action.Operate) deed.action()).operation());
            }
        }
        if (stands && !asked) {
            bundles.startAll();
            done.complete(result());
        }
    }

    /**
     * Asks for something.
     *
     * @return whether a boundary will come because of that; not for what is refused at once
     */
    private boolean operate(Operation operation) {
        boolean allInStep = boundary.all(SystemState.ONLINE_SYNC);
        long clock = boundary.clock;
        if (operation instanceof Operation.Inject inject) {
            boundary.soundness.armed(inject.fault());
            return done(operation, () -> armed++);
        }
        String harm = harm(operation);
        boolean io =
                operation instanceof Operation.Pull pull && pull.board() == Board.IO
                        || operation instanceof Operation.PowerOff;
        return done(
                operation,
                () -> {
                    if (!harm.isEmpty()) {
                        chronicle.harmed(harm, clock, allInStep);
                    }
                    if (io) {
                        boundary.soundness.inputAltered();
                    }
                });
    }

    /** Does something; what is refused has no effect, which the event log tells. */
    private boolean done(Operation operation, Runnable then) {
        CompletableFuture<String> outcome = server.submit(operation);
        outcome.thenRun(then);
        return !outcome.isCompletedExceptionally();
    }

    /** What takes redundancy away is a harm; the name it has in tables. */
    private static String harm(Operation operation) {
        if (operation instanceof Operation.Pull pull) {
            return pull.board() == Board.CPU ? "pull" : "pull-io";
        } else if (operation instanceof Operation.Isolate) {
            return "isolate";
        } else if (operation instanceof Operation.PowerOff) {
            return "power-off";
        }
        return "";
    }

    private boolean ends(BoundaryView view) {
        Boundary b = boundary;
        boolean acted = nextDeed == scenario.deeds().size() && bundles.areAll();
        boolean settled =
                b.all(SystemState.ONLINE_SYNC)
                        || b.active < 0
                        || b.clock - lastDeed() > golden.patience();
        return b.clock >= scenario.machine().end() && acted && settled
                || b.clock >= golden.end()
                || chronicle.served && acted && view.standsStill()
                || !b.guestExit.isEmpty();
    }

    private long lastDeed() {
        List<Deed> deeds = scenario.deeds();
        return deeds.isEmpty() ? 0 : deeds.get(deeds.size() - 1).clock();
    }

    /** Gives up, because no boundary has come for long. */
    void hang(String where) {
        chronicle.hung = true;
        findings.add("J10", boundary.clock, "no boundary comes any more: " + where);
        done.complete(result());
    }

    private RunResult result() {
        Outcome outcome = chronicle.outcome(boundary);
        boolean single = chronicle.harms == 1 && chronicle.inStep;
        boolean fatal =
                outcome == Outcome.SILENT_CORRUPTION
                        || outcome == Outcome.HANG
                        || outcome == Outcome.SERVICE_LOST;
        if (single && fatal) {
            findings.add(
                    "J10",
                    boundary.clock,
                    outcome.title() + " after a single fault in Online sync");
        }
        if (chronicle.falseAlarm) {
            findings.add("alarm", boundary.clock, "an alarm although nothing was injected");
        }
        return new RunResult(
                scenario,
                outcome,
                chronicle.faults,
                single,
                findings.all(),
                chronicle.logDigest,
                boundary.clock,
                chronicle.latency,
                chronicle.traceLife,
                chronicle.background,
                chronicle.stopped,
                chronicle.stopNanos,
                chronicle.gapNanos,
                chronicle.resyncs,
                chronicle.failures,
                chronicle.log);
    }
}
