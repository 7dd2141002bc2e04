package ft.chipset.compare;

import java.util.Arrays;

/**
 * The IO-access comparator of one FT controller (P6 [0040]-[0043]): compares what the duplicated
 * CPU subsystems send to the IO subsystem of this side, and sends one request on.
 *
 * <p>In step, a request goes on when it has come from every duplicated system. After a disagreement
 * the ACT system is believed ([0055]): its requests go on at once, and the others' are compared
 * with them through the queues, which lets both sides run on until a queue is full.
 *
 * <p>A system that reaches the boundary has sent all it will send in the quantum; a request that
 * still waits for its counterpart then is a disagreement (missing output). So nobody waits for the
 * host's clock, and the outcome depends on the machines alone, not on their threads.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class IoComparator {
    /** All ones: what a read gives that is not carried out. */
    public static final long ABORTED = -1L;

    /** Where requests go on to and completions go back to. */
    public interface Port {
        /** Carries a request out on the IO subsystem of this side; the data of a read. */
        long perform(long clock, long offset, long value, int kind);

        /** Completes the waiting read of a system. */
        void complete(int system, long data);

        /** A disagreement was seen; {@code text} says which. */
        void disagreement(String text);

        /** ACT waits for a read, with this number, that the others have not sent so far. */
        void actWaits(long read);
    }

    private final Port port;
    private final int depth;
    private final AccessQueue[] queues;
    private final AccessQueue completions;
    private final boolean[] member;
    private final boolean[] atBoundary;
    private final boolean[] waiting;
    private int active;
    private boolean following;
    private boolean disagreed;
    private long compared;
    private long actWaits;

    /** For a number of systems and entries in each queue. */
    public IoComparator(int systems, int depth, Port port) {
        this.port = port;
        this.depth = depth;
        queues = new AccessQueue[systems];
        Arrays.setAll(queues, i -> new AccessQueue(depth));
        completions = new AccessQueue(depth);
        member = new boolean[systems];
        atBoundary = new boolean[systems];
        waiting = new boolean[systems];
    }

    /**
     * Begins a quantum and says who is duplicated in it.
     *
     * @param members systems that are duplicated
     * @param act the ACT one among them
     * @param asynchronous whether ACT's requests go on without waiting for the others (ST5)
     */
    public void begin(boolean[] members, int act, boolean asynchronous) {
        boolean same = act == active && Arrays.equals(member, members);
        System.arraycopy(members, 0, member, 0, member.length);
        Arrays.fill(atBoundary, false);
        active = act;
        if (!(same && asynchronous)) {
            for (AccessQueue queue : queues) {
                queue.clear();
            }
            completions.clear();
            disagreed = false;
        }
        following = asynchronous;
    }

    /** Requests that were compared and agreed. */
    public long compared() {
        return compared;
    }

    /** Whether a queue is full; looked at when every member has reached the boundary. */
    public boolean isFull() {
        for (AccessQueue queue : queues) {
            if (queue.size() >= depth) {
                return true;
            }
        }
        return false;
    }

    /** Takes a request of a duplicated system. */
    public void request(int system, long clock, long offset, long value, int kind) {
        waiting[system] = !AccessKind.isWrite(kind);
        if (following && system == active) {
            forwardActive(clock, offset, value, kind);
        } else {
            queues[system].add(clock, offset, value, kind);
        }
        compare();
        if (system == active && waiting[system]) {
            port.actWaits(++actWaits);
        }
    }

    /** Whether a system other than ACT waits here for what ACT sends. */
    public boolean othersWait() {
        for (int i = 0; i < waiting.length; i++) {
            if (member[i] && i != active && waiting[i]) {
                return true;
            }
        }
        return false;
    }

    /**
     * The read that ACT waits for never comes from the others: they wait at another comparator for
     * what ACT, waiting here, cannot send there. It is ACT that goes on, so the others' reads are
     * settled by what it sends, or by its boundary.
     *
     * @param read the number told to {@link Port#actWaits}
     */
    public void neverComes(long read) {
        if (read == actWaits && waiting[active]) {
            disagree("a request is missing");
            followActive();
            compare();
        }
    }

    /** A duplicated system has reached the boundary of this quantum. */
    public void boundary(int system) {
        atBoundary[system] = true;
        compare();
    }

    private void compare() {
        if (!following) {
            compareInStep();
        }
        if (following) {
            for (int i = 0; i < queues.length; i++) {
                if (member[i] && i != active) {
                    compareBehind(i);
                }
            }
        }
    }

    private void compareInStep() {
        AccessQueue own = queues[active];
        while (true) {
            int ready = 0;
            int members = 0;
            boolean missing = false;
            boolean equal = own.size() > 0;
            for (int i = 0; i < queues.length; i++) {
                if (member[i]) {
                    members++;
                    if (queues[i].size() > 0) {
                        ready++;
                        equal = equal && own.agrees(queues[i]);
                    } else {
                        missing |= atBoundary[i];
                    }
                }
            }
            if (ready == members && equal) {
                forwardToAll(own);
            } else if (ready == members || ready > 0 && missing) {
                disagree(missing ? "a request is missing" : "requests differ");
                followActive();
                return;
            } else {
                return;
            }
        }
    }

    private void forwardToAll(AccessQueue own) {
        compared++;
        int kind = own.kind();
        long data = port.perform(own.clock(), own.offset(), own.value(), kind);
        for (int i = 0; i < queues.length; i++) {
            if (member[i]) {
                queues[i].remove();
                complete(i, kind, data);
            }
        }
    }

    /** From agreement to following ACT: what ACT has queued goes on now. */
    private void followActive() {
        following = true;
        AccessQueue own = queues[active];
        for (int pending = own.size(); pending > 0; pending--) {
            long clock = own.clock();
            long offset = own.offset();
            long value = own.value();
            int kind = own.kind();
            own.remove();
            forwardActive(clock, offset, value, kind);
        }
    }

    /** Carries ACT's request out and remembers it with its completion for the others. */
    private void forwardActive(long clock, long offset, long value, int kind) {
        long data = port.perform(clock, offset, value, kind);
        queues[active].add(clock, offset, value, kind);
        completions.add(0, 0, data, 0);
        complete(active, kind, data);
    }

    /** Compares a system's requests with those of ACT that were carried out already. */
    private void compareBehind(int system) {
        AccessQueue own = queues[active];
        AccessQueue other = queues[system];
        while (other.size() > 0 && own.size() > 0 && own.agrees(other)) {
            compared++;
            complete(system, other.kind(), completions.value());
            other.remove();
            own.remove();
            completions.remove();
        }
        boolean differs = other.size() > 0 && own.size() > 0;
        boolean missing =
                other.size() > 0 && atBoundary[active] || own.size() > 0 && atBoundary[system];
        if (differs || missing) {
            disagree(differs ? "requests differ" : "a request is missing");
            // Entries stay queued, as in hardware; but the wrong side must not hang, so a read of
            // it is answered as a master abort. Its writes go nowhere.
            answer(system, ABORTED);
        }
    }

    /** A read of a system is behind all its writes: what waits is completed by a read only. */
    private void complete(int system, int kind, long data) {
        if (!AccessKind.isWrite(kind)) {
            answer(system, data);
        }
    }

    private void answer(int system, long data) {
        if (waiting[system]) {
            waiting[system] = false;
            port.complete(system, data);
        }
    }

    private void disagree(String what) {
        if (disagreed) {
            return;
        }
        disagreed = true;
        AccessQueue own = queues[active];
        port.disagreement(
                own.size() == 0
                        ? what
                        : String.format(
                                "%s; ACT has a %s at offset 0x%x, clock %d",
                                what,
                                AccessKind.isWrite(own.kind()) ? "write" : "read",
                                own.offset(),
                                own.clock()));
    }
}
