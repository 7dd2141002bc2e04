package ft.chipset.controller;

import ft.api.copy.CopyScope;
import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.server.ResyncProgress;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.ControllerHost.NamedStrategy;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.link.StoppedException;
import java.util.BitSet;
import java.util.Map;
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
final class Resynchronization {
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
    private final ServerView view;
    private final GuestTime time;
    private final BitSet differing = new BitSet();

    private Stage stage = Stage.NONE;
    private int destination;
    private CopyScope scope;
    private boolean again;
    private boolean traceFetched;
    private NamedStrategy strategy;
    private CopySession session;
    private final EventDesk desk;
    private CopyDesk copier;
    private MemoryCheck check;
    private ResyncLedger ledger;
    private long lastClock;
    private long credit;
    private int failAfter = -1;
    private long gapClock = -1;
    private long gapWall;

    private boolean traceOverflowed;
    private boolean traceComplete;
    private boolean answered;
    private long contextDigest;

    Resynchronization(FtController controller, ControllerHost host, EventDesk events) {
        desk = events;
        this.controller = controller;
        this.host = host;
        this.view = controller.view();
        this.time = new GuestTime(controller.description());
    }

    /** The next session fails after a number of pages. */
    void failAfter(int pages) {
        failAfter = pages;
    }

    /** Pages the own CPU subsystem wrote, or devices wrote into it. */
    void noteWritten(Written written) {
        if (stage == Stage.NONE) {
            return;
        }
        written.forEachWritten(differing::set);
        if (copier != null) {
            written.forEachWritten(copier.changed()::set);
        }
    }

    /** States have changed; the resynchronization follows. */
    void statesChanged(StateEvent event, String cause) {
        boolean redundant = view.duplicated();
        if (view.states.active() < 0) {
            gapClock = -1;
        } else if (!redundant && gapClock < 0) {
            gapClock = view.clock;
            gapWall = System.nanoTime();
        }
        if (view.states.active() == controller.id()) {
            followAsSource(event, cause);
        } else if (stage != Stage.NONE) {
            end(false, "the system in service is another one now");
        }
        if (redundant) {
            gapClock = -1;
        }
    }

    private void followAsSource(StateEvent event, String cause) {
        switch (event) {
            case SYNC_START -> open(CopyScope.FULL, false, cause);
            case TRACE_ALMOST_FULL, IOQ_FULL, SW_LEAVE_ASYNC -> {
                if (stage == Stage.NONE) {
                    open(CopyScope.PARTIAL, true, cause);
                }
            }
            case TRACE_FULL -> open(CopyScope.FULL, true, cause);
            case OUTPUT_MISMATCH -> {
                if (stage == Stage.DUPLICATED || stage == Stage.CHECKING) {
                    closeSession();
                    stage = Stage.FALLBACK;
                }
            }
            case CHECK_OK -> {
                if (stage != Stage.NONE) {
                    end(true, "");
                }
            }
            default -> {
                if (stage != Stage.NONE && view.destination() != destination) {
                    end(false, cause);
                }
            }
        }
    }

    private void open(CopyScope wanted, boolean resynchronization, String cause) {
        if (stage != Stage.NONE) {
            end(false, "a new synchronization begins");
        }
        destination = view.destination();
        if (destination < 0) {
            return;
        }
        stage = Stage.WAITING;
        scope = wanted;
        again = resynchronization;
        traceFetched = false;
        credit = 0;
        differing.clear();
        if (resynchronization) {
            differing.or(controller.trace().pages());
            if (controller.trace().isFull()) {
                scope = CopyScope.FULL;
            }
            controller.trace().stop();
        }
        ledger = new ResyncLedger(cause, controller.id(), destination);
        ledger.gapBegan(
                gapClock < 0 ? view.clock : gapClock, gapClock < 0 ? System.nanoTime() : gapWall);
        lastClock = view.clock;
    }

