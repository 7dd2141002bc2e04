package ft.chipset.controller;

import ft.api.cpu.CpuSubsystem;
import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem;
import ft.api.server.BoundaryObserver;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.chipset.controller.board.Command;
import ft.chipset.controller.board.Control;
import ft.chipset.controller.board.CpuSlot;
import ft.chipset.controller.board.IntegrationPort;
import ft.chipset.controller.board.Mailbox;
import ft.chipset.controller.board.ServiceInterrupt;
import ft.chipset.controller.copy.ChecksumUnit;
import ft.chipset.controller.copy.Destination;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.copy.Resynchronization;
import ft.chipset.controller.copy.Written;
import ft.chipset.controller.fault.FaultDesk;
import ft.chipset.controller.request.Inbound;
import ft.chipset.controller.request.Outbound;
import ft.chipset.controller.round.Rounds;
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
    private final int id;
    private final ServerDescription description;
    private final IoSubsystem io;
    private final FrameRouter router;
    private final Wire wire;
    private final ServerView view;
    private final Mailbox mailbox;
    private final CpuSlot slot;
    private final Outbound outbound;
    private final Inbound inbound;
    private final AccessTrace trace;
    private final Written written = new Written();
    private final ChecksumUnit checksumUnit = new ChecksumUnit(this);
    private final ServiceInterrupt service = new ServiceInterrupt(this);
    private final Guards guards = new Guards(this);
    private final IntegrationPort integration = new IntegrationPort(this);
    private final Resynchronization resync;
    private final Destination destination;
    private final EventDesk desk;
    private final Rounds rounds;
    private final FaultDesk faults;
    private final Inspection inspection = new Inspection(this);

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
        int[] peers =
                IntStream.range(0, description.systems()).filter(peer -> peer != id).toArray();
        RecordCodec codec =
                new RecordCodec(Operation.class, Fault.class, Trigger.class, Control.class);
        router = new FrameRouter(this, codec);
        wire = new Wire(port, peers, router);
        view = new ServerView(description);
        slot = new CpuSlot(description.systems());
        trace =
                new AccessTrace(
                        Tracking.of(description),
                        description.traceEntries(),
                        description.traceAlmostFull());
        inbound = new Inbound(this);
        this.io = io.apply(inbound);
        outbound = new Outbound(this);
        destination = new Destination(this);
        desk = new EventDesk(this, host);
        resync = new Resynchronization(this, host, desk);
        faults = new FaultDesk(this, host, desk);
        mailbox = new Mailbox(view);
        rounds = new Rounds(this, host, codec, mailbox);
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
        return rounds.step();
    }

    /** Who watches copy strategies; none with null. Any thread. */
    public void watchedBy(BoundaryObserver newObserver) {
        observer = newObserver;
    }

    /** Who watches copy strategies, or null. */
    public BoundaryObserver observer() {
        return observer;
    }

    /** Whether it has ended a round and not begun another. */
    public boolean isBetweenRounds() {
        return rounds.isIdle();
    }

    /** Number of the round that it is in or has ended. */
    public long round() {
        return view.round;
    }

    /** Gives main storage and devices back, after the driver has stopped. */
    public void close() {
        slot.insert(null);
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
        return new Control.Hold();
    }

    /** A control that lets the guest go on. */
    public static Record release() {
        return new Control.Release();
    }

    /** The IO subsystem; what it says about threads holds. */
    public IoSubsystem io() {
        return io;
    }

    /** What can be seen of the CPU subsystem; inside of {@link #ask} only. */
    public Inspection inspection() {
        return inspection;
    }

    // For the other parts of the controller

    public int id() {
        return id;
    }

    public int systems() {
        return description.systems();
    }

    public ServerDescription description() {
        return description;
    }

    public ServerView view() {
        return view;
    }

    public FrameRouter router() {
        return router;
    }

    public Wire wire() {
        return wire;
    }

    /** The CPU subsystem, or null if there is none in the slot. */
    public CpuSubsystem cpu() {
        return slot.cpu();
    }

    public CpuSlot slot() {
        return slot;
    }

    public Rounds rounds() {
        return rounds;
    }

    public AccessTrace trace() {
        return trace;
    }

    public Outbound outbound() {
        return outbound;
    }

    public Inbound inbound() {
        return inbound;
    }

    public ServiceInterrupt service() {
        return service;
    }

    public IntegrationPort integration() {
        return integration;
    }

    public Resynchronization resync() {
        return resync;
    }

    Destination destination() {
        return destination;
    }

    public EventDesk desk() {
        return desk;
    }

    public Guards guards() {
        return guards;
    }

    public ChecksumUnit checksumUnit() {
        return checksumUnit;
    }

    public FaultDesk faults() {
        return faults;
    }

    public Written written() {
        return written;
    }

    /** Stops what the own CPU subsystem has asked for. */
    public void dropRequest() {
        slot.drop();
    }

    /** Sends the frame that was begun to every other controller. */
    public void sendToAll(Path path) {
        for (int peer = 0; peer < systems(); peer++) {
            if (peer != id) {
                wire.send(peer, path);
            }
        }
    }

    /** Where it is in a round, for diagnosis; racy unless the driver stands still. */
    @Override
    public String toString() {
        return "#" + id + ": " + rounds;
    }
}
