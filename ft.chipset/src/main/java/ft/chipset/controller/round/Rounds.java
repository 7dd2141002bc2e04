package ft.chipset.controller.round;

import ft.api.cpu.CpuSubsystem;
import ft.api.fields.StateFields;
import ft.api.state.SystemState;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Report;
import ft.chipset.controller.view.ServerView;
import ft.chipset.history.HistorySink;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rounds of one controller, a state machine that never waits. A round is a quantum:
 *
 * <ol>
 *   <li>{@link Phase#RUN}: the CPU subsystem runs to the boundary ({@link Quantum}); outbound
 *       requests are served. {@link Phase#HEARS}: whoever does not run the guest hears from the
 *       system in service where it has stopped, if that may be before the boundary.
 *   <li>{@link Phase#REPORTED}, {@link Phase#JUDGED}: all tell all what they have ({@link
 *       Reporter}): bus signature, comparator verdict, events, commands. From equal knowledge all
 *       decide alike ({@link Decisions}), so that nobody has to ask anybody for a state.
 *   <li>{@link Phase#INBOUND}: the IO subsystems work in turn ({@link Turns}, {@link IoTurn}),
 *       while all CPU subsystems stand still at the same boundary.
 *   <li>{@link Phase#CLOSING}: the system in service does its share of a resynchronization and says
 *       where the next boundary is ({@link Horizon}).
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
        HEARS,
        REPORTED,
        JUDGED,
        INBOUND,
        CLOSING
    }

    private final Side side;
    private final ServerView view;
    private final RoundParts parts;
    private final Runnable onBegin;
    private final Consumer<StateFields> state;
    private final AccessAccount account;
    private final Quantum quantum;
    private final Reporter reporter;
    private final Decisions decisions;
    private final Pacer pacer;
    private final Horizon horizon;
    private final Turns turns;
    private final IoTurn ioTurn;
    private final StatusDesk status;

    private Phase phase = Phase.IDLE;
    private long closedRound;
    private boolean startAnnounced;
    private boolean standStill = true;
    private boolean advances;
    private long nextClock;
    private long boundary;

    /**
     * Of a side.
     *
     * @param onBegin called when the number of the round has changed
     * @param state names all that this side has, for a snapshot
     */
    public Rounds(
            Side side,
            RecordCodec codec,
            RoundParts parts,
            Runnable onBegin,
            Consumer<StateFields> state) {
        this.side = side;
        this.parts = parts;
        this.onBegin = onBegin;
        this.state = state;
        view = side.view();
        account = new AccessAccount(side, parts);
        quantum = new Quantum(side, parts);
        ioTurn = new IoTurn(side, parts);
        reporter = new Reporter(side, codec, parts, ioTurn);
        decisions = new Decisions(side, parts);
        pacer = new Pacer(view);
        horizon = new Horizon(view, pacer);
        turns = new Turns(side);
        status = new StatusDesk(side, parts);
    }

    /** Does a piece of work; false if there was nothing to do but wait for others. */
    public boolean step() {
        if (phase == Phase.RUN) {
            // Others wait for their completions; the own CPU subsystem can wait a moment.
            return side.wire().poll() || run();
        }
        return advance() || side.wire().poll();
    }

    /** Whether a round has ended and no other has begun. */
    public boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** Whether nothing goes on before something comes from outside. */
    public boolean standsStill() {
        return standStill;
    }

    private boolean advance() {
        return switch (phase) {
            case IDLE -> idle();
            case HEARS -> hear();
            case REPORTED -> parts.reports().areComplete() && judge();
            case JUDGED -> parts.reports().areJudged() && decide();
            case INBOUND -> inboundTurn();
            case CLOSING -> close(view.states.active());
            case RUN -> false;
        };
    }

    private boolean idle() {
        // What had come before somebody asked goes first; so it is looked for after the question.
        if (parts.mailbox().isAsked() && !ioTurn.isDue()) {
            return parts.mailbox().answer();
        }
        boolean wanted =
                !standStill
                        || startAnnounced
                        || parts.playback().isDueHere()
                        || parts.mailbox().wantsRound(view.clock)
                        || !parts.notices().isEmpty()
                        || ioTurn.isDue();
        if (wanted) {
            begin();
        }
        return wanted;
    }

    private void begin() {
        // Of a script every controller knows by itself.
        if (standStill && !startAnnounced && !parts.playback().isDueHere()) {
            side.wire().frame(FrameType.START);
            side.sendToAll();
        }
        startAnnounced = false;
        turns.begin();
        view.round++;
        parts.outbound().begin();
        onBegin.run();
        parts.faults().begin(nextClock);
        advances = view.serviceRuns();
        quantum.begin();
        if (quantum.serves()) {
            phase = Phase.RUN;
        } else if (!view.serviceRuns()) {
            report(view.clock);
        } else if (nextClock == horizon.following()) {
            beside(nextClock);
        } else {
            phase = Phase.HEARS;
        }
    }

    private boolean hear() {
        Report service = parts.reports().of(view.states.active());
        if (service.round != view.round) {
            return false;
        }
        beside(service.clock);
        return true;
    }

    /** What a system that does not run the guest does while others run to a clock, or have. */
    private void beside(long clock) {
        boundary = clock;
        if (quantum.runsFirmware()) {
            quantum.limitFirmware(clock - view.clock);
            phase = Phase.RUN;
        } else {
            report(clock);
        }
    }

    private boolean run() {
        Quantum.Work work = quantum.run(nextClock);
        if (work == Quantum.Work.ENDED) {
            report(quantum.serves() ? quantum.end(nextClock) : boundary);
        }
        return work != Quantum.Work.WAITS;
    }

    /** Tells all how the round was up to the clock of this boundary. */
    private void report(long clock) {
        CpuSubsystem cpu = side.cpu();
        if (cpu != null) {
            account.quantumEnded(cpu);
        }
        boundary = clock;
        parts.mailbox().beforeTurn();
        reporter.tell(clock, quantum, advances);
        parts.outbound().boundary(side.id());
        phase = Phase.REPORTED;
    }

    private boolean judge() {
        if (hasNothingToJudge()) {
            for (int i = 0; i < side.systems(); i++) {
                parts.reports().of(i).clearVerdict();
            }
        } else {
            reporter.tellVerdict(boundary, advances);
        }
        if (quantum.signs()) {
            status.signed();
        }
        phase = Phase.JUDGED;
        return true;
    }

    /**
     * Whether everybody knows that no comparator can have found anything, and no fault has struck:
     * then no verdicts have to be exchanged. Decided by the view and the reports.
     */
    private boolean hasNothingToJudge() {
        return side.systems() <= 2
                && view.serviceRuns()
                && view.isQuiet()
                && parts.faults().isEmpty()
                && parts.reports().nothingToJudge();
    }

    private boolean decide() {
        long events = parts.outlets().events().count();
        decisions.decide();
        if (decisions.isCalm(events) && parts.reports().ioRests() && servesAwake()) {
            pass();
            return true;
        }
        if (parts.reports().hasCommands()) {
            status.publish();
        }
        phase = Phase.INBOUND;
        turns.decided();
        return true;
    }

    /** Whether the harts of all that run the guest are at the same clock, and do not sleep. */
    private boolean servesAwake() {
        for (int i = 0; i < side.systems(); i++) {
            Report report = parts.reports().of(i);
            if (view.states.state(i).isOnline() && (report.clock != view.clock || report.sleeps)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Nothing has happened, and no IO subsystem has anything to do: everybody knows what its turn
     * would leave, and where the next boundary is.
     */
    private void pass() {
        for (int i = 0; i < side.systems(); i++) {
            Report report = parts.reports().of(i);
            view.nextAlarm[i] = report.alarm;
            parts.inbound().lines(i, report.lines);
        }
        int active = view.states.active();
        long earliest = Math.min(parts.faults().nextClock(), parts.reports().earliest());
        long asked = passesOver() ? parts.reports().of(active).lastAsked : view.clock;
        nextClock = horizon.nextAwake(earliest, asked);
        standStill = false;
        closedRound = view.round;
        closeHistory(active == side.id());
        status.publish();
        parts.mailbox().answerEarly();
        phase = Phase.IDLE;
        if (active == side.id()) {
            pacer.pace(view.clock, true);
        }
    }

    private boolean inboundTurn() {
        if (turns.isOwn()) {
            InboundResult result = ioTurn.work(advances);
            result.put(side.wire().frame(FrameType.INBOUND_DONE));
            side.sendToAll();
            inboundDone(side.id(), result);
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

    /** The IO subsystem of a side has done its work. */
    public void inboundDone(int system, InboundResult result) {
        view.nextAlarm[system] = Math.min(result.alarm(), view.ioBoardLeaves[system]);
        parts.inbound().lines(system, result.lines());
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
        if (active == side.id()) {
            if (!turns.areOverForAll()) {
                return false;
            }
            parts.power().boot();
            account.inbound(side.cpu());
            status.showTrace();
            if (advances) {
                parts.resync().work(); // once at a boundary, however often the guest is held there
            }
            closeHistory(true);
            beginSave();
            next();
        } else if (active >= 0 && closedRound != view.round) {
            return false;
        } else {
            closeHistory(active < 0 && side.id() == 0);
            standStill |= active < 0;
        }
        if (active != side.id()) {
            parts.power().bootNothing();
            beginSave();
        }
        status.publish();
        parts.orders().tellOutcomes();
        parts.mailbox().answerEarly();
        phase = Phase.IDLE;
        if (!view.wantedSaves.isEmpty() && view.saving) {
            List<Long> numbers = List.copyOf(view.wantedSaves);
            view.wantedSaves.clear();
            parts.outlets().host().save(side.id(), view.clock, numbers, state);
        }
        return true;
    }

    /**
     * A snapshot that is wanted is taken if nothing is under way that it cannot have. All
     * controllers find the same, because nobody changes the view any more in this round.
     */
    private void beginSave() {
        if (!view.wantedSaves.isEmpty() && view.isQuiet()) {
            view.saving = true;
        }
    }

    /** Where the next boundary is and what was counted, for a snapshot. */
    public void state(StateFields fields) {
        fields.version(1);
        nextClock = fields.number("nextClock", nextClock);
        closedRound = fields.number("closedRound", closedRound);
        quantum.state(fields);
        decisions.state(fields);
        status.state(fields);
    }

    /** Shows how the own system is, after a snapshot was loaded. */
    public void loaded() {
        standStill = true;
        status.publish();
    }

    /** What belongs to the history of the server is complete for this round. */
    private void closeHistory(boolean tells) {
        boolean played = parts.playback().isPlaying();
        parts.playback().closeRound();
        if (!tells) {
            return;
        }
        HistorySink history = parts.outlets().host().history();
        if (advances && side.cpu() != null) {
            long signature = parts.reports().of(side.id()).ownSignature;
            history.boundary(view.moment, side.cpu().retired(), signature);
        }
        if (played && !parts.playback().isPlaying()) {
            history.played(view.moment);
        }
    }

    /** Whether a script waits for something that does not come by itself. */
    public boolean starves() {
        return phase == Phase.IDLE
                && standStill
                && !view.held
                && !view.armed
                && parts.notices().isEmpty()
                && parts.playback().isPlaying()
                && !parts.playback().isDueHere();
    }

    /** The system in service says where the next boundary is, and whether there is one. */
    private void next() {
        nextClock = horizon.following();
        standStill = !view.serviceRuns();
        if (!standStill && !decisions.begins()) {
            long earliest = Math.min(parts.faults().nextClock(), parts.reports().earliest());
            earliest = Math.min(earliest, parts.playback().earliest());
            long asked = passesOver() ? quantum.asked() : view.clock;
            long next =
                    view.synchronizing()
                            ? horizon.nextCopying(earliest, asked, parts.resync().nextWork())
                            : horizon.next(side.cpu(), earliest, asked);
            standStill = next == Horizon.NEVER;
            nextClock = standStill ? nextClock : next;
        }
        side.wire()
                .frame(FrameType.ROUND_DONE)
                .putLong(view.round)
                .putLong(nextClock)
                .putByte(standStill ? 1 : 0);
        side.sendToAll();
        pacer.pace(view.clock, !standStill);
    }

    /** Whether nobody looks at each boundary, and nothing is under way that goes by them. */
    private boolean passesOver() {
        return view.states.count(SystemState.ONLINE_ASYNC) == 0
                && view.wantedSaves.isEmpty()
                && !parts.faults().isArmed()
                && !parts.playback().isPlaying()
                && !parts.reports().watchEach();
    }

    /** The system in service has closed a round. */
    public void roundDone(long round, long clock, boolean stands) {
        closedRound = round;
        nextClock = clock;
        standStill = stands;
    }

    /** Another controller has begun a round that this one did not expect. */
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
