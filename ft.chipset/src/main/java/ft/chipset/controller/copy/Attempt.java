package ft.chipset.controller.copy;

import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.resync.CopyScope;
import ft.api.server.CopyLists;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.trace.Tracking;
import java.util.BitSet;
import java.util.Optional;

/**
 * A resynchronization under way, on the side that is in service: copy while the guest runs, stop,
 * copy the rest, context, synchronization reset, undetected-data pass, check of the whole main
 * storage (P6 FIGS. 10 and 11, P17 S3-S20). Drives a copy strategy through it.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Attempt {
    private enum Stage {
        /** The destination is not quiet yet, or there is no strategy. */
        WAITING(false),
        ONLINE(true),
        DUPLICATED(true),
        CHECKING(true),
        /** P17 S18-S20: everything again, under stop. */
        FALLBACK(false);

        /** Whether it goes on while the guest runs, by shares of the bandwidth. */
        private final boolean background;

        Stage(boolean background) {
            this.background = background;
        }
    }

    private final CopyHardware hardware;
    private final ControllerHost host;
    private final EventDesk events;
    private final Journal journal;
    private final ServerView view;
    private final Sessions sessions;
    private final TraceUnion union;
    private final ContextTransfer context;
    private final Proof check;
    private final ResyncLedger ledger;
    private final Bandwidth bandwidth;
    private final int destination;
    private final boolean again;

    private Stage stage = Stage.WAITING;
    private StrategyRun run;

    /** The copy desk in use: that of the strategy, or that of the fallback. */
    private CopyDesk copier;

    Attempt(
            CopyHardware hardware,
            Outlets outlets,
            Reports reports,
            Sessions sessions,
            RedundancyGap gap,
            Occasion occasion) {
        this.hardware = hardware;
        this.sessions = sessions;
        host = outlets.host();
        events = outlets.events();
        journal = outlets.journal();
        view = hardware.view();
        union = new TraceUnion(hardware);
        context = new ContextTransfer(hardware, outlets);
        destination = occasion.destination();
        again = occasion.again();
        ServerDescription description = hardware.side().description();
        bandwidth = new Bandwidth(view);
        ledger = new ResyncLedger(occasion, hardware.id(), description);
        if (gap.isOpen()) {
            ledger.gapBegan(gap.clock(), gap.wall());
        }
        check = new Proof(hardware, outlets, reports, occasion, ledger);
    }

    int destination() {
        return destination;
    }

    /** The own CPU subsystem has written, or devices have written into it. */
    void noteWritten() {
        union.add(hardware.written());
        if (copier != null) {
            copier.noteWritten(hardware.written());
        }
    }

    /** Adds the granules that are held to differ. */
    void addSuspects(BitSet granules) {
        granules.or(Tracking.of(hardware.side().description()).granulesOf(union.entries()));
    }

    /**
     * Whether it copies while the guest runs here alone: all others take what comes, and the sooner
     * they do the shorter the guest waits.
     */
    boolean leads() {
        return stage == Stage.ONLINE && !isLeaving() && view.serves() == 1;
    }

    /** Clock from which on there is something to do. */
    long nextWork() {
        return goesByShares() ? bandwidth.next(view.clock) : view.clock;
    }

    private boolean goesByShares() {
        return stage.background && !isLeaving();
    }

    private boolean isLeaving() {
        return view.states.state(destination) == SystemState.PRE_OFFLINE;
    }

    /** The share of this boundary. */
    void work() {
        boolean gone = !isLeaving() && run != null && !run.isInstalled(view.moment);
        boolean due = gone || !goesByShares() || bandwidth.isDue(view.clock);
        if (due) {
            bandwidth.advance(view.clock);
        }
        if (isLeaving()) {
            return;
        }
        if (gone) {
            withdraw();
        }
        if (stage == Stage.WAITING) {
            openSession();
        }
        if (stage == Stage.CHECKING) {
            check.watch();
        }
        if (due) {
            goOn();
        }
    }

    private void goOn() {
        switch (stage) {
            case ONLINE -> online();
            case DUPLICATED -> duplicated();
            case CHECKING -> checking();
            case FALLBACK -> copyAll();
            case WAITING -> {}
        }
    }

    /** What was lent to the destination may change from here on. */
    void settle() {
        if (copier != null) {
            copier.flush();
        }
        hardware.wire().settle(destination);
    }

    /** Lets the guest go on wherever it was stopped. */
    void release() {
        context.release(destination);
    }

    /** The bundle of the strategy went away: this session ends, the guest goes on. */
    private void withdraw() {
        host.progress(null);
        journal.step("", hardware.id(), "copy strategy " + run.name() + " was withdrawn; again");
        closeSession();
        if (stage == Stage.ONLINE) {
            stage = Stage.WAITING;
        } else if (stage == Stage.DUPLICATED) {
            stage = Stage.CHECKING;
        }
    }

    private void openSession() {
        Optional<NamedStrategy> found = sessions.strategy();
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
        run = sessions.open(found.get(), destination, scope, union.entries());
        copier = run.copier();
        check.forget();
        ledger.opened(run.name(), scope);
        journal.step(
                again ? "" : "T106",
                hardware.id(),
                String.format(
                        "%s copy with strategy %s begins",
                        StrategyRun.describe(scope, copier.trace()), run.name()));
        if (again && scope == CopyScope.FULL) {
            String why = "the access trace has overflowed, so everything is copied";
            journal.step("", hardware.id(), why);
        }
        stage = Stage.ONLINE;
    }

    private void online() {
        if (leads()) {
            hardware.wire().takeOver();
        }
        boolean ended = run.work(CopySession::online, bandwidth);
        ledger.background(copier.takeMoved());
        if (ended) {
            stopAndCopy();
        } else {
            progress(again ? "copying, guest runs" : "copying, guest runs (T106)", run.progress());
        }
    }

    /** The guest does not run before this method and the round have ended. */
    private void stopAndCopy() {
        long began = beginStop();
        host.progress(null);
        if (!again) {
            event(StateEvent.COPY_DONE, "the background copy has ended");
        }
        event(StateEvent.SMI, "the guest stops");
        context.requireQuiet(destination);
        if (again) {
            journal.step("T119", hardware.id(), "copy under stop begins");
            journal.step("T215", destination, "copy under stop begins");
        }
        int steps = 0;
        while (run.stopped() == Step.MORE) {
            if ((++steps & 0xff) == 0 && !run.isInstalled(view.moment)) {
                ledger.stopped(copier.takeMoved(), copier.takeCharge(), began);
                withdraw();
                return;
            }
        }
        copier.flush();
        if (again) {
            event(StateEvent.COPY_DONE, "the copy has ended");
        }
        transferAndReset(run.repairs());
        ledger.stopped(copier.takeMoved(), copier.takeCharge(), began);
        stage = Stage.DUPLICATED;
    }

    /** The guest waits from here on, and all other controllers for this one; the time now. */
    private long beginStop() {
        long began = System.nanoTime();
        hardware.wire().takeOver();
        return began;
    }

    private void transferAndReset(boolean repairs) {
        int bytes = context.send(destination);
        ledger.context(bytes);
        event(StateEvent.CTX_DONE, "CPU context transferred, " + bytes + " bytes");
        ledger.gapEnds(view.clock);
        events.broadcast(
                StateEvent.SYNC_RESET,
                destination,
                "synchronization reset of both systems",
                repairs);
        context.requireBack(destination, again);
    }

    private void duplicated() {
        boolean ended = run.work(CopySession::duplicated, bandwidth);
        ledger.repaired(copier.repairedPages());
        if (ended) {
            host.progress(null);
            closeSession();
            stage = Stage.CHECKING;
            check.watch();
            checking();
        } else {
            progress("undetected data (S12-S15)", run.progress());
        }
    }

    private void checking() {
        if (!check.isOver()) {
            check.work(bandwidth);
        }
        if (!check.isOver()) {
            progress("memory check", check.progress());
        }
    }

    /** Output differed while it was still being repaired. */
    void fallBack() {
        closeSession();
        stage = Stage.FALLBACK;
    }

    /** S18-S20: stop, copy everything, resume both. */
    private void copyAll() {
        long began = beginStop();
        copier = sessions.desk(destination, CopyScope.FULL, new BitSet());
        event(StateEvent.SMI, "the guest stops, and with it the duplication");
        context.requireQuiet(destination);
        for (int page = 0; page < copier.pages(); page++) {
            copier.copy(page);
        }
        copier.flush();
        event(StateEvent.COPY_DONE, "all pages are copied");
        transferAndReset(false);
        ledger.fellBack();
        ledger.stopped(copier.takeMoved(), copier.takeCharge(), began);
        copier = null;
        check.forget();
        stage = Stage.CHECKING;
    }

    private void event(StateEvent event, String text) {
        events.broadcast(event, destination, text, view.states.repairing());
    }

    /** Tells all that it has failed. */
    void fail(String why) {
        if (view.states.state(destination) == SystemState.RECOVER_OFFLINE) {
            event(StateEvent.COPY_ERROR, why);
        } else if (view.states.state(destination) == SystemState.PRE_ONLINE_SYNC) {
            events.broadcast(StateEvent.CHECK_NG, destination, why, false);
        }
    }

    /** Ends the session of the strategy, if one is open. */
    void closeSession() {
        if (run != null) {
            StrategyRun ending = run;
            run = null;
            copier.flush();
            copier.close();
            copier = null;
            host.lists(ending.lists(hardware.id(), destination, false, view.clock));
            ending.close(ledger, journal, hardware.id());
        }
    }

    ResyncReport report(boolean succeeded, String failure) {
        return ledger.report(succeeded, failure);
    }

    /** The lists of the strategy that is at work. */
    Optional<CopyLists> lists() {
        return Optional.ofNullable(run)
                .map(now -> now.lists(hardware.id(), destination, true, view.clock));
    }

    private void progress(String phase, double fraction) {
        host.progress(new ResyncProgress(run == null ? "" : run.name(), phase, fraction));
    }

    /** Answers of the destination. */
    void answer(FrameType type, FrameBuffer in) {
        switch (type) {
            case CONTENT_DATA, DIFFERENCES, SUMMARIES -> copier.answer(type, in);
            case CHECK_VALUES, CONTEXT_DIGEST -> check.answer(type, in);
            case SERVICE_STATE -> context.take(in);
            case TRACE_ENTRIES -> union.take(in);
            default -> throw new IllegalStateException("No question has the answer " + type);
        }
    }
}
