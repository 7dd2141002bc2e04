package ft.chipset.controller.request;

import ft.api.board.BoardMap;
import ft.api.cpu.IoRequest;
import ft.api.fields.StateFields;
import ft.api.io.IoSubsystem;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.api.state.SystemState;
import ft.chipset.access.AbortCause;
import ft.chipset.access.AccessMatrix;
import ft.chipset.access.AccessRegisters;
import ft.chipset.access.Grant;
import ft.chipset.access.Target;
import ft.chipset.compare.AccessKind;
import ft.chipset.compare.IoComparator;
import ft.chipset.controller.board.Firmware;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.Arrays;

/**
 * The way of outbound requests (journey 2): from the own CPU subsystem by the access matrix to the
 * FT controller of the IO subsystem that is addressed, through its comparator while duplicated, and
 * the completion back.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Outbound implements IoComparator.Port {
    private final Side side;
    private final OwnIo io;
    private final Inbound inbound;
    private final AccessRegisters registers;
    private final Firmware firmware;
    private final InSystemRouter router;
    private final IoComparator comparator;
    private final AsyncRequests asynchronous;
    private final Standstill standstill;
    private final boolean[] members;
    private final boolean[] voters;
    private final String[] outvoted;
    private String disagreement = "";
    private boolean hasCompared;
    private boolean atBoundary;
    private int addressed;
    private int asked;

    /**
     * Of a side.
     *
     * @param inbound shows the interrupt lines that come with a completion
     * @param registers of the own system's access control
     */
    public Outbound(
            Side side,
            IoSubsystem io,
            Inbound inbound,
            AccessRegisters registers,
            Firmware firmware) {
        this.side = side;
        this.io = new OwnIo(io);
        this.inbound = inbound;
        this.registers = registers;
        this.firmware = firmware;
        members = new boolean[side.systems()];
        voters = new boolean[side.systems()];
        outvoted = new String[side.systems()];
        Arrays.fill(outvoted, "");
        router = new InSystemRouter(side, registers);
        standstill = new Standstill(side, this);
        asynchronous = new AsyncRequests(side, this.io, this);
        comparator = new IoComparator(side.systems(), side.description().ioQueueDepth(), this);
    }

    public long aborts() {
        return router.aborts();
    }

    public long compared() {
        return comparator.compared();
    }

    /** Entries of the comparator's queues that were damaged and replaced. */
    public long mended() {
        return comparator.mended();
    }

    /** What was counted, for a snapshot; no request is under way between two rounds. */
    public void state(StateFields fields) {
        router.state(fields);
        comparator.state(fields);
    }

    /** Begins a quantum. */
    public void begin() {
        ServerView view = side.view();
        for (int i = 0; i < members.length; i++) {
            members[i] = view.serviceRuns() && view.states.state(i).isDuplicated();
            voters[i] = view.serviceRuns() && view.states.votes(i);
        }
        boolean async = view.states.count(SystemState.ONLINE_ASYNC) > 0;
        atBoundary = false;
        asked = 0;
        disagreement = "";
        hasCompared = false;
        Arrays.fill(outvoted, "");
        comparator.begin(members, voters, Math.max(0, view.states.active()), async);
    }

    /** A system has sent all its requests of this quantum. */
    public void boundary(int system) {
        atBoundary |= system == side.id();
        if (members[system]) {
            comparator.boundary(system);
        }
    }

    /** Whether the own system has sent all its requests of this quantum. */
    boolean isAtBoundary() {
        return atBoundary;
    }

    /** Whether the comparator had anything to compare in this quantum. */
    public boolean hasCompared() {
        return hasCompared;
    }

    /** The next entry in the queue of a system is damaged. */
    public void damageNext(int system, int bit, Runnable hears) {
        comparator.damageNext(system, 1L << bit, hears);
    }

    /** What the comparator found in this quantum; empty if all agreed. */
    public String disagreement() {
        return disagreement;
    }

    /** Why the comparator's majority says that a system is wrong; empty if it does not. */
    public String outvoted(int system) {
        return outvoted[system];
    }

    /** Whether a queue of the comparator is full. */
    public boolean queueFull() {
        return comparator.isFull();
    }

    /** How a request of the own CPU subsystem was taken. */
    public enum Taken {
        /** Completed, or a write that was posted: the CPU subsystem can go on. */
        DONE,
        /** The CPU subsystem waits for the completion. */
        WAITS,
        /** A request that is carried out at the boundary; the CPU subsystem stops there. */
        DEFERRED
    }

    /** Takes the pending request of the own CPU subsystem. */
    public Taken issue(IoRequest request) {
        long address = request.address();
        if (InSystemRouter.isFor(address)) {
            router.answer(request);
            return Taken.DONE;
        }
        ServerView view = side.view();
        int self = side.id();
        int target;
        long offset;
        long inOwn = address - BoardMap.OWN_SRC_BASE;
        if (inOwn >= 0 && inOwn < BoardMap.SRC_SIZE) {
            target = members[self] ? view.states.active() : self;
            offset = inOwn + BoardMap.SRC_BASE;
            if (inOwn == SrcRegister.BOOT_ENTRY.offset() && !request.isWrite()) {
                firmware.boots();
            }
        } else {
            target = BoardMap.ioSubsystem(address);
            offset = address % BoardMap.IO_WINDOW_SIZE;
        }
        if (target >= view.systems() || !view.ioBoard[target]) {
            return abort(request, AbortCause.NO_TARGET);
        }
        Grant grant = AccessMatrix.outbound(side.state(), place(self, target, offset));
        if (grant == Grant.MASTER_ABORT || !view.connected(self, target)) {
            return abort(request, AbortCause.STATE);
        }
        if (grant == Grant.ASYNC && !registers.asynchronous()) {
            return abort(request, AbortCause.ORDINARY_OUT_OF_SERVICE);
        }
        return submit(request, target, offset, grant == Grant.ASYNC);
    }

    private Taken abort(IoRequest request, AbortCause cause) {
        router.abort(request, cause);
        return Taken.DONE;
    }

    private static Target place(int self, int target, long offset) {
        boolean src = offset >= BoardMap.SRC_BASE && offset < BoardMap.SRC_BASE + BoardMap.SRC_SIZE;
        if (target == self) {
            return src ? Target.OWN_SRC : Target.OWN_DEVICE;
        }
        return src ? Target.OTHER_SRC : Target.OTHER_DEVICE;
    }

    private Taken submit(IoRequest request, int target, long offset, boolean deferred) {
        // Read before it is completed: the request object is that of the CPU subsystem.
        long clock = request.clock();
        long value = request.value();
        boolean waits = !request.isWrite() || mayLower(target);
        int kind =
                request.isWrite() && waits
                        ? AccessKind.ofWriteThatWaits(request.size(), request.hart())
                        : AccessKind.of(request.size(), request.isWrite(), request.hart());
        if (deferred) {
            submit(target, clock, offset, value, kind, true);
            return Taken.DEFERRED;
        }
        if (waits) {
            side.slot().await();
            addressed = target;
        } else {
            side.cpu().complete(0);
        }
        submit(target, clock, offset, value, kind, false);
        return side.slot().waits() ? Taken.WAITS : Taken.DONE;
    }

    /**
     * Whether a write may lower an interrupt line that the CPU subsystem sees. Then it is not
     * posted: what follows it, as the completion of the interrupt at the PLIC, must find the lines
     * as they are after it.
     */
    private boolean mayLower(int ioSystem) {
        return side.slot().lines(ioSystem) != 0;
    }

    private void submit(
            int target, long clock, long offset, long value, int kind, boolean deferred) {
        asked |= 1 << target;
        if (target == side.id()) {
            take(target, clock, offset, value, kind, deferred);
            return;
        }
        side.wire()
                .frame(FrameType.REQUEST)
                .putLong(side.view().round)
                .putLong(clock)
                .putLong(offset)
                .putLong(value)
                .putInt(kind)
                .putByte(deferred ? 1 : 0);
        side.wire().send(target);
    }

    /** Takes a request that came over the crosslink. */
    public void receive(int system, FrameBuffer in) {
        in.getLong(); // the round, which has begun here by now
        take(system, in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getByte() != 0);
    }

    private void take(int system, long clock, long offset, long value, int kind, boolean deferred) {
        if (deferred) {
            asynchronous.add(system, offset, value, kind);
        } else if (members[system]) {
            hasCompared = true;
            comparator.request(system, clock, offset, value, kind);
        } else {
            long data = perform(clock, offset, value, kind);
            if (AccessKind.waits(kind)) {
                complete(system, data, lines());
            }
        }
    }

    /** IO subsystems, a bit for each, that the own CPU subsystem has asked in this quantum. */
    public int asked() {
        return asked;
    }

    /** Whether requests of class ASYNC wait for the boundary. */
    public boolean hasAsynchronous() {
        return !asynchronous.isEmpty();
    }

    /** Carries out the requests of class ASYNC, at the boundary. */
    public void performAsynchronous() {
        asynchronous.perform();
    }

    @Override
    public long perform(long clock, long offset, long value, int kind) {
        return io.access(SharedResources.SERVICE, clock, offset, value, kind);
    }

    /** Completes a request of the own CPU subsystem, with the interrupt lines of who did it. */
    public void completion(int ioSystem, long data, int lines) {
        standstill.moves();
        inbound.lines(ioSystem, lines);
        side.slot().complete(data);
    }

    @Override
    public int lines() {
        return io.lines();
    }

    @Override
    public void complete(int system, long data, int lines) {
        if (system == side.id()) {
            completion(system, data, lines);
            return;
        }
        // A completion may be sent while a frame is handled, and while another one is being sent.
        side.wire().answer(FrameType.COMPLETION).putLong(data).putInt(lines);
        side.wire().sendAnswer(system);
    }

    @Override
    public void disagreement(String text) {
        if (disagreement.isEmpty()) {
            disagreement = text;
        }
    }

    @Override
    public void outvoted(int system, String text) {
        outvoted[system] = text;
    }

    // When everybody waits

    /** The own CPU subsystem waits and there is nothing else to do. */
    public boolean idles() {
        return members[side.id()] && standstill.idles(addressed);
    }

    /** Finds out whether everybody waits. */
    public Standstill inquiries() {
        return standstill;
    }

    /** Clock of the request that a system waits for at the comparator; -1 if it does not. */
    long waitsFor(int system) {
        return comparator.waitsFor(system);
    }

    /** Whether a system is one of those that find a majority in this quantum. */
    boolean votes(int system) {
        return voters[system];
    }

    /** Every voter waits for what no other can send. */
    void standstill() {
        comparator.standstill();
    }
}
