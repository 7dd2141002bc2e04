package ft.chipset.controller;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.device.PowerRequest;
import ft.api.io.IoSubsystem;
import ft.api.server.Fault;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.Outbound.Taken;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.link.RecordCodec;
import ft.chipset.link.Wire;
import ft.chipset.trace.AccessTrace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
 * frames ({@link Wire#serveUntil}).
 *
 * <p><b>Threading:</b> one thread at a time calls {@link #step()}; {@link #submit} and {@link #ask}
 * may be called by any thread.
 */
public final class FtController implements CrosslinkPort.Handler {
    /** Where in a round a controller is. */
    enum Phase {
        IDLE,
        RUN,
        REPORTED,
        JUDGED,
        INBOUND,
        CLOSING
    }

    private final int id;
    private final ServerDescription description;
    private final ControllerHost host;
    private final IoSubsystem io;
    private final Wire wire;
    private final ServerView view;
    private final RecordCodec codec = new RecordCodec(Operation.class, Fault.class, Control.class);
    private final Report[] reports;
    private final FrameBuffer in = new FrameBuffer(0);
    private final LineLatch latch;
    private final Outbound outbound;
    private final Inbound inbound;
    private final AccessTrace trace;
    private final Written written = new Written();
    private final Resynchronization resync;
    private final Destination destination;
    private final Decisions decisions;
    private final Queue<Scheduled> mailbox = new ConcurrentLinkedQueue<>();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();
    private final Deque<Notice> notices = new ArrayDeque<>();

    private CpuSubsystem cpu;
    private Phase phase = Phase.IDLE;
    private int turn;
    private int doneTurns;
    private long closedRound;
    private boolean startSeen;
    private boolean standStill = true;
    private boolean serving;
    private boolean awaiting;
    private boolean deferred;
    private long nextClock;
    private long signatures;
    private String problem = "";
    private final Pacer pacer;

    /** A command and the clock it is for. */
    private record Scheduled(long clock, Command command) {}

    /**
     * Without power.
     *
     * @param id number of the system
     * @param io its IO subsystem
     * @param port its end of the crosslink
     */
    public FtController(
            int id,
            ServerDescription description,
            ControllerHost host,
            java.util.function.Function<ft.api.io.InboundPort, IoSubsystem> io,
            CrosslinkPort port) {
        this.id = id;
        this.description = description;
        this.host = host;
        int[] peers =
                java.util.stream.IntStream.range(0, description.systems())
                        .filter(peer -> peer != id)
                        .toArray();
        wire = new Wire(port, peers, this);
        view =
                new ServerView(
                        description.systems(),
                        new ft.chipset.state.Policy(
                                description.busComparator(),
                                description.busComparator()
                                        && description.ioMismatch()
                                                == ft.api.server.MismatchPolicy.TRACE),
                        description.strategy());
        reports = new Report[description.systems()];
        Arrays.setAll(reports, i -> new Report());
        latch = new LineLatch(description.systems());
        trace = new AccessTrace(description.traceEntries(), description.traceAlmostFull());
        inbound = new Inbound(this);
        this.io = io.apply(inbound);
        outbound = new Outbound(this);
        resync = new Resynchronization(this, host);
        destination = new Destination(this);
        decisions = new Decisions(this, host);
        pacer = new Pacer(description);
    }

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

    /** The IO subsystem; owned by this controller's thread. */
    public IoSubsystem io() {
        return io;
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

    Inbound inbound() {
        return inbound;
    }

    Resynchronization resync() {
        return resync;
    }

    Written written() {
        return written;
    }

    Report report(int system) {
        return reports[system];
    }

    /** The crosslink's way of waiting; for the driver. */
    public void idler(Wire.Idler idler) {
        wire.idler(idler);
    }

    /** Says when the server is being closed; for the driver. */
    public void stoppedBy(java.util.function.BooleanSupplier condition) {
        wire.stoppedBy(condition);
    }

    /** Waits until there may be something to do; for the driver. */
    public void await(long nanos) {
        wire.port().await(nanos);
    }

    /** Gives main storage and devices back, after the driver has stopped. */
    public void close() {
        cpu(null);
        io.close();
    }

    // What other threads may call

    /**
     * Takes a command in, for the first boundary at or after a clock. Any thread; wake the driver
     * afterwards.
     *
     * @param order an operation or a control
     */
    public void submit(long clock, long commandId, Record order) {
        mailbox.add(new Scheduled(clock, new Command(id, commandId, order)));
    }

    /**
     * Runs something on this controller's thread while its CPU subsystem stands still. Any thread.
     */
    public void ask(Runnable question) {
        questions.add(question);
    }

    /** Makes the controller look for host input. Any thread. */
    public void wake() {
        wire.port().wake();
    }

    /** A control that stops the guest. */
    public static Record hold(String reason) {
        return new Control.Hold(reason);
    }

    /** A control that lets the guest go on. */
    public static Record release(String reason) {
        return new Control.Release(reason);
    }

    // Questions: to be asked on this controller's thread, see ask

    /**
     * What this system is at its boundary.
     *
     * @param mode its mode
     * @param clock its clock
     * @param retired instructions it has retired
     * @param memory digest of main storage
     * @param context digest of its context
     */
    public record Digest(Mode mode, long clock, long retired, String memory, String context) {}

    /** Digests of memory and context; empty if the system is not online. */
    public Optional<Digest> digest() {
        if (cpu == null || !view.states.state(id).isOnline()) {
            return Optional.empty();
        }
        return Optional.of(
                new Digest(
                        view.states.mode(id),
                        cpu.clock(),
                        cpu.retired(),
                        Digests.memory(cpu.mainStorage()),
                        Digests.bytes(cpu.captureContext())));
    }

    /** Reads main storage. */
    public byte[] readMemory(long address, int length) {
        requireCpu();
        MainStorage memory = cpu.mainStorage();
        if (!memory.contains(address, length)) {
            throw new IllegalArgumentException(
                    String.format(
                            "0x%x to 0x%x lies outside main storage, which is 0x%x to 0x%x",
                            address,
                            address + length - 1,
                            memory.base(),
                            memory.base() + memory.size() - 1));
        }
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return bytes;
    }

    /** Registers of a hart. */
    public Map<String, Long> readRegisters(int hart) {
        requireCpu();
        Map<String, Long> registers = new LinkedHashMap<>();
        for (String name : cpu.registerNames()) {
            registers.put(name, cpu.register(hart, name));
        }
        return registers;
    }

    private void requireCpu() {
        if (cpu == null) {
            throw new IllegalArgumentException("The CPU board of #" + id + " has no power");
        }
    }

    // The rounds

    /** Does a piece of work; false if there was nothing to do but wait for others. */
    public boolean step() {
        if (phase == Phase.RUN) {
            // Others wait for their completions; the own CPU subsystem can wait a moment.
            return wire.poll() || run();
        }
        return advance() || wire.poll();
    }

    /** Handles one frame, if there is one, without going on; for a driver that has one thread. */
    public boolean serve() {
        return wire.poll();
    }

    private boolean advance() {
        switch (phase) {
            case IDLE -> {
                if (answerQuestions()) {
                    return true;
                }
                if (!roundWanted()) {
                    return false;
                }
                begin();
            }
            case REPORTED -> {
                if (!allReported()) {
                    return false;
                }
                judge();
            }
            case JUDGED -> {
                if (!allJudged()) {
                    return false;
                }
                decisions.decide();
                turn = 0;
                phase = Phase.INBOUND;
            }
            case INBOUND -> {
                if (turn == id) {
                    inboundTurn();
                } else if (doneTurns <= turn) {
                    return false;
                }
                turn++;
                if (turn == systems()) {
                    phase = Phase.CLOSING;
                }
            }
            case CLOSING -> {
                return closeRound();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean answerQuestions() {
        Runnable question = questions.poll();
        if (question == null) {
            return false;
        }
        question.run();
        return true;
    }

    private boolean roundWanted() {
        if (!standStill || startSeen) {
            return true;
        }
        collectMailbox();
        return commandDue()
                || !notices.isEmpty()
                || io.due(view.clock)
                || !scheduled.isEmpty() && view.serviceRuns();
    }

    private void collectMailbox() {
        for (Scheduled each = mailbox.poll(); each != null; each = mailbox.poll()) {
            scheduled.add(each);
        }
    }

    private boolean commandDue() {
        for (Scheduled each : scheduled) {
            if (due(each, view.clock)) {
                return true;
            }
        }
        return false;
    }

    /** A guest that has ended is at the last boundary there is, so whoever waits for it is due. */
    private boolean due(Scheduled each, long clock) {
        return each.clock <= clock
                || each.command.order() instanceof Control.Hold && !view.guestExit.isEmpty();
    }

    private void begin() {
        if (standStill && !startSeen) {
            wire.frame(FrameType.START).putLong(view.round + 1);
            sendToAll();
        }
        startSeen = false;
        doneTurns = 0;
        view.round++;
        outbound.begin();
        SystemState state = view.states.state(id);
        serving = view.serviceRuns() && state.isOnline() && cpu != null;
        boolean firmware =
                view.serviceRuns()
                        && cpu != null
                        && (state == SystemState.OFFLINE_DIVIDE || state == SystemState.OFFLINE);
        if (serving || firmware && !deferred) {
            phase = Phase.RUN;
        } else {
            reportNow();
        }
    }

    private boolean run() {
        if (awaiting) {
            return false;
        }
        long boundary = serving ? nextClock : cpu.clock() + description.quantum();
        RunExit exit;
        try {
            exit = cpu.run(boundary);
        } catch (RuntimeException e) {
            // A processor that breaks is a located fault of its CPU subsystem, not of the server.
            notice(StateEvent.FAIL, id, "the processor failed: " + e);
            reportNow();
            return true;
        }
        if (exit == RunExit.BOUNDARY) {
            reportNow();
        } else if (outbound.issue(cpu.request()) == Taken.DEFERRED) {
            deferred = true;
            reportNow();
        }
        return true;
    }

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
            cpu.complete(ft.chipset.compare.IoComparator.ABORTED);
        }
        awaiting = false;
        deferred = false;
    }

    private void reportNow() {
        Report own = reports[id];
        own.round = view.round;
        own.clock = cpu == null ? 0 : cpu.clock();
        own.retired = cpu == null ? 0 : cpu.retired();
        if (cpu != null) {
            written.take(cpu);
            noteWritten();
        }
        own.notices.clear();
        own.notices.addAll(notices);
        notices.clear();
        collectMailbox();
        own.commands.clear();
        own.earliest = Long.MAX_VALUE;
        for (var each = scheduled.iterator(); each.hasNext(); ) {
            Scheduled next = each.next();
            long clock = serving ? nextClock : view.clock;
            if (due(next, clock)) {
                own.commands.add(next.command);
                each.remove();
            } else {
                own.earliest = Math.min(own.earliest, next.clock);
            }
        }
        if (serving && view.duplicated()) {
            own.signature = cpu.takeSignature();
            own.signatureRound = view.round;
            wire.frame(FrameType.SIGNATURE).putLong(view.round).putLong(own.signature);
            sendToAll(Path.CPU_BUS);
        } else if (cpu != null) {
            cpu.takeSignature();
        }
        own.put(wire.frame(FrameType.REPORT), codec);
        sendToAll();
        outbound.boundary(id);
        phase = Phase.REPORTED;
    }

    /** What was written goes to whoever keeps account of it. */
    private void noteWritten() {
        if (trace.isRunning()) {
            written.forEachWritten(trace::record);
            if (trace.isFull()) {
                notice(StateEvent.TRACE_FULL, id, "the access trace has overflowed");
            } else if (trace.isAlmostFull()) {
                notice(
                        StateEvent.TRACE_ALMOST_FULL,
                        id,
                        "the access trace holds " + trace.entries() + " entries");
            }
        }
        resync.noteWritten(written);
    }

    private boolean allReported() {
        for (Report report : reports) {
            if (report.round != view.round) {
                return false;
            }
        }
        return true;
    }

    private boolean allJudged() {
        for (int i = 0; i < reports.length; i++) {
            boolean member = view.serviceRuns() && view.states.state(i).isDuplicated();
            if (reports[i].verdictRound != view.round
                    || member && reports[i].signatureRound != view.round) {
                return false;
            }
        }
        return true;
    }

    private void judge() {
        Report own = reports[id];
        own.verdictRound = view.round;
        own.disagreement = outbound.disagreement();
        own.queueFull = outbound.queueFull();
        wire.frame(FrameType.VERDICT)
                .putLong(view.round)
                .putByte(own.queueFull ? 1 : 0)
                .putText(own.disagreement);
        sendToAll();
        if (serving && view.duplicated()) {
            signatures++;
        }
        phase = Phase.JUDGED;
    }

    private void inboundTurn() {
        PowerRequest request = null;
        if (view.ioBoard[id]) {
            outbound.performAsynchronous();
            if (view.states.active() >= 0) {
                io.boundary(view.clock);
            }
            request = io.takePowerRequest().orElse(null);
        }
        int lines = view.ioBoard[id] ? io.interruptLines() : 0;
        long alarm = view.ioBoard[id] ? io.nextAlarm() : Long.MAX_VALUE;
        wire.frame(FrameType.INBOUND_DONE)
                .putLong(alarm)
                .putInt(lines)
                .putByte(request == null ? -1 : request.kind().ordinal())
                .putInt(request == null ? 0 : request.code());
        sendToAll();
        doneTurns = turn + 1;
        inboundDone(id, alarm, lines, request);
    }

    private void inboundDone(int system, long alarm, int lines, PowerRequest request) {
        view.nextAlarm[system] = alarm;
        if (cpu != null && view.states.state(id).isOnline()) {
            latch.apply(cpu, system, lines);
        }
        if (request != null) {
            decisions.power(request);
        }
    }

    private boolean closeRound() {
        int active = view.states.active();
        if (active == id) {
            if (cpu != null) {
                written.take(cpu);
                noteWritten();
            }
            resync.work();
            decide();
        } else if (active >= 0 && closedRound != view.round) {
            return false;
        } else if (active < 0) {
            standStill = true;
        }
        publishStatus();
        answerAllQuestions();
        phase = Phase.IDLE;
        return true;
    }

    private void answerAllQuestions() {
        while (answerQuestions()) {
            // each question is one that was there at this boundary
        }
    }

    /** Where the next boundary is, and whether there is one to run to. */
    private void decide() {
        long quantum = description.quantum();
        nextClock = (view.clock / quantum + 1) * quantum;
        boolean runs = view.serviceRuns();
        long idleUntil = runs ? cpu.idleUntil() : 0;
        boolean idle = runs && idleUntil > view.clock && !decisions.pending();
        if (idle) {
            long wake = idleUntil;
            for (Report report : reports) {
                wake = Math.min(wake, report.earliest);
            }
            for (long alarm : view.nextAlarm) {
                wake = Math.min(wake, alarm);
            }
            if (wake == Long.MAX_VALUE) {
                runs = false;
            } else {
                long limit = view.clock + pacer.longestSkip(quantum);
                long boundary = (Math.min(wake, limit) + quantum - 1) / quantum * quantum;
                nextClock = Math.max(nextClock, boundary);
            }
        }
        standStill = !runs;
        wire.frame(FrameType.ROUND_DONE)
                .putLong(view.round)
                .putLong(nextClock)
                .putByte(standStill ? 1 : 0);
        sendToAll();
        if (runs) {
            pacer.pace(view.clock);
        } else {
            pacer.stop();
        }
    }

    private void publishStatus() {
        ServerView v = view;
        if (cpu != null && (v.round & 0x3f) == 0 || !problem.isEmpty()) {
            problem = cpu == null ? "" : cpu.stuck().orElse("");
        }
        String text = problem.isEmpty() ? decisions.problem(id) : problem;
        host.status(
                new SystemStatus(
                        id,
                        v.states.state(id),
                        v.states.mode(id),
                        v.cpuBoard[id],
                        v.ioBoard[id],
                        v.states.linked(),
                        cpu == null ? 0 : cpu.clock(),
                        cpu == null ? 0 : cpu.retired(),
                        signatures,
                        outbound.compared(),
                        outbound.aborts(),
                        text));
    }

    // Used by decisions and resynchronization

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

    /** Applies an event of the own resynchronization everywhere. */
    void broadcast(StateEvent event, int subject, String text, boolean repairing) {
        decisions.broadcast(event, subject, text, repairing);
    }

    /** A step of the own resynchronization, for the log. */
    void decisionsNote(String label, String text) {
        decisions.note(label, id, text);
    }

    void sendToAll() {
        sendToAll(Path.CROSSLINK);
    }

    private void sendToAll(Path path) {
        for (int peer = 0; peer < systems(); peer++) {
            if (peer != id) {
                wire.send(peer, path);
            }
        }
    }

    @Override
    public void frame(int peer, Path path, byte[] buffer, int offset, int length) {
        in.wrap(buffer, offset, length);
        switch (FrameType.of((byte) in.getByte())) {
            case START -> startSeen = true;
            case REPORT -> {
                reports[peer].get(in, codec);
                outbound.boundary(peer);
            }
            case SIGNATURE -> {
                reports[peer].signatureRound = in.getLong();
                reports[peer].signature = in.getLong();
            }
            case VERDICT -> {
                reports[peer].verdictRound = in.getLong();
                reports[peer].queueFull = in.getByte() != 0;
                reports[peer].disagreement = in.getText();
            }
            case INBOUND_DONE -> {
                long alarm = in.getLong();
                int lines = in.getInt();
                int kind = in.getByte();
                int code = in.getInt();
                doneTurns = peer + 1;
                inboundDone(
                        peer,
                        alarm,
                        lines,
                        kind < 0 ? null : new PowerRequest(PowerRequest.Kind.values()[kind], code));
            }
            case ROUND_DONE -> {
                closedRound = in.getLong();
                nextClock = in.getLong();
                standStill = in.getByte() != 0;
            }
            case REQUEST -> outbound.receive(peer, in);
            case COMPLETION -> completion(peer, in.getLong(), in.getInt());
            case DMA_READ -> inbound.answerRead(peer, in);
            case DMA_DATA -> inbound.takeData(in);
            case DMA_WRITE -> inbound.takeWrite(in);
            case DMA_CHECK -> inbound.answerCheck(peer, in);
            case DMA_VERDICT -> inbound.takeVerdict(in);
            case EVENT -> decisions.receive(in);
            case PAGE_DATA, CHECK_VALUES, TRACE_PAGES, CONTEXT_DIGEST -> resync.answer(in);
            default -> destination.frame(peer, in);
        }
    }

    /** Where it is in a round, for diagnosis; racy unless the driver stands still. */
    @Override
    public String toString() {
        return String.format(
                "#%d round %d %s turn %d done %d awaiting %s deferred %s standStill %s clock %d"
                        + " next %d",
                id,
                view.round,
                phase,
                turn,
                doneTurns,
                awaiting,
                deferred,
                standStill,
                view.clock,
                nextClock);
    }
}
