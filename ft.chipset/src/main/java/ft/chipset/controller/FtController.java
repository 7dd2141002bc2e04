package ft.chipset.controller;

import ft.api.cpu.CpuSubsystem;
import ft.api.crosslink.CrosslinkPort;
import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.api.fields.StateFields;
import ft.api.history.Moment;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem;
import ft.api.observer.BoundaryObserver;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.chipset.access.AccessRegisters;
import ft.chipset.controller.board.BoardInput;
import ft.chipset.controller.board.Firmware;
import ft.chipset.controller.board.IntegrationPort;
import ft.chipset.controller.board.ServiceInterrupt;
import ft.chipset.controller.command.Ejector;
import ft.chipset.controller.command.Mailbox;
import ft.chipset.controller.command.Orders;
import ft.chipset.controller.command.Power;
import ft.chipset.controller.copy.ChecksumUnit;
import ft.chipset.controller.copy.CopyHardware;
import ft.chipset.controller.copy.Destination;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.copy.Resynchronization;
import ft.chipset.controller.copy.TraceRecorder;
import ft.chipset.controller.copy.Written;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.event.Problems;
import ft.chipset.controller.event.ServiceAccount;
import ft.chipset.controller.fault.FaultDesk;
import ft.chipset.controller.fault.Struck;
import ft.chipset.controller.request.Inbound;
import ft.chipset.controller.request.LockRelease;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.round.Playback;
import ft.chipset.controller.round.RoundParts;
import ft.chipset.controller.round.Rounds;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.CpuSlot;
import ft.chipset.controller.side.ExecutionObservers;
import ft.chipset.controller.side.Reach;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Command;
import ft.chipset.controller.view.Control;
import ft.chipset.controller.view.Notices;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.history.Script;
import ft.chipset.link.RecordCodec;
import ft.chipset.link.Wire;
import ft.chipset.trace.AccessTrace;
import ft.chipset.trace.Tracking;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * FT controller 130 of one system. An actor: it owns its CPU subsystem and its IO subsystem, and
 * talks to the other controllers by frames over the crosslink only.
 *
 * <p>{@link #step()} never waits for another controller's step, so one thread can run them all;
 * where an answer is needed at once, the other side is known to stand still and only has to serve
 * frames ({@link Wire#serveUntil}). What a step does is in {@link Rounds}.
 *
 * <p><b>Threading:</b> one thread at a time calls {@link #step()} and whatever is not said to be
 * for any thread.
 */
public final class FtController {
    private volatile BoundaryObserver observer;
    private final Side side;
    private final IoSubsystem io;
    private final Mailbox mailbox;
    private final EventDesk events;
    private final Reports reports;
    private final Inbound inbound;
    private final Outbound outbound;
    private final CopyHardware hardware;
    private final Resynchronization resync;
    private final Destination destination;
    private final FaultDesk faults;
    private final Playback playback;
    private final Rounds rounds;
    private final Inspection inspection;
    private final ControllerState state;

    /**
     * Without power. The parts are made from those that know nothing of others on; what each of
     * them takes is all that it reaches.
     *
     * @param id number of the system
     * @param ioOf makes its IO subsystem, given the way to main storage
     * @param port its end of the crosslink
     */
    public FtController(
            int id,
            ServerDescription description,
            ControllerHost host,
            Function<InboundPort, IoSubsystem> ioOf,
            CrosslinkPort port) {
        int[] peers =
                IntStream.range(0, description.systems()).filter(peer -> peer != id).toArray();
        RecordCodec codec =
                new RecordCodec(Operation.class, Fault.class, Trigger.class, Control.class);
        FrameRouter router = new FrameRouter(this, codec);
        ServerView view = new ServerView(description);
        CpuSlot slot = new CpuSlot(id, description.systems());
        side = new Side(id, view, slot, new Wire(port, peers, router));
        Reach reach = new Reach(id, view);
        Notices notices = new Notices();
        reports = new Reports(view);
        mailbox = new Mailbox(id, view);
        Journal journal = new Journal(side, host);
        events = new EventDesk(side, host, journal);
        Outlets outlets = new Outlets(events, journal, host);

        Guards guards = new Guards(side);
        inbound = new Inbound(side, reach, guards, notices);
        io = ioOf.apply(inbound);
        io.input(new BoardInput(side, outlets));
        AccessRegisters registers = new AccessRegisters();
        Firmware firmware = new Firmware(side, io, registers, journal);
        ServiceInterrupt service = new ServiceInterrupt(side, io, notices);
        IntegrationPort integration = new IntegrationPort(side, io);
        outbound = new Outbound(side, io, inbound, registers, firmware);

        AccessTrace trace =
                new AccessTrace(
                        Tracking.of(description),
                        description.traceEntries(),
                        () -> view.description().traceAlmostFull());
        Written written = new Written();
        ChecksumUnit checksums = new ChecksumUnit(slot);
        hardware =
                new CopyHardware(side, io, checksums, trace, written, guards, service, registers);
        TraceRecorder recorder =
                new TraceRecorder(side, trace, written, inbound.suspects(), notices);
        resync = new Resynchronization(hardware, outlets, reports, this::observer);
        destination = new Destination(hardware, reach);

        Struck struck = new Struck(resync, outbound, trace, service, checksums);
        faults = new FaultDesk(side, io, outlets, struck);
        Ejector ejector = new Ejector(side, io, journal);
        Power power = new Power(side, io, registers, faults, notices, ejector, outlets);
        Orders orders = new Orders(side, reports, outlets, integration, power, faults);
        Problems problems = new Problems(view);
        playback = new Playback(view);
        RoundParts parts =
                new RoundParts(
                        io,
                        mailbox,
                        reports,
                        notices,
                        outlets,
                        problems,
                        outbound,
                        inbound,
                        integration,
                        hardware,
                        recorder,
                        resync,
                        faults,
                        orders,
                        power,
                        ejector,
                        playback,
                        () -> observer != null);
        state = new ControllerState(side, host, io);
        rounds = new Rounds(side, codec, parts, router::catchUp, state::state);
        inspection = new Inspection(side, resync);
        ServiceAccount account = new ServiceAccount(side, host);
        // What is struck by a state is struck before its firmware runs, and so on: the order
        // counts.
        events.followedBy(
                faults,
                problems,
                new LockRelease(view, io),
                guards,
                firmware,
                recorder,
                integration,
                service,
                resync,
                account);
        state.with("rounds", rounds::state)
                .with("mailbox", mailbox::state)
                .with("notices", notices::state)
                .with("events", events::state)
                .with("problems", problems::state)
                .with("account", account::state)
                .with("firmware", firmware::state)
                .with("integration", integration::state)
                .with("service", service::state)
                .with("registers", registers::state)
                .with("outbound", outbound::state)
                .with("inbound", inbound::state)
                .with("written", written::state)
                .with("trace", trace::state)
                .with("checksums", checksums::state)
                .with("resynchronization", resync::state)
                // What waits for its victim strikes again, over what was loaded before.
                .with("faults", faults::state);
    }

    // For the driver

    /** Replaces the crosslink's way of waiting. */
    public void idler(Wire.Idler idler) {
        side.wire().idler(idler);
    }

    /** Says when the server is being closed. */
    public void stoppedBy(BooleanSupplier condition) {
        side.wire().stoppedBy(condition);
    }

    /** Waits until there may be something to do. */
    public void await(long nanos) {
        side.wire().port().await(nanos);
    }

    /** Ends {@link #await}. Any thread. */
    public void wake() {
        side.wire().port().wake();
    }

    /** Handles one frame, if there is one, without going on. */
    public boolean serve() {
        return side.wire().poll();
    }

    /** Does a piece of work; false if there was nothing to do but wait for others. */
    public boolean step() {
        return rounds.step();
    }

    /** Whether it copies while the guest runs here alone, so that all others just serve it. */
    public boolean leads() {
        return resync.leads();
    }

    /** Who watches copy strategies; none with null. Any thread. */
    public void watchedBy(BoundaryObserver newObserver) {
        observer = newObserver;
    }

    private BoundaryObserver observer() {
        return observer;
    }

    /** Whether it has ended a round and not begun another. */
    public boolean isBetweenRounds() {
        return rounds.isIdle();
    }

    /** Number of the round that it is in or has ended. */
    public long round() {
        return side.view().round;
    }

    /** Clock of the service at the last boundary; inside of {@link #ask} only. */
    public long clock() {
        return side.view().clock;
    }

    /** Gives main storage and devices back, after the driver has stopped. */
    public void close() {
        side.slot().insert(null);
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
        mailbox.submit(clock, new Command(side.id(), commandId, order));
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
        return new Control.Hold();
    }

    /** A control that lets the guest go on. */
    public static Record release() {
        return new Control.Release();
    }

    /** A control that writes a note into the event log. */
    public static Record note(String text) {
        return new Control.Note(text);
    }

    /**
     * Whether nothing has power, and nobody has asked for it; inside of {@link #ask} only. Of one
     * controller: others may have been asked.
     */
    public boolean isOff() {
        ServerView view = side.view();
        return view.states.count(SystemState.OFF) == view.systems()
                && !mailbox.wantsRound(view.clock);
    }

    /** Whether it is this system that is ACT and provides the service; its own thread. */
    public boolean isInService() {
        return side.state().isOnline() && side.view().states.mode(side.id()) == Mode.ACT;
    }

    /** Who looks at what the harts execute. Any thread. */
    public ExecutionObservers executionObservers() {
        return side.slot().observers();
    }

    /** A control that begins the script that all controllers have been given. */
    public static Record play() {
        return new Control.Play();
    }

    /**
     * Gives the server inputs again; inside of {@link #ask} only, of every controller while the
     * guest stands still; then comes {@link #play()}. What was asked for and has not come is
     * forgotten.
     */
    public void arm(Script script) {
        mailbox.forget();
        playback.arm(script);
    }

    /**
     * Whether a script waits for a moment that cannot come any more, because nothing goes on by
     * itself; inside of {@link #ask} only.
     */
    public boolean starves() {
        return rounds.starves();
    }

    /** Whether nothing goes on before something comes from outside; inside of {@link #ask} only. */
    public boolean standsStill() {
        return rounds.isIdle() && rounds.standsStill();
    }

    /** The moment of the last round; inside of {@link #ask} only. */
    public Moment moment() {
        return side.view().moment;
    }

    /** The IO subsystem; what it says about threads holds. */
    public IoSubsystem io() {
        return io;
    }

    /** What can be seen of the CPU subsystem; inside of {@link #ask} only. */
    public Inspection inspection() {
        return inspection;
    }

    /** A control that takes a snapshot as soon as all is quiet. */
    public static Record save(long number) {
        return new Control.Save(number);
    }

    /** A control that goes on behind a snapshot. */
    public static Record saved() {
        return new Control.Saved();
    }

    /**
     * Loads what this controller was, before the driver starts; the guest is held.
     *
     * @throws IllegalArgumentException with one sentence if it does not fit
     */
    public void load(StateFields fields) {
        state.state(fields);
        side.view().held = true;
        rounds.loaded();
    }

    /** Shows how its system is, which was loaded. */
    public void show() {
        rounds.loaded();
    }

    /** Names what this controller has but its CPU board, for one that takes its place. */
    public void handOver(StateFields fields) {
        state.state(fields);
    }

    /**
     * Takes the place of another controller, before the driver starts.
     *
     * @param board the CPU board of that one, or null
     * @param fields what it had
     * @throws IllegalArgumentException with one sentence if it does not fit
     */
    public void takeOver(CpuSubsystem board, StateFields fields) {
        side.slot().insert(board);
        state.state(fields);
        rounds.loaded();
    }

    /** Takes the mail of a controller whose driver has stopped; its questions are left to it. */
    public void takeMail(FtController from) {
        mailbox.take(from.mailbox);
    }

    /** Takes the CPU board out, which goes on elsewhere; null if there is none. */
    public CpuSubsystem takeBoard() {
        return side.slot().take();
    }

    /** The CPU board, or null; after the driver has stopped. */
    public CpuSubsystem board() {
        return side.cpu();
    }

    /** Whether an operator holds the guest; after the driver has stopped. */
    public boolean isHeld() {
        return side.view().held;
    }

    /** The CPU board was seen by another controller, and comes back. */
    public void keepBoard() {
        if (side.cpu() != null) {
            side.cpu().observe(side.slot().observers());
        }
    }

    // For router and observation

    Side side() {
        return side;
    }

    Rounds rounds() {
        return rounds;
    }

    Reports reports() {
        return reports;
    }

    EventDesk events() {
        return events;
    }

    Outbound outbound() {
        return outbound;
    }

    Inbound inbound() {
        return inbound;
    }

    CopyHardware hardware() {
        return hardware;
    }

    Resynchronization resync() {
        return resync;
    }

    Destination destination() {
        return destination;
    }

    FaultDesk faults() {
        return faults;
    }

    /** Where it is in a round, for diagnosis; racy unless the driver stands still. */
    @Override
    public String toString() {
        return "#" + side.id() + ": " + rounds;
    }
}
