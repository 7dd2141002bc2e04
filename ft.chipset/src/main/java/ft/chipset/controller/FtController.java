package ft.chipset.controller;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem;
import ft.api.server.Fault;
import ft.api.server.Operation;
import ft.api.server.ResyncProgress;
import ft.api.server.ServerDescription;
import ft.api.server.SystemStatus;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.compare.IoComparator;
import ft.chipset.controller.Outbound.Taken;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import ft.chipset.link.Wire;
import ft.chipset.trace.AccessTrace;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * FT controller 130 of one system. An actor: it owns its CPU subsystem and its IO subsystem, and
 * talks to the other controllers by frames over the crosslink only.
 *
 * <p>Work goes in <em>rounds</em>, one for each quantum, in which all controllers take part:
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
 * <p>{@link #step()} never waits for another controller's step, so one thread can run them all;
 * where an answer is needed at once, the other side is known to stand still and only has to serve
 * frames ({@link Wire#serveUntil}). Frames are handled one at a time with a step between them,
 * because a peer that is a phase ahead may have sent frames of the next one.
 *
 * <p><b>Threading:</b> one thread at a time calls {@link #step()} and whatever is not said to be
 * for any thread.
 */
public final class FtController {
    private enum Phase {
        IDLE,
        RUN,
        REPORTED,
        JUDGED,
        INBOUND,
        CLOSING
    }

    /** Rounds between two looks at whether the guest is stuck. */
    private static final int STUCK_PERIOD = 64;

    private final int id;
    private final ServerDescription description;
    private final ControllerHost host;
    private final IoSubsystem io;
    private final Wire wire;
    private final ServerView view;
    private final RecordCodec codec = new RecordCodec(Operation.class, Fault.class, Control.class);
    private final Report[] reports;
    private final Mailbox mailbox;
    private final LineLatch latch;
    private final Outbound outbound;
    private final Inbound inbound;
    private final AccessTrace trace;
    private final Written written = new Written();
    private final Resynchronization resync;
    private final Destination destination;
    private final EventDesk desk;
    private final Orders orders;
    private final Decisions decisions;
    private final Inspection inspection = new Inspection(this);
    private final Pacer pacer;
    private final Horizon horizon;
    private final Deque<Notice> notices = new ArrayDeque<>();

    private CpuSubsystem cpu;
    private Phase phase = Phase.IDLE;
    private int turn;
    private int turnsDone;
    private long closedRound;
    private boolean startAnnounced;
    private boolean standStill = true;
    private boolean serving;
    private boolean awaiting;
    private boolean deferred;
    private long nextClock;
    private long signatures;
    private String stuck = "";

    /**
     * Without power.
     *
     * @param id number of the system
     * @param io makes its IO subsystem, given the way to main storage
     * @param port its end of the crosslink
     */
    public FtController(
            int id,
            ServerDescription description,
            ControllerHost host,
            Function<InboundPort, IoSubsystem> io,
            CrosslinkPort port) {
        this.id = id;
        this.description = description;
        this.host = host;
        int systems = description.systems();
        int[] peers = IntStream.range(0, systems).filter(peer -> peer != id).toArray();
        wire = new Wire(port, peers, new FrameRouter(this, codec));
        view = new ServerView(description);
        reports = new Report[systems];
        Arrays.setAll(reports, i -> new Report());
        mailbox = new Mailbox(view);
        latch = new LineLatch(systems);
        trace = new AccessTrace(description.traceEntries(), description.traceAlmostFull());
        inbound = new Inbound(this);
        this.io = io.apply(inbound);
        outbound = new Outbound(this);
        destination = new Destination(this);
        desk = new EventDesk(this, host);
        resync = new Resynchronization(this, host, desk);
        orders = new Orders(this, host, desk);
        decisions = new Decisions(this, desk, orders);
        pacer = new Pacer(description);
        horizon = new Horizon(view, description, pacer.longestSkip(description.quantum()));
    }

    // For the driver

    /** Replaces the crosslink's way of waiting. */
    public void idler(Wire.Idler idler) {
        wire.idler(idler);
    }

    /** Says when the server is being closed. */
    public void stoppedBy(BooleanSupplier condition) {
        wire.stoppedBy(condition);
    }

    /** Waits until there may be something to do. */
    public void await(long nanos) {
        wire.port().await(nanos);
    }

    /** Ends {@link #await}. Any thread. */
    public void wake() {
        wire.port().wake();
    }

    /** Handles one frame, if there is one, without going on. */
    public boolean serve() {
        return wire.poll();
    }

    /** Does a piece of work; false if there was nothing to do but wait for others. */
    public boolean step() {
        if (phase == Phase.RUN) {
            // Others wait for their completions; the own CPU subsystem can wait a moment.
            return wire.poll() || run();
        }
        return advance() || wire.poll();
    }

    /** Gives main storage and devices back, after the driver has stopped. */
    public void close() {
        cpu(null);
        io.close();
    }

    // For the server

    /**
     * Takes a command in, for the first boundary at or after a clock. Any thread; wake the driver
     * afterwards.
     *
     * @param order an {@link Operation} or a control such as {@link #hold()}
     */
    public void submit(long clock, long commandId, Record order) {
        mailbox.submit(clock, new Command(id, commandId, order));
    }

    /**
     * Runs something on this controller's thread while its CPU subsystem stands still. Any thread;
     * wake the driver afterwards.
     */
    public void ask(Runnable question) {
        mailbox.ask(question);
    }

    /** A control that stops the guest. */
    public static Record hold() {
        return new Control.Hold("held");
    }

    /** A control that lets the guest go on. */
    public static Record release() {
        return new Control.Release("released");
    }

    /** The IO subsystem; what it says about threads holds. */
    public IoSubsystem io() {
        return io;
    }

    /** What can be seen of the CPU subsystem; inside of {@link #ask} only. */
    public Inspection inspection() {
        return inspection;
    }

    // The rounds

    private boolean advance() {
        return switch (phase) {
            case IDLE -> idle();
            case REPORTED -> allReported() && judge();
            case JUDGED -> allJudged() && decide();
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
                        || !notices.isEmpty()
                        || io.due(view.clock);
        if (wanted) {
            begin();
        }
        return wanted;
    }

    private void begin() {
        if (standStill && !startAnnounced) {
            wire.frame(FrameType.START);
            sendToAll(Path.CROSSLINK);
        }
        startAnnounced = false;
        turnsDone = 0;
        view.round++;
        outbound.begin();
        SystemState state = view.states.state(id);
        boolean runs = view.serviceRuns() && cpu != null;
        serving = runs && state.isOnline();
        boolean firmware =
                runs && (state == SystemState.OFFLINE_DIVIDE || state == SystemState.OFFLINE);
        if (serving || firmware && !deferred) {
            phase = Phase.RUN;
        } else {
            report();
        }
    }

    private boolean run() {
        if (awaiting) {
            return false;
        }
        try {
            RunExit exit = cpu.run(serving ? nextClock : cpu.clock() + description.quantum());
            if (exit == RunExit.BOUNDARY) {
                report();
            } else if (outbound.issue(cpu.request()) == Taken.DEFERRED) {
                deferred = true;
                report();
            }
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            // A processor that breaks is a located fault of its CPU subsystem, not of the server.
            notice(StateEvent.FAIL, id, "the processor failed: " + e);
            report();
        }
        return true;
    }

    private void report() {
        Report own = reports[id];
        own.begin(view.round, cpu);
        if (cpu != null) {
            noteWritten();
        }
        own.notices.addAll(notices);
        notices.clear();
        // The clock of this boundary, which a system that is not in service knows as well.
        own.earliest = mailbox.take(view.serviceRuns() ? nextClock : view.clock, own.commands);
        if (serving && view.duplicated()) {
            own.signature = cpu.takeSignature();
            own.signatureRound = view.round;
            own.putSignature(wire.frame(FrameType.SIGNATURE));
            sendToAll(Path.CPU_BUS);
        } else if (cpu != null) {
            cpu.takeSignature();
        }
        own.put(wire.frame(FrameType.REPORT), codec);
        sendToAll(Path.CROSSLINK);
        outbound.boundary(id);
        phase = Phase.REPORTED;
    }

    /** What was written goes to whoever keeps account of it. */
    private void noteWritten() {
        written.take(cpu);
        if (trace.isRunning()) {
            written.forEachWritten(trace::record);
            if (trace.isFull()) {
                notice(StateEvent.TRACE_FULL, id, "the access trace has overflowed");
            } else if (trace.isAlmostFull()) {
                String text = "the access trace holds " + trace.entries() + " entries";
                notice(StateEvent.TRACE_ALMOST_FULL, id, text);
            }
        }
        resync.noteWritten(written);
    }

    private boolean allReported() {
        return Arrays.stream(reports).allMatch(report -> report.round == view.round);
    }

    private boolean judge() {
        Report own = reports[id];
        own.verdictRound = view.round;
        own.disagreement = outbound.disagreement();
        own.queueFull = outbound.queueFull();
        own.putVerdict(wire.frame(FrameType.VERDICT));
        sendToAll(Path.CROSSLINK);
        if (serving && view.duplicated()) {
            signatures++;
        }
        phase = Phase.JUDGED;
        return true;
    }

    private boolean allJudged() {
        for (int i = 0; i < reports.length; i++) {
            boolean signs = view.serviceRuns() && view.states.state(i).isDuplicated();
            if (reports[i].verdictRound != view.round
                    || signs && reports[i].signatureRound != view.round) {
                return false;
            }
        }
        return true;
    }

    private boolean decide() {
        decisions.decide();
        if (Arrays.stream(reports).anyMatch(report -> !report.commands.isEmpty())) {
            publishStatus();
        }
        turn = 0;
        phase = Phase.INBOUND;
        return true;
    }

    private boolean inboundTurn() {
        if (turn == id) {
            InboundResult result = workOfIo();
            result.put(wire.frame(FrameType.INBOUND_DONE));
            sendToAll(Path.CROSSLINK);
            inboundDone(id, result);
        } else if (turnsDone <= turn) {
            return false;
        }
        turn++;
        if (turn == systems()) {
            phase = Phase.CLOSING;
        }
        return true;
    }

    private InboundResult workOfIo() {
        if (!view.ioBoard[id]) {
            return new InboundResult(Long.MAX_VALUE, 0, null);
        }
        outbound.performAsynchronous();
        if (view.states.active() >= 0) {
            io.boundary(view.clock);
        }
        return new InboundResult(
                io.nextAlarm(), io.interruptLines(), io.takePowerRequest().orElse(null));
    }

    void inboundDone(int system, InboundResult result) {
        turnsDone = system + 1;
        view.nextAlarm[system] = result.alarm();
        if (cpu != null && view.states.state(id).isOnline()) {
            latch.apply(cpu, system, result.lines());
        }
        if (result.request() != null) {
            decisions.power(result.request());
        }
    }

    private boolean close(int active) {
        if (active == id) {
            noteWritten();
            showTrace();
            resync.work();
            next();
        } else if (active >= 0 && closedRound != view.round) {
            return false;
        } else if (active < 0) {
            standStill = true;
        }
        publishStatus();
        orders.tellOutcomes();
        mailbox.answerAll();
        phase = Phase.IDLE;
        return true;
    }

    /** Online async is the phase of a resynchronization in which the trace fills. */
    private void showTrace() {
        if (view.states.state(id) == SystemState.ONLINE_ASYNC) {
            double fill = (double) trace.entries() / description.traceAlmostFull();
            host.progress(
                    new ResyncProgress(
                            view.strategy, "guest runs in both, trace fills", Math.min(fill, 1)));
        }
    }

    /** The system in service says where the next boundary is, and whether there is one. */
    private void next() {
        nextClock = horizon.following();
        standStill = !view.serviceRuns();
        if (!standStill && !decisions.pending()) {
            long earliest = Long.MAX_VALUE;
            for (Report report : reports) {
                earliest = Math.min(earliest, report.earliest);
            }
            long next = horizon.next(cpu, earliest);
            standStill = next == Horizon.NEVER;
            nextClock = standStill ? nextClock : next;
        }
        wire.frame(FrameType.ROUND_DONE)
                .putLong(view.round)
                .putLong(nextClock)
                .putByte(standStill ? 1 : 0);
        sendToAll(Path.CROSSLINK);
        pacer.pace(view.clock, !standStill);
    }

    void roundDone(long round, long clock, boolean stands) {
        closedRound = round;
        nextClock = clock;
        standStill = stands;
    }

    void startAnnounced() {
        startAnnounced = true;
    }

    private void publishStatus() {
        if (view.round % STUCK_PERIOD == 0 || !stuck.isEmpty()) {
            stuck = cpu == null ? "" : cpu.stuck().orElse("");
        }
        host.status(
                new SystemStatus(
                        id,
                        view.states.state(id),
                        view.states.mode(id),
                        view.cpuBoard[id],
                        view.ioBoard[id],
                        view.states.linked(),
                        cpu == null ? 0 : cpu.clock(),
                        cpu == null ? 0 : cpu.retired(),
                        signatures,
                        outbound.compared(),
                        outbound.aborts(),
                        stuck.isEmpty() ? desk.problem(id) : stuck));
    }

    // Requests of the own CPU subsystem

    /** The own CPU subsystem waits for the completion of a read. */
    void expectCompletion() {
        awaiting = true;
    }

    boolean awaitsCompletion() {
        return awaiting;
    }

    /** Completes a request of the own CPU subsystem, with the interrupt lines of who did it. */
    void completion(int ioSystem, long data, int lines) {
        if (!awaiting && !deferred) {
            return;
        }
        if (view.states.state(id).isOnline()) {
            latch.apply(cpu, ioSystem, lines);
        }
        awaiting = false;
        deferred = false;
        cpu.complete(data);
    }

    /** Drops a request that waits, because its CPU subsystem is stopped, reset or gone. */
    void dropRequest() {
        if ((awaiting || deferred) && cpu != null) {
            cpu.complete(IoComparator.ABORTED);
        }
        awaiting = false;
        deferred = false;
        outbound.forget(id);
    }

    // For the other parts of the controller

    int id() {
        return id;
    }

    int systems() {
        return description.systems();
    }

    ServerDescription description() {
        return description;
    }

    ServerView view() {
        return view;
    }

    Wire wire() {
        return wire;
    }

    CpuSubsystem cpu() {
        return cpu;
    }

    LineLatch latch() {
        return latch;
    }

    AccessTrace trace() {
        return trace;
    }

    Outbound outbound() {
        return outbound;
    }

    Inbound inbound() {
        return inbound;
    }

    Resynchronization resync() {
        return resync;
    }

    Destination destination() {
        return destination;
    }

    EventDesk desk() {
        return desk;
    }

    Written written() {
        return written;
    }

    Report report(int system) {
        return reports[system];
    }

    /** Something this controller has to tell all at the next boundary. */
    void notice(StateEvent event, int subject, String text) {
        notices.add(new Notice(event, subject, text));
    }

    /** Puts a CPU board in, or takes it out. */
    void cpu(CpuSubsystem board) {
        dropRequest();
        if (cpu != null) {
            cpu.close();
        }
        cpu = board;
        latch.reset();
    }

    /** The service starts at clock 0. */
    void serviceStarts() {
        nextClock = description.quantum();
    }

    void sendToAll(Path path) {
        for (int peer = 0; peer < systems(); peer++) {
            if (peer != id) {
                wire.send(peer, path);
            }
        }
    }

    /** Where it is in a round, for diagnosis; racy unless the driver stands still. */
    @Override
    public String toString() {
        return String.format(
                "#%d: round %d, %s, clock %d, next %d%s%s%s",
                id,
                view.round,
                phase,
                view.clock,
                nextClock,
                awaiting ? ", awaits a completion" : "",
                deferred ? ", has a deferred request" : "",
                standStill ? ", stands still" : "");
    }
}