    /** The share of this boundary. */
    void work() {
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
        }
    }

    private void workInStage() {
        if (session != null && !host.isInstalled(strategy)) {
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
        desk.step(
                "", controller.id(), "copy strategy " + strategy.name() + " was withdrawn; again");
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
        if (again && !traceFetched) {
            fetchTrace();
        }
        strategy = found.get();
        copier = new CopyDesk(controller, destination, scope, (BitSet) differing.clone());
        if (failAfter >= 0) {
            copier.failAfter(failAfter);
            failAfter = -1;
        }
        session = strategy.strategy().open(copier);
        check = null;
        ledger.opened(strategy.name(), scope);
        desk.step(
                again ? "T119" : "T106",
                controller.id(),
                String.format(
                        "%s copy with strategy %s begins",
                        scope == CopyScope.FULL
                                ? "full"
                                : "partial (" + differing.cardinality() + " pages in the trace)",
                        strategy.name()));
        stage = Stage.ONLINE;
    }

    /** The trace of both sides tells where they may differ (spec K2). */
    private void fetchTrace() {
        traceOverflowed = false;
        traceComplete = false;
        controller.wire().frame(FrameType.TRACE_REQUEST);
        controller.wire().send(destination);
        controller.wire().serveUntil(() -> traceComplete);
        if (traceOverflowed) {
            scope = CopyScope.FULL; // K5: never silent
        }
        traceFetched = true;
    }

    private void online() {
        while (credit > 0) {
            Step step = session.online();
            long used = copier.takeCharge();
            credit -= Math.max(used, 1);
            if (step == Step.DONE) {
                ledger.background(copier.takeCopied());
                stopAndCopy();
                return;
            }
        }
        ledger.background(copier.takeCopied());
        progress(again ? "copying, guest runs" : "copying, guest runs (T106)", session.progress());
    }

    /** The guest does not run before this method and the round have ended. */
    private void stopAndCopy() {
        long began = System.nanoTime();
        if (!again) {
            event(StateEvent.COPY_DONE, "the background copy has ended");
        }
        event(StateEvent.SMI, "the guest stops (S9)");
        int steps = 0;
        while (session.stopped() == Step.MORE) {
            if ((++steps & 0xff) == 0 && !host.isInstalled(strategy)) {
                ledger.stopped(copier.takeCopied(), copier.takeCharge(), began);
                withdraw();
                return;
            }
        }
        if (again) {
            event(StateEvent.COPY_DONE, "the copy has ended (S10)");
        }
        transferAndReset(strategy.strategy().repairs());
        ledger.stopped(copier.takeCopied(), copier.takeCharge(), began);
        stage = Stage.DUPLICATED;
    }

    private void transferAndReset(boolean repairs) {
        byte[] context = controller.cpu().captureContext();
        FrameBuffer out = controller.wire().frame(FrameType.CONTEXT);
        for (int i = 0; i < controller.systems(); i++) {
            out.putInt(controller.slot().lines(i));
        }
        out.putInt(context.length).putBytes(context, 0, context.length);
        controller.wire().send(destination);
        ledger.context(context.length);
        event(StateEvent.CTX_DONE, "CPU context transferred, " + context.length + " bytes");
        ledger.gapEnds(view.clock, time);
        desk.broadcast(
                StateEvent.SYNC_RESET,
                destination,
                "synchronization reset of both systems; the guest goes on in both (S11)",
                repairs);
    }

    private void duplicated() {
        while (credit > 0) {
            Step step = session.duplicated();
            credit -= Math.max(copier.takeCharge(), 1);
            if (step == Step.DONE) {
                ledger.repaired(copier.repairedPages());
                closeSession();
                stage = Stage.CHECKING;
                checking();
                return;
            }
        }
        ledger.repaired(copier.repairedPages());
        progress("undetected data (S12-S15)", session.progress());
    }

    private void checking() {
        if (signaturesDiffer()) {
            // The walk of list 35 may have come too late for a page that was read meanwhile (R8).
            different("bus signatures differ during the check");
            return;
        }
        if (check == null) {
            desk.step(again ? "T126" : "T114", controller.id(), "check of main storage begins");
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
        answered = false;
        controller.wire().frame(FrameType.CONTEXT_REQUEST);
        controller.wire().send(destination);
        controller.wire().serveUntil(() -> answered);
        if (contextDigest != Destination.digest(controller.cpu().captureContext())) {
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
            desk.broadcast(StateEvent.OUTPUT_MISMATCH, destination, "S18 " + what, true);
        } else {
            desk.broadcast(StateEvent.CHECK_NG, destination, what, false);
        }
    }

    /** S18-S20: stop, copy everything, resume both. */
    private void fallback() {
        long began = System.nanoTime();
        copier = new CopyDesk(controller, destination, CopyScope.FULL, new BitSet());
        event(StateEvent.SMI, "the guest stops (S18)");
        for (int page = 0; page < copier.pages(); page++) {
            copier.copy(page);
        }
        event(StateEvent.COPY_DONE, "all pages copied (S19)");
        transferAndReset(false);
        ledger.fellBack();
        ledger.stopped(copier.takeCopied(), copier.takeCharge(), began);
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
        differing.clear();
        host.progress(null);
        host.report(
                ledger.report(succeeded, failure, controller.description().dmaBytesPerSecond()));
    }

    private void closeSession() {
        if (session != null) {
            ledger.figures(session.figures());
            ledger.figures(Map.of("zero", copier.zeroPages()));
            ledger.repaired(copier.repairedPages());
            CopySession ending = session;
            session = null;
            copier = null;
            try {
                ending.close();
            } catch (RuntimeException e) {
                desk.step("", controller.id(), "copy strategy failed while closing: " + e);
            }
        }
    }

    private void progress(String phase, double fraction) {
        host.progress(new ResyncProgress(strategy == null ? "" : strategy.name(), phase, fraction));
    }

    /** Answers of the destination. */
    void answer(FrameType type, FrameBuffer in) {
        switch (type) {
            case PAGE_DATA -> copier.takePage(in);
            case CHECK_VALUES -> check.takeValues(in);
            case CONTEXT_DIGEST -> {
                contextDigest = in.getLong();
                answered = true;
            }
            case TRACE_PAGES -> {
                int count = in.getInt();
                traceOverflowed |= in.getByte() != 0;
                traceComplete = in.getByte() != 0;
                for (int i = 0; i < count; i++) {
                    differing.set(in.getInt());
                }
            }
            default -> throw new IllegalStateException("No question has the answer " + type);
        }
    }
}
