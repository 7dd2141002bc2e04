package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.server.ServerDescription;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.access.AccessMatrix;
import ft.chipset.access.Grant;
import ft.chipset.access.Target;
import ft.chipset.controller.ControllerHost;
import ft.chipset.controller.FtController;
import ft.chipset.controller.ServerView;
import ft.chipset.controller.board.CpuSlot;
import ft.chipset.controller.board.Mailbox;
import ft.chipset.controller.board.Orders;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.copy.Written;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.request.Outbound.Taken;
import ft.chipset.controller.request.SrcDma;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import ft.chipset.link.Wire;
import ft.chipset.trace.AccessTrace;

/**
 * The rounds of one controller, a state machine that never waits. A round is a quantum:
 *
 * <ol>
 *   <li>{@link Phase#RUN}: the CPU subsystem runs to the boundary; outbound requests are served.
 *   <li>{@link Phase#REPORTED}, {@link Phase#JUDGED}: all tell all what they have: bus signature,
 *       comparator verdict, events, commands. From equal knowledge all decide alike ({@link
 *       Decisions}), so that nobody has to ask anybody for a state.
 *   <li>{@link Phase#INBOUND}: the IO subsystems work in turn, while all CPU subsystems stand still
 *       at the same boundary: host input, alarms, DMA, interrupts.
 *   <li>{@link Phase#CLOSING}: the system in service does its share of a resynchronization and says
 *       where the next boundary is.
 * </ol>
 *
 * <p>Frames are handled one at a time with a step between them, because a peer that is a phase
 * ahead may have sent frames of the next one.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Rounds {
    private enum Phase {
        IDLE,
        RUN,
        REPORTED,
        JUDGED,
        INBOUND,
        CLOSING
    }

    private final FtController controller;
    private final ServerDescription description;
    private final ServerView view;
    private final Wire wire;
    private final Mailbox mailbox;
    private final CpuSlot slot;
    private final Outbound outbound;
    private final Written written;
    private final AccessTrace trace;
    private final SrcDma dma;
    private final Guards guards;
    private final Orders orders;
    private final Decisions decisions;
    private final Pacer pacer;
    private final Horizon horizon;
    private final Turns turns;
    private final Reports reports;
    private final StatusDesk status;
    private final int id;

    private Phase phase = Phase.IDLE;
    private long closedRound;
    private boolean startAnnounced;
    private boolean standStill = true;
    private boolean advances;
    private boolean serving;
    private long nextClock;

    public Rounds(
            FtController controller, ControllerHost host, RecordCodec codec, Mailbox mailbox) {
        this.controller = controller;
        this.mailbox = mailbox;
        id = controller.id();
        description = controller.description();
        view = controller.view();
        wire = controller.wire();
        slot = controller.slot();
        outbound = controller.outbound();
        written = controller.written();
        trace = controller.trace();
        dma = new SrcDma(controller);
        guards = controller.guards();
        orders = new Orders(controller, host, controller.desk());
        decisions = new Decisions(controller, controller.desk(), orders);
        pacer = new Pacer(description);
        horizon = new Horizon(view, description, pacer.longestSkip(description.quantum()));
        turns = new Turns(controller);
        reports = new Reports(controller, codec, mailbox);
        status = new StatusDesk(controller, host);
    }

    /** Does a piece of work; false if there was nothing to do but wait for others. */
    public boolean step() {
        if (phase == Phase.RUN) {
            // Others wait for their completions; the own CPU subsystem can wait a moment.
            return wire.poll() || run();
        }
        return advance() || wire.poll();
    }

    /** Whether a round has ended and no other has begun. */
    public boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** Whether nothing goes on before something comes from outside. */
    public boolean standsStill() {
        return standStill;
    }

    /** Whether the own CPU subsystem has reached the boundary and others may still run. */
    public boolean isAtBoundary() {
        return phase == Phase.REPORTED;
    }

    /** What a system reported, in this round or the last one. */
    public Report report(int system) {
        return reports.of(system);
    }

    /** Whether a system is Offline, and its firmware is as far as to be synchronized (T205). */
    public boolean loops(int system) {
        return view.states.state(system) == SystemState.OFFLINE
                && view.biosRounds[system] > 1
                && reports.of(system).ready;
    }

    /** Something this controller has to tell all at the next boundary. */
    public void notice(StateEvent event, int subject, String text) {
        reports.notice(event, subject, text);
    }

    /** The service starts at clock 0. */
    public void serviceStarts() {
        nextClock = description.quantum();
    }

    private boolean advance() {
        return switch (phase) {
            case IDLE -> idle();
            case REPORTED -> reports.areComplete() && judge();
            case JUDGED -> reports.areJudged() && decide();
            case INBOUND -> inboundTurn();
            case CLOSING -> close(view.states.active());
            case RUN -> false;
        };
    }

    private boolean idle() {
        if (mailbox.answer()) {
            return true;
        }
        boolean wanted =
                !standStill
                        || startAnnounced
                        || mailbox.wantsRound(view.clock)
                        || reports.hasNotices()
                        || view.serviceRuns() && controller.io().due(view.clock);
        if (wanted) {
            begin();
        }
        return wanted;
    }

    private void begin() {
        if (standStill && !startAnnounced) {
            wire.frame(FrameType.START);
            controller.sendToAll(Path.CROSSLINK);
        }
        startAnnounced = false;
        turns.begin();
        view.round++;
        outbound.begin();
        controller.router().catchUp();
        controller.faults().begin(nextClock);
        SystemState state = view.states.state(id);
        advances = view.serviceRuns();
        boolean runs = advances && slot.cpu() != null;
        serving = runs && state.isOnline();
        boolean firmware =
                runs
                        && slot.inFirmware()
                        && AccessMatrix.outbound(state, Target.OWN_SRC) == Grant.ASYNC;
        if (serving || firmware && !slot.isDeferred()) {
            phase = Phase.RUN;
        } else {
            report();
        }
    }

    private boolean run() {
        if (slot.awaitsRead()) {
            return outbound.idles();
        }
        if (guards.waits()) {
            return false;
        }
        CpuSubsystem cpu = slot.cpu();
        RunExit exit;
        try {
            exit = cpu.run(serving ? nextClock : cpu.clock() + description.quantum());
        } catch (RuntimeException | OutOfMemoryError e) {
            // A processor that breaks is a located fault of its CPU subsystem, not of the server.
            notice(StateEvent.FAIL, id, "the processor failed: " + e);
            report();
            return true;
        }
        if (exit == RunExit.BOUNDARY) {
            report();
        } else if (exit == RunExit.GUARDED_PAGE) {
            guards.touched(cpu);
        } else if (outbound.issue(cpu.request()) == Taken.DEFERRED) {
            slot.defer();
            report();
        }
        return true;
    }

    private void report() {
        CpuSubsystem cpu = slot.cpu();
        if (cpu != null) {
            written.takeQuantum(cpu);
            noteWritten();
        }
        // The clock of this boundary, which a system that is not in service knows as well.
        reports.tell(view.serviceRuns() ? nextClock : view.clock, signs());
        outbound.boundary(id);
        phase = Phase.REPORTED;
    }

    /** Whether the bus signature of the own system is compared in this round. */
    private boolean signs() {
        return serving && view.duplicated();
    }

    private boolean judge() {
        reports.tellVerdict();
        if (signs()) {
            status.signed();
        }
        phase = Phase.JUDGED;
        return true;
    }

    /** What was written goes to whoever keeps account of it. */
    private void noteWritten() {
        if (trace.isRunning()) {
            trace.begin();
            written.forEachFresh(trace::record);
            if (trace.isFull()) {
                notice(StateEvent.TRACE_FULL, id, "the access trace has overflowed");
            } else if (trace.isAlmostFull()) {
                String text = "the access trace holds " + trace.entries() + " entries";
                notice(StateEvent.TRACE_ALMOST_FULL, id, text);
            }
        }
        controller.resync().noteWritten(written);
    }

    private boolean decide() {
        decisions.decide();
        if (reports.hasCommands()) {
            status.publish();
        }
        phase = Phase.INBOUND;
        turns.decided();
        return true;
    }

    private boolean inboundTurn() {
        if (turns.isOwn()) {
            InboundResult result = workOfIo();
            result.put(wire.frame(FrameType.INBOUND_DONE));
            controller.sendToAll(Path.CROSSLINK);
            inboundDone(id, result);
        }
        if (!turns.goOn()) {
            return false;
        }
        if (turns.areOver()) {
            decisions.carryOutGuestRequests();
            phase = Phase.CLOSING;
        }
        return true;
    }

    private InboundResult workOfIo() {
        outbound.performAsynchronous();
        if (!view.ioBoard[id]) {
            return new InboundResult(Long.MAX_VALUE, 0, null, 0);
        }
        // Work of a boundary is done once: a guest that is held and released sees no difference.
        if (advances && view.states.active() >= 0) {
            dma.work();
            controller.io().boundary(view.clock);
        }
        return new InboundResult(
                controller.io().nextAlarm(),
                controller.io().interruptLines(),
                controller.io().takePowerRequest().orElse(null),
                controller.integration().exchange());
    }

    public void inboundDone(int system, InboundResult result) {
        view.nextAlarm[system] = result.alarm();
        controller.inbound().lines(system, result.lines());
        if (result.request() != null) {
            decisions.power(result.request());
        }
        if (result.command() != 0) {
            decisions.integrate(result.command());
        }
        turns.done(system);
    }

    /** Another controller has taken what belongs before a turn of this one. */
    public void passed(int turn) {
        turns.passed(turn);
    }

    private boolean close(int active) {
        if (active == id) {
            if (!turns.areOverForAll()) {
                return false;
            }
            written.takeInbound(slot.cpu());
            noteWritten();
            status.showTrace();
            controller.resync().work();
            next();
        } else if (active >= 0 && closedRound != view.round) {
            return false;
        } else if (active < 0) {
            standStill = true;
        }
        status.publish();
        orders.tellOutcomes();
        mailbox.answerAll();
        phase = Phase.IDLE;
        return true;
    }

    /** The system in service says where the next boundary is, and whether there is one. */
    private void next() {
        nextClock = horizon.following();
        standStill = !view.serviceRuns();
        if (!standStill && !decisions.pending()) {
            long earliest = Math.min(controller.faults().nextClock(), reports.earliest());
            long next = horizon.next(slot.cpu(), earliest);
            standStill = next == Horizon.NEVER;
            nextClock = standStill ? nextClock : next;
        }
        wire.frame(FrameType.ROUND_DONE)
                .putLong(view.round)
                .putLong(nextClock)
                .putByte(standStill ? 1 : 0);
        controller.sendToAll(Path.CROSSLINK);
        pacer.pace(view.clock, !standStill);
    }

    public void roundDone(long round, long clock, boolean stands) {
        closedRound = round;
        nextClock = clock;
        standStill = stands;
    }

    public void startAnnounced() {
        startAnnounced = true;
    }

    @Override
    public String toString() {
        return String.format(
                "round %d, %s, clock %d, next %d%s",
                view.round, phase, view.clock, nextClock, standStill ? ", stands still" : "");
    }
}
