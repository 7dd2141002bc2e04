package ft.chipset.controller.request;

import ft.api.board.BoardMap;
import ft.api.cpu.IoRequest;
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
import ft.chipset.controller.FtController;
import ft.chipset.controller.ServerView;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The way of outbound requests (journey 2): from the own CPU subsystem by the access matrix to the
 * FT controller of the IO subsystem that is addressed, through its comparator while duplicated, and
 * the completion back.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Outbound implements IoComparator.Port {
    private final FtController controller;
    private final IoComparator comparator;
    private final boolean[] members;
    private final boolean[] voters;
    private final Standstill standstill;
    private final String[] outvoted;
    private final Deque<Asynchronous> asynchronous = new ArrayDeque<>();
    private final AccessRegisters registers = new AccessRegisters();
    private String disagreement = "";
    private boolean hasCompared;
    private int addressed;
    private long aborts;

    /**
     * A request of class ASYNC, carried out at the boundary so that its place among others is
     * fixed.
     */
    private record Asynchronous(int system, long offset, long value, int kind) {}

    public Outbound(FtController controller) {
        this.controller = controller;
        members = new boolean[controller.systems()];
        voters = new boolean[controller.systems()];
        outvoted = new String[controller.systems()];
        Arrays.fill(outvoted, "");
        standstill = new Standstill(controller);
        comparator =
                new IoComparator(
                        controller.systems(), controller.description().ioQueueDepth(), this);
    }

    public long aborts() {
        return aborts;
    }

    /** The registers of the own system's access control. */
    public AccessRegisters registers() {
        return registers;
    }

    public long compared() {
        return comparator.compared();
    }

    /** Entries of the comparator's queues that were damaged and replaced. */
    public long mended() {
        return comparator.mended();
    }

    /** Begins a quantum. */
    public void begin() {
        ServerView view = controller.view();
        for (int i = 0; i < members.length; i++) {
            members[i] = view.serviceRuns() && view.states.state(i).isDuplicated();
            voters[i] = view.serviceRuns() && view.states.votes(i);
        }
        boolean async = view.states.count(SystemState.ONLINE_ASYNC) > 0;
        disagreement = "";
        hasCompared = false;
        Arrays.fill(outvoted, "");
        comparator.begin(members, voters, Math.max(0, view.states.active()), async);
    }

    /** A duplicated system has sent all its requests of this quantum. */
    public void boundary(int system) {
        if (members[system]) {
            comparator.boundary(system);
        }
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
        /** A read that waits for its completion. */
        WAITS,
        /** A request that is carried out at the boundary; the CPU subsystem stops there. */
        DEFERRED
    }

    /** Takes the pending request of the own CPU subsystem. */
    public Taken issue(IoRequest request) {
        long address = request.address();
        long inAccess = address - BoardMap.ACCESS_BASE;
        if (inAccess >= 0 && inAccess < BoardMap.ACCESS_SIZE) {
            return router(request, inAccess);
        }
        ServerView view = controller.view();
        int self = controller.id();
        int target;
        long offset;
        long inOwn = address - BoardMap.OWN_SRC_BASE;
        if (inOwn >= 0 && inOwn < BoardMap.SRC_SIZE) {
            target = members[self] ? view.states.active() : self;
            offset = inOwn + BoardMap.SRC_BASE;
            if (inOwn == SrcRegister.BOOT_ENTRY.offset() && !request.isWrite()) {
                controller.desk().boots();
            }
        } else {
            target = BoardMap.ioSubsystem(address);
            offset = address % BoardMap.IO_WINDOW_SIZE;
        }
        if (target >= view.systems() || !view.ioBoard[target]) {
            return abort(request, AbortCause.NO_TARGET);
        }
        Grant grant = AccessMatrix.outbound(view.states.state(self), place(self, target, offset));
        if (grant == Grant.MASTER_ABORT || !view.connected(self, target)) {
            return abort(request, AbortCause.STATE);
        }
        long value = request.value();
        long clock = request.clock();
        int kind = AccessKind.of(request.size(), request.isWrite(), request.hart());
        if (grant == Grant.ASYNC) {
            if (!registers.asynchronous()) {
                return abort(request, AbortCause.ORDINARY_OUT_OF_SERVICE);
            }
            submit(target, clock, offset, value, kind, true);
            return Taken.DEFERRED;
        }
        if (request.isWrite()) {
            controller.cpu().complete(0);
        } else {
            controller.slot().awaitRead();
            addressed = target;
        }
        submit(target, clock, offset, value, kind, false);
        return controller.slot().awaitsRead() ? Taken.WAITS : Taken.DONE;
    }

    /**
     * A request that the in-system router answers itself, in either class: software that has chosen
     * the wrong one must be able to choose again.
     */
    private Taken router(IoRequest request, long offset) {
        SystemState state = controller.view().states.state(controller.id());
        if (AccessMatrix.outbound(state, Target.OWN_SRC) == Grant.MASTER_ABORT) {
            return abort(request, AbortCause.STATE);
        }
        if (!registers.answers(offset, request.size(), request.isWrite())) {
            return abort(request, AbortCause.NO_TARGET);
        }
        long data = 0;
        if (request.isWrite()) {
            registers.write(offset, request.value());
        } else {
            data = registers.read(offset);
        }
        controller.cpu().complete(data);
        return Taken.DONE;
    }

    private Taken abort(IoRequest request, AbortCause cause) {
        aborts++;
        registers.abort(
                request.address(), request.size(), request.isWrite(), request.hart(), cause);
        controller.cpu().complete(IoComparator.ABORTED);
        return Taken.DONE;
    }

    private static Target place(int self, int target, long offset) {
        boolean src = offset >= BoardMap.SRC_BASE && offset < BoardMap.SRC_BASE + BoardMap.SRC_SIZE;
        if (target == self) {
            return src ? Target.OWN_SRC : Target.OWN_DEVICE;
        }
        return src ? Target.OTHER_SRC : Target.OTHER_DEVICE;
    }

    private void submit(
            int target, long clock, long offset, long value, int kind, boolean deferred) {
        if (target == controller.id()) {
            take(target, clock, offset, value, kind, deferred);
            return;
        }
        controller
                .wire()
                .frame(FrameType.REQUEST)
                .putLong(controller.view().round)
                .putLong(clock)
                .putLong(offset)
                .putLong(value)
                .putInt(kind)
                .putByte(deferred ? 1 : 0);
        controller.wire().send(target);
    }

    /** Takes a request that came over the crosslink. */
    public void receive(int system, FrameBuffer in) {
        in.getLong(); // the round, which has begun here by now
        take(system, in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getByte() != 0);
    }

    private void take(int system, long clock, long offset, long value, int kind, boolean deferred) {
        if (deferred) {
            asynchronous.add(new Asynchronous(system, offset, value, kind));
        } else if (members[system]) {
            hasCompared = true;
            comparator.request(system, clock, offset, value, kind);
        } else {
            long data = perform(clock, offset, value, kind);
            if (!AccessKind.isWrite(kind)) {
                complete(system, data, lines());
            }
        }
    }

    /**
     * Carries out the requests of class ASYNC, in the order of their systems, and completes each to
     * its issuer. What was accepted is completed even if the issuer has been isolated since (P6
     * [0074], X22); then nobody waits for it any more. If it is this IO subsystem that has gone, it
     * ends in a master abort, so that the issuer does not wait until the board is back.
     */
    public void performAsynchronous() {
        boolean present = controller.view().ioBoard[controller.id()];
        // Clocks of systems that are not in service mean nothing to a device.
        long clock = controller.view().clock;
        for (int system = 0; system < controller.systems(); system++) {
            for (Asynchronous each : asynchronous) {
                if (each.system == system) {
                    int issuer = SharedResources.issuer(system);
                    long data =
                            present
                                    ? access(issuer, clock, each.offset, each.value, each.kind)
                                    : IoComparator.ABORTED;
                    complete(system, data, lines());
                }
            }
        }
        asynchronous.clear();
    }

    @Override
    public long perform(long clock, long offset, long value, int kind) {
        return access(SharedResources.SERVICE, clock, offset, value, kind);
    }

    private long access(int requester, long clock, long offset, long value, int kind) {
        controller.io().sharedResources().requester(requester);
        if (AccessKind.isWrite(kind)) {
            controller.io().write(offset, AccessKind.size(kind), value, clock);
            return 0;
        }
        return controller.io().read(offset, AccessKind.size(kind), clock);
    }

    /** Completes a request of the own CPU subsystem, with the interrupt lines of who did it. */
    public void completion(int ioSystem, long data, int lines) {
        standstill.moves();
        controller.inbound().lines(ioSystem, lines);
        controller.slot().complete(data);
    }

    @Override
    public int lines() {
        return controller.io().interruptLines();
    }

    @Override
    public void complete(int system, long data, int lines) {
        if (system == controller.id()) {
            completion(system, data, lines);
            return;
        }
        // A completion may be sent while a frame is handled, and while another one is being sent.
        controller.wire().answer(FrameType.COMPLETION).putLong(data).putInt(lines);
        controller.wire().sendAnswer(system);
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

    /** The own CPU subsystem waits for a read and there is nothing else to do. */
    public boolean idles() {
        return members[controller.id()] && standstill.idles(addressed);
    }

    /** Finds out whether everybody waits. */
    public Standstill inquiries() {
        return standstill;
    }

    /** Clock of the read that a system waits for at the comparator; -1 if it does not. */
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
