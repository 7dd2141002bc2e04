package ft.chipset.controller.copy;

import ft.api.copy.CopyScope;
import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.server.CopyLists;
import ft.api.server.ResyncProgress;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.ControllerHost;
import ft.chipset.controller.ControllerHost.NamedStrategy;
import ft.chipset.controller.EventDesk;
import ft.chipset.controller.FtController;
import ft.chipset.controller.GuestTime;
import ft.chipset.controller.ServerView;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.link.StoppedException;
import ft.chipset.state.Processing;
import ft.chipset.trace.Tracking;
import java.util.BitSet;
import java.util.Optional;

/**
 * Drives a copy strategy through a resynchronization, on the side that is in service: copy while
 * the guest runs, stop, copy the rest, context, synchronization reset, undetected-data pass, check
 * of the whole main storage (P6 FIGS. 10 and 11, P17 S3-S20).
 *
 * <p>Works at boundaries, in the last phase of a round, in which every other controller only serves
 * frames. So a stop begins and ends at one boundary, and takes no guest time.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Resynchronization {
    private enum Stage {
        NONE,
        /** The destination is not quiet yet, or there is no strategy. */
        WAITING,
        ONLINE,
        DUPLICATED,
        CHECKING,
        /** P17 S18-S20: everything again, under stop. */
        FALLBACK
    }

    private final FtController controller;
    private final ControllerHost host;
    private final EventDesk desk;
    private final ServerView view;
    private final GuestTime time;
    private final RedundancyGap gap;
    private final TraceUnion union;
    private final ContextTransfer context;

    private Stage stage = Stage.NONE;
    private int destination;

    /** Whether the pair was in step before: FIG. 11 instead of FIG. 10. */
    private boolean again;

    private StrategyRun run;

    /** The copy desk in use: that of the strategy, or that of the fallback. */
    private CopyDesk copier;

    private MemoryCheck check;
    private ResyncLedger ledger;
    private long lastClock;
    private long credit;
    private int failAfter = -1;

    public Resynchronization(FtController controller, ControllerHost host, EventDesk desk) {
        this.controller = controller;
        this.host = host;
        this.desk = desk;
        view = controller.view();
        time = new GuestTime(controller.description());
        gap = new RedundancyGap(view);
        union = new TraceUnion(controller);
        context = new ContextTransfer(controller, desk);
    }

    /** The next session fails after a number of pages. */
    public void failAfter(int pages) {
        failAfter = pages;
    }

    /** Pages the own CPU subsystem wrote, or devices wrote into it. */
    public void noteWritten(Written written) {
        if (stage == Stage.NONE) {
            return;
        }
        union.add(written);
        if (copier != null) {
            copier.noteWritten(written);
        }
    }

    /** Adds the granules that are held to differ. */
    public void addSuspects(BitSet granules) {
        if (stage != Stage.NONE) {
            granules.or(Tracking.of(controller.description()).granulesOf(union.entries()));
        }
    }

    /** States have changed; the state table has selected a processing (P6 FIG. 7). */
    public void process(Processing processing, String cause) {
        gap.statesChanged();
        if (view.states.active() == controller.id()) {
            select(processing, cause);
        } else if (stage != Stage.NONE) {
            end(false, "the system in service is another one now");
        }
        gap.followed();
    }

    private void select(Processing processing, String cause) {
        switch (processing) {
            case DUPLICATION -> open(false, cause);
            case RESYNCHRONIZATION -> open(true, cause);
            case FALLBACK -> {
                closeSession();
                stage = Stage.FALLBACK;
            }
            case ERROR, NONE -> {
                if (stage != Stage.NONE && view.destination() != destination) {
                    boolean proven = view.states.state(destination) == SystemState.ONLINE_SYNC;
                    end(proven, proven ? "" : cause);
                }
            }
        }
    }

    private void open(boolean resynchronization, String cause) {
        if (stage != Stage.NONE) {
            end(false, "a new synchronization begins");
        }
        destination = view.destination();
        if (destination < 0) {
            return;
        }
        stage = Stage.WAITING;
        again = resynchronization;
        credit = 0;
        union.clear();
        ledger =
                new ResyncLedger(
                        cause, controller.id(), destination, controller.description().copyUnit());
        if (gap.isOpen()) {
            ledger.gapBegan(gap.clock(), gap.wall());
        }
        lastClock = view.clock;
    }

    /** The share of this boundary. */
    public void work() {
        if (stage == Stage.NONE) {
            return;
        }
        long elapsed = time.nanos(view.clock) - time.nanos(lastClock);
        lastClock = view.clock;
        double bytes =
                elapsed
                        / 1e9
                        * controller.description().dmaBytesPerSecond()
                        * controller.description().backgroundShare();
        credit = Math.min(credit, 0) + (long) bytes;
        try {
            if (view.states.state(destination) != SystemState.PRE_OFFLINE) {
                workInStage();
            }
        } catch (StoppedException e) {
            throw e; // the server is being closed, which is no failure of the copy
        } catch (RuntimeException e) {
            fail(e.getMessage() == null ? e.toString() : e.getMessage());
        } finally {
            context.release(destination); // a stop ends at the boundary at which it began
        }
    }

    private void workInStage() {
        if (run != null && !run.isInstalled()) {
            withdraw();
        }
        if (stage == Stage.WAITING) {
            openSession();
        }
        switch (stage) {
            case ONLINE -> online();
            case DUPLICATED -> duplicated();
            case CHECKING -> checking();
            case FALLBACK -> fallback();
            default -> {}
        }
    }

    /** The bundle of the strategy went away: this attempt ends, the guest goes on. */
    private void withdraw() {
        host.progress(null);
        desk.step("", controller.id(), "copy strategy " + run.name() + " was withdrawn; again");
        closeSession();
        if (stage == Stage.ONLINE) {
            stage = Stage.WAITING;
        } else if (stage == Stage.DUPLICATED) {
            stage = Stage.CHECKING;
        }
    }

    private void openSession() {
        Optional<NamedStrategy> found = host.strategy(view.strategy);
        if (found.isEmpty()) {
            host.progress(new ResyncProgress("", "waiting for a copy strategy", -1));
            return;
        }
        host.progress(null);
        CopyScope scope = CopyScope.FULL;
        if (again) {
            union.fetch(destination);
            scope = union.scope();
        }
        copier = new CopyDesk(controller, destination, scope, union.entries());
        if (failAfter >= 0) {
            copier.failAfter(failAfter);
            failAfter = -1;
        }
        run = new StrategyRun(host, found.get(), copier, controller.observer());
        check = null;
        ledger.opened(run.name(), scope);
        desk.step(
                again ? "" : "T106",
                controller.id(),
                String.format(
                        "%s copy with strategy %s begins",
                        StrategyRun.describe(scope, copier.trace()), run.name()));
        if (again && scope == CopyScope.FULL) {
            String why = "the access trace has overflowed, so everything is copied";
            desk.step("", controller.id(), why);
        }
        stage = Stage.ONLINE;
    }

    private void online() {
        credit = run.work(CopySession::online, credit);
        ledger.background(copier.takeMoved());
        if (run.ended()) {
            stopAndCopy();
        } else {
            progress(again ? "copying, guest runs" : "copying, guest runs (T106)", run.progress());
        }
    }

    /** The guest does not run before this method and the round have ended. */
    private void stopAndCopy() {
        long began = System.nanoTime();
        host.progress(null);
        if (!again) {
            event(StateEvent.COPY_DONE, "the background copy has ended");
        }
        event(StateEvent.SMI, "the guest stops");
        context.requireQuiet(destination);
        if (again) {
            desk.step("T119", controller.id(), "copy under stop begins");
            desk.step("T215", destination, "copy under stop begins");
        }
        int steps = 0;
        while (run.stopped() == Step.MORE) {
            if ((++steps & 0xff) == 0 && !run.isInstalled()) {
                ledger.stopped(copier.takeMoved(), copier.takeCharge(), began);
                withdraw();
                return;
            }
        }
        if (again) {
            event(StateEvent.COPY_DONE, "the copy has ended");
        }
        transferAndReset(run.repairs());
        ledger.stopped(copier.takeMoved(), copier.takeCharge(), began);
        stage = Stage.DUPLICATED;
    }

    private void transferAndReset(boolean repairs) {
        int bytes = context.send(destination);
        ledger.context(bytes);
        event(StateEvent.CTX_DONE, "CPU context transferred, " + bytes + " bytes");
        ledger.gapEnds(view.clock, time);
        desk.broadcast(
                StateEvent.SYNC_RESET,
                destination,
                "synchronization reset of both systems",
                repairs);
        context.requireBack(destination, again);
    }

    private void duplicated() {
        credit = run.work(CopySession::duplicated, credit);
        ledger.repaired(copier.repairedPages());
        if (run.ended()) {
            host.progress(null);
            closeSession();
            stage = Stage.CHECKING;
            checking();
        } else {
            progress("undetected data (S12-S15)", run.progress());
        }
    }

    private void checking() {
        if (signaturesDiffer()) {
            // The walk of list 35 may have come too late for a page that was read meanwhile (R8).
            different("bus signatures differ during the check");
            return;
        }
        if (check == null) {
            desk.step(again ? "T126" : "T114", controller.id(), "check of main storage begins");
            desk.step(again ? "T221" : "T210", destination, "check of main storage begins");
            check = new MemoryCheck(controller, destination);
        }
        while (credit > 0 && !check.isComplete()) {
            credit -= check.step();
            if (check.difference() >= 0) {
                different(
                        String.format(
                                "main storage differs at 0x%x",
                                controller.cpu().mainStorage().addressOf(check.difference())));
                return;
            }
        }
        if (!check.isComplete()) {
            progress("memory check", check.progress());
            return;
        }
        ledger.checked(check.pages());
        if (!check.contextsEqual()) {
            different("CPU contexts differ");
            return;
        }
        desk.broadcast(
                StateEvent.CHECK_OK,
                destination,
                "main storage of both systems is equal, " + check.pages() + " pages",
                false);
    }

    private boolean signaturesDiffer() {
        return controller.description().busComparator()
                && controller.rounds().report(destination).signature
                        != controller.rounds().report(controller.id()).signature;
    }

    private void different(String what) {
        if (view.states.repairing()) {
            desk.broadcast(StateEvent.OUTPUT_MISMATCH, destination, what, true);
        } else {
            desk.broadcast(StateEvent.CHECK_NG, destination, what, false);
        }
    }

    /** S18-S20: stop, copy everything, resume both. */
    private void fallback() {
        long began = System.nanoTime();
        copier = new CopyDesk(controller, destination, CopyScope.FULL, new BitSet());
        event(StateEvent.SMI, "the guest stops, and with it the duplication");
        context.requireQuiet(destination);
        for (int page = 0; page < copier.pages(); page++) {
            copier.copy(page);
        }
        event(StateEvent.COPY_DONE, "all pages are copied");
        transferAndReset(false);
        ledger.fellBack();
        ledger.stopped(copier.takeMoved(), copier.takeCharge(), began);
        copier = null;
        check = null;
        stage = Stage.CHECKING;
    }

    private void event(StateEvent event, String text) {
        desk.broadcast(event, destination, text, view.states.repairing());
    }

    private void fail(String why) {
        if (view.states.state(destination) == SystemState.RECOVER_OFFLINE) {
            event(StateEvent.COPY_ERROR, why);
        } else if (view.states.state(destination) == SystemState.PRE_ONLINE_SYNC) {
            desk.broadcast(StateEvent.CHECK_NG, destination, why, false);
        }
        if (stage != Stage.NONE) {
            end(false, why);
        }
    }

    private void end(boolean succeeded, String failure) {
        closeSession();
        stage = Stage.NONE;
        check = null;
        union.clear();
        host.progress(null);
        host.report(
                ledger.report(succeeded, failure, controller.description().dmaBytesPerSecond()));
    }

    private void closeSession() {
        if (run != null) {
            StrategyRun ending = run;
            run = null;
            copier.close();
            copier = null;
            host.lists(ending.lists(controller.id(), destination, false, view.clock));
            ending.close(ledger, desk, controller.id());
        }
    }

    /** The lists of the strategy that is at work here. */
    public Optional<CopyLists> lists() {
        return Optional.ofNullable(run)
                .map(now -> now.lists(controller.id(), destination, true, view.clock));
    }

    private void progress(String phase, double fraction) {
        host.progress(new ResyncProgress(run == null ? "" : run.name(), phase, fraction));
    }

    /** Answers of the destination. */
    public void answer(FrameType type, FrameBuffer in) {
        switch (type) {
            case CONTENT_DATA, SUMMARIES -> copier.answer(type, in);
            case CHECK_VALUES -> check.takeValues(in);
            case CONTEXT_DIGEST -> check.takeContextDigest(in);
            case SERVICE_STATE -> context.take(in);
            case TRACE_ENTRIES -> union.take(in);
            default -> throw new IllegalStateException("No question has the answer " + type);
        }
    }
}
