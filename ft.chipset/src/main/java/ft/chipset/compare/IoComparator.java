package ft.chipset.compare;

import java.util.Arrays;

/**
 * The IO-access comparator of one FT controller (P6 [0040]-[0043]): compares what the duplicated
 * CPU subsystems send to the IO subsystem of this side, and sends one request on.
 *
 * <p>Systems that are proven equal <em>vote</em>. A request goes on as soon as a strict majority of
 * them has sent it; of two systems that is both. A voter that sends something else, or nothing
 * where the majority sends something, is <em>outvoted</em>: it is known who is wrong, whether that
 * is ACT or not, and nothing it sends goes any further. Where no majority is possible, as with two
 * systems, nobody knows: the ACT system is believed ([0055]), its requests go on at once, and the
 * others' are compared with them through the queues, which lets all run on until a queue is full.
 *
 * <p>A system that is duplicated but not proven equal so far (a third one in Pre online sync) does
 * not vote; it is compared with what went on.
 *
 * <p>A system that reaches the boundary has sent all it will send in the quantum. So nobody waits
 * for the host's clock, and the outcome depends on the machines alone, not on their threads.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class IoComparator {
    /** All ones: what a read gives that is not carried out. */
    public static final long ABORTED = -1L;

    private static final int NOBODY = -1;

    /** Where requests go on to and completions go back to. */
    public interface Port {
        /** Carries a request out on the IO subsystem of this side; the data of a read. */
        long perform(long clock, long offset, long value, int kind);

        /** Interrupt lines of the IO subsystem of this side, now. */
        int lines();

        /** Completes the waiting read of a system, with the interrupt lines it sees. */
        void complete(int system, long data, int lines);

        /** A disagreement was seen, and nobody knows who is wrong; {@code text} says which. */
        void disagreement(String text);

        /** A system is wrong by the majority of the others; {@code text} says why. */
        void outvoted(int system, String text);
    }

    private final Port port;
    private final int depth;
    private final AccessQueue[] queues;
    private final Forwarded forwarded;
    private final boolean[] member;
    private final boolean[] voter;
    private final boolean[] out;
    private final boolean[] atBoundary;
    private final long[] waitsFor;
    private int voters;
    private int active;
    private int leader;
    private boolean following;
    private boolean disagreed;
    private long compared;
    private long mended;
    private int damaged = NOBODY;
    private long damage;
    private Runnable onDamage = () -> {};

    /** For a number of systems and entries in each queue. */
    public IoComparator(int systems, int depth, Port port) {
        this.port = port;
        this.depth = depth;
        queues = new AccessQueue[systems];
        Arrays.setAll(queues, i -> new AccessQueue(depth));
        forwarded = new Forwarded(systems, depth);
        member = new boolean[systems];
        voter = new boolean[systems];
        out = new boolean[systems];
        atBoundary = new boolean[systems];
        waitsFor = new long[systems];
        Arrays.fill(waitsFor, -1);
    }

    /**
     * Begins a quantum in which every duplicated system votes.
     *
     * @see #begin(boolean[], boolean[], int, boolean)
     */
    public void begin(boolean[] members, int act, boolean asynchronous) {
        begin(members, members, act, asynchronous);
    }

    /**
     * Begins a quantum and says who is duplicated in it.
     *
     * @param members systems that are duplicated
     * @param mayVote those of them that are proven equal
     * @param act the ACT one among them
     * @param asynchronous whether ACT's requests go on without waiting for the others (ST5)
     */
    public void begin(boolean[] members, boolean[] mayVote, int act, boolean asynchronous) {
        boolean same = act == active && Arrays.equals(member, members);
        System.arraycopy(members, 0, member, 0, member.length);
        System.arraycopy(mayVote, 0, voter, 0, voter.length);
        Arrays.fill(atBoundary, false);
        Arrays.fill(waitsFor, -1);
        active = act;
        voters = 0;
        for (boolean each : voter) {
            voters += each ? 1 : 0;
        }
        if (!(same && asynchronous)) {
            for (AccessQueue queue : queues) {
                queue.clear();
            }
            forwarded.clear();
            Arrays.fill(out, false);
            disagreed = false;
            leader = act;
        }
        following = asynchronous;
    }

    /** Requests that were compared and agreed. */
    public long compared() {
        return compared;
    }

    /** Whether a queue is full; looked at when every member has reached the boundary. */
    public boolean isFull() {
        for (int i = 0; i < queues.length; i++) {
            boolean counts = member[i] && !out[i];
            if (counts && (queues[i].size() >= depth || forwarded.behind(i) >= depth)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a request of a duplicated system. */
    public void request(int system, long clock, long offset, long value, int kind) {
        waitsFor[system] = AccessKind.isWrite(kind) ? -1 : clock;
        if (out[system]) {
            answer(system, ABORTED, 0);
            return;
        }
        queues[system].add(clock, offset, value, kind);
        if (system == damaged) {
            damaged = NOBODY;
            queues[system].damage(damage);
            onDamage.run();
        }
        goOn(false);
    }

    /** The next entry in the queue of a system is damaged; {@code onDamage} hears when it is. */
    public void damageNext(int system, long mask, Runnable hears) {
        damaged = system;
        damage = mask;
        onDamage = hears;
    }

    /** Entries that were damaged in their queue and replaced by what another system sent. */
    public long mended() {
        return mended;
    }

    /**
     * An entry that does not match its own check is no word of its system: what another system
     * sends in its place stands for it, so that a fault of the queue is no fault of a CPU.
     */
    private void mend(int system) {
        AccessQueue queue = queues[system];
        if (queue.size() == 0 || queue.isSound()) {
            return;
        }
        if (!forwarded.isAtEnd(system)) {
            queue.mend(
                    forwarded.clock(system),
                    forwarded.offset(system),
                    forwarded.value(system),
                    forwarded.kind(system));
            mended++;
            return;
        }
        for (int i = 0; i < queues.length; i++) {
            AccessQueue other = queues[i];
            if (voter[i]
                    && !out[i]
                    && forwarded.isAtEnd(i)
                    && other.size() > 0
                    && other.isSound()) {
                queue.mend(other.clock(), other.offset(), other.value(), other.kind());
                mended++;
                return;
            }
        }
    }

    /** A duplicated system has reached the boundary of this quantum. */
    public void boundary(int system) {
        atBoundary[system] = true;
        goOn(false);
    }

    /** Clock of the read that a system waits for here; -1 if it does not. */
    public long waitsFor(int system) {
        return waitsFor[system];
    }

    /**
     * Every voter waits for a read, each for what the others cannot send, or is at its boundary:
     * nobody will come here. Without a majority it is ACT that goes on, so the others' reads are
     * settled by what it sends, or by its boundary.
     */
    public void standstill() {
        goOn(true);
    }

    private void goOn(boolean nobodyComes) {
        boolean moved = true;
        while (moved) {
            for (int i = 0; i < queues.length; i++) {
                mend(i);
                settle(i);
            }
            moved = following ? follow() : vote(nobodyComes);
        }
        if (following) {
            for (int i = 0; i < queues.length; i++) {
                if (member[i] && i != leader && !out[i]) {
                    compareBehind(i);
                }
            }
        }
        forget();
    }

    /** Completes what a system has sent and went on before. */
    private void settle(int system) {
        AccessQueue queue = queues[system];
        while (!out[system]
                && queue.size() > 0
                && !forwarded.isAtEnd(system)
                && forwarded.agrees(system, queue)) {
            compared += following && voter[system] && system != leader ? 1 : 0;
            complete(system, queue.kind(), forwarded.data(system), forwarded.lines(system));
            queue.remove();
            forwarded.pass(system);
        }
    }

    /** Sends on what ACT has queued. */
    private boolean follow() {
        if (queues[leader].size() == 0) {
            return false;
        }
        forward(queues[leader]);
        return true;
    }

    private void forward(AccessQueue queue) {
        long data = port.perform(queue.clock(), queue.offset(), queue.value(), queue.kind());
        forwarded.add(queue, data, port.lines());
    }

    /** Looks for a majority among what the voters send next; whether something has moved. */
    private boolean vote(boolean nobodyComes) {
        int none = 0;
        int unknown = 0;
        int best = 0;
        boolean asked = false;
        for (int i = 0; i < queues.length; i++) {
            if (!member[i] || out[i] || missesOrDiffers(i) || !voter[i]) {
                continue;
            }
            if (queues[i].size() > 0) {
                asked = true;
                int like = like(i);
                best = Math.max(best, like);
                if (2 * like > voters) {
                    compared++;
                    forward(queues[i]);
                    return true;
                }
            } else if (atBoundary[i]) {
                none++;
            } else if (!nobodyComes) {
                unknown++;
            }
        }
        if (2 * none > voters) {
            voteOutWhoAsks();
        } else if (asked && 2 * (Math.max(best, none) + unknown) <= voters) {
            disagree(
                    unknown + none > 0 || nobodyComes ? "a request is missing" : "requests differ");
            following = true;
            return true;
        }
        return false;
    }

    /** Votes a system out that is behind what went on and does not send it. */
    private boolean missesOrDiffers(int system) {
        if (forwarded.isAtEnd(system)) {
            return false;
        }
        if (queues[system].size() > 0) {
            String sent =
                    text(queues[system].kind(), queues[system].offset(), queues[system].clock());
            voteOut(system, "sends " + sent + ", where the others send " + expected(system));
        } else if (atBoundary[system]) {
            voteOut(system, "does not send " + expected(system) + ", as the others do");
        }
        return out[system];
    }

    /** The majority has reached the boundary and sends nothing more. */
    private void voteOutWhoAsks() {
        for (int i = 0; i < queues.length; i++) {
            AccessQueue queue = queues[i];
            if (member[i] && !out[i] && queue.size() > 0) {
                String sent = text(queue.kind(), queue.offset(), queue.clock());
                voteOut(i, "sends " + sent + ", which the others do not send");
            }
        }
    }

    private void voteOut(int system, String text) {
        out[system] = true;
        if (system == leader) {
            leader = firstInStep();
        }
        port.outvoted(system, text);
        answer(system, ABORTED, 0);
    }

    /** The system to believe when ACT was outvoted before. */
    private int firstInStep() {
        for (int i = 0; i < voter.length; i++) {
            if (voter[i] && !out[i]) {
                return i;
            }
        }
        return active;
    }

    /** Voters that send the same next as this one. */
    private int like(int system) {
        int count = 0;
        for (int i = 0; i < queues.length; i++) {
            boolean sends = voter[i] && !out[i] && queues[i].size() > 0 && forwarded.isAtEnd(i);
            if (sends && queues[i].agrees(queues[system])) {
                count++;
            }
        }
        return count;
    }

    /** Compares a system's requests with those that went on without waiting for it. */
    private void compareBehind(int system) {
        boolean sends = queues[system].size() > 0;
        boolean behind = !forwarded.isAtEnd(system);
        boolean differs = sends && behind;
        boolean missing = sends && atBoundary[leader] || behind && atBoundary[system];
        if (!differs && !missing) {
            return;
        }
        if (voter[system]) {
            disagree(differs ? "requests differ" : "a request is missing", system);
            // Entries stay queued, as in hardware; but the wrong side must not hang, so a read of
            // it is answered as a master abort. Its writes go nowhere.
            answer(system, ABORTED, 0);
        } else {
            voteOut(system, differs ? "sends another request" : "a request is missing");
        }
    }

    /** A read of a system is behind all its writes: what waits is completed by a read only. */
    private void complete(int system, int kind, long data, int lines) {
        if (!AccessKind.isWrite(kind)) {
            answer(system, data, lines);
        }
    }

    private void answer(int system, long data, int lines) {
        if (waitsFor[system] >= 0) {
            waitsFor[system] = -1;
            port.complete(system, data, lines);
        }
    }

    /** What every system in step has passed is not needed any more. */
    private void forget() {
        long passed = forwarded.end();
        for (int i = 0; i < member.length; i++) {
            if (member[i] && !out[i]) {
                passed = Math.min(passed, forwarded.at(i));
            }
        }
        forwarded.forgetBefore(passed);
    }

    private void disagree(String what) {
        AccessQueue own = queues[leader];
        tell(what, own.size() == 0 ? "" : text(own.kind(), own.offset(), own.clock()));
    }

    private void disagree(String what, int system) {
        tell(what, forwarded.isAtEnd(system) ? "" : expected(system));
    }

    private void tell(String what, String ofAct) {
        if (!disagreed) {
            disagreed = true;
            port.disagreement(ofAct.isEmpty() ? what : what + "; ACT has " + ofAct);
        }
    }

    private String expected(int system) {
        return text(forwarded.kind(system), forwarded.offset(system), forwarded.clock(system));
    }

    private static String text(int kind, long offset, long clock) {
        return String.format(
                "a %s at offset 0x%x, clock %d",
                AccessKind.isWrite(kind) ? "write" : "read", offset, clock);
    }
}
