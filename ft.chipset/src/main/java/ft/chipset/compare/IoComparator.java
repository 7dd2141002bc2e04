package ft.chipset.compare;

import ft.api.fields.StateFields;
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

    /** Where requests go on to and completions go back to. */
    public interface Port {
        /** Carries a request out on the IO subsystem of this side; the data of a read. */
        long perform(long clock, long offset, long value, int kind);

        /** Interrupt lines of the IO subsystem of this side, now. */
        int lines();

        /** Completes what a system waits for, with the interrupt lines it sees. */
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
    private final Participants systems;
    private final QueueDamage damage;
    private final WaitingRequests waiting;
    private boolean following;
    private boolean disagreed;
    private long compared;

    /** For a number of systems and entries in each queue. */
    public IoComparator(int systems, int depth, Port port) {
        this.port = port;
        this.depth = depth;
        queues = new AccessQueue[systems];
        Arrays.setAll(queues, i -> new AccessQueue(depth));
        forwarded = new Forwarded(systems, depth);
        this.systems = new Participants(systems);
        damage = new QueueDamage(queues, forwarded, this.systems);
        waiting = new WaitingRequests(systems, port);
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
        boolean same = systems.begin(members, mayVote, act);
        waiting.clear();
        if (!(same && asynchronous)) {
            for (AccessQueue queue : queues) {
                queue.clear();
            }
            forwarded.clear();
            systems.reset();
            disagreed = false;
        }
        following = asynchronous;
    }

    /** What was counted, for a snapshot: of a pair in step nothing else outlasts its quantum. */
    public void state(StateFields fields) {
        compared = fields.number("compared", compared);
        damage.state(fields);
    }

    /** Requests that were compared and agreed. */
    public long compared() {
        return compared;
    }

    /** Whether a queue is full; looked at when every member has reached the boundary. */
    public boolean isFull() {
        for (int i = 0; i < queues.length; i++) {
            if (systems.isIn(i) && (queues[i].size() >= depth || forwarded.behind(i) >= depth)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a request of a duplicated system. */
    public void request(int system, long clock, long offset, long value, int kind) {
        waiting.sent(system, kind, clock);
        if (systems.isOut(system)) {
            waiting.abort(system);
            return;
        }
        queues[system].add(clock, offset, value, kind);
        damage.entered(system);
        goOn(false);
    }

    /** The next entry in the queue of a system is damaged; {@code hears} is told when it is. */
    public void damageNext(int system, long mask, Runnable hears) {
        damage.damageNext(system, mask, hears);
    }

    /** Entries that were damaged in their queue and replaced by what another system sent. */
    public long mended() {
        return damage.mended();
    }

    /** A duplicated system has reached the boundary of this quantum. */
    public void boundary(int system) {
        systems.boundary(system);
        goOn(false);
    }

    /** Clock of the request that a system waits for here; -1 if it does not. */
    public long waitsFor(int system) {
        return waiting.clock(system);
    }

    /**
     * Every voter waits, each for what the others cannot send, or is at its boundary: nobody will
     * come here. Without a majority it is ACT that goes on, so what the others wait for is settled
     * by what it sends, or by its boundary.
     */
    public void standstill() {
        goOn(true);
    }

    private void goOn(boolean nobodyComes) {
        boolean moved = true;
        while (moved) {
            for (int i = 0; i < queues.length; i++) {
                damage.mend(i);
                settle(i);
            }
            moved = following ? follow() : vote(nobodyComes);
        }
        if (following) {
            for (int i = 0; i < queues.length; i++) {
                if (systems.isIn(i) && i != systems.leader()) {
                    compareBehind(i);
                }
            }
        }
        forwarded.forgetPassed(systems);
    }

    /** Completes what a system has sent and went on before. */
    private void settle(int system) {
        AccessQueue queue = queues[system];
        while (!systems.isOut(system)
                && queue.size() > 0
                && !forwarded.isAtEnd(system)
                && forwarded.agrees(system, queue)) {
            compared += following && systems.votes(system) && system != systems.leader() ? 1 : 0;
            waiting.complete(system, queue.kind(), forwarded.data(system), forwarded.lines(system));
            queue.remove();
            forwarded.pass(system);
        }
    }

    /** Sends on what ACT has queued. */
    private boolean follow() {
        if (queues[systems.leader()].size() == 0) {
            return false;
        }
        forward(queues[systems.leader()]);
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
            if (!systems.isIn(i) || missesOrDiffers(i) || !systems.votes(i)) {
                continue;
            }
            if (queues[i].size() > 0) {
                asked = true;
                int like = like(i);
                best = Math.max(best, like);
                if (2 * like > systems.voters()) {
                    compared++;
                    forward(queues[i]);
                    return true;
                }
            } else if (systems.isAtBoundary(i)) {
                none++;
            } else if (!nobodyComes) {
                unknown++;
            }
        }
        if (2 * none > systems.voters()) {
            voteOutWhoAsks();
        } else if (asked && 2 * (Math.max(best, none) + unknown) <= systems.voters()) {
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
            String sent = queues[system].text();
            String expected = forwarded.text(system);
            voteOut(system, "sends " + sent + ", where the others send " + expected);
        } else if (systems.isAtBoundary(system)) {
            voteOut(system, "does not send " + forwarded.text(system) + ", as the others do");
        }
        return systems.isOut(system);
    }

    /** The majority has reached the boundary and sends nothing more. */
    private void voteOutWhoAsks() {
        for (int i = 0; i < queues.length; i++) {
            AccessQueue queue = queues[i];
            if (systems.isIn(i) && queue.size() > 0) {
                voteOut(i, "sends " + queue.text() + ", which the others do not send");
            }
        }
    }

    private void voteOut(int system, String text) {
        systems.voteOut(system);
        port.outvoted(system, text);
        waiting.abort(system);
    }

    /** Voters that send the same next as this one. */
    private int like(int system) {
        int count = 0;
        for (int i = 0; i < queues.length; i++) {
            boolean sends =
                    systems.votes(i)
                            && !systems.isOut(i)
                            && queues[i].size() > 0
                            && forwarded.isAtEnd(i);
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
        boolean missing =
                sends && systems.isAtBoundary(systems.leader())
                        || behind && systems.isAtBoundary(system);
        if (!differs && !missing) {
            return;
        }
        if (systems.votes(system)) {
            disagree(differs ? "requests differ" : "a request is missing", system);
            // Entries stay queued, as in hardware; but the wrong side must not hang, so what it
            // waits for ends in a master abort. Its writes go nowhere.
            waiting.abort(system);
        } else {
            voteOut(system, differs ? "sends another request" : "a request is missing");
        }
    }

    private void disagree(String what) {
        AccessQueue own = queues[systems.leader()];
        tell(what, own.size() == 0 ? "" : own.text());
    }

    private void disagree(String what, int system) {
        tell(what, forwarded.isAtEnd(system) ? "" : forwarded.text(system));
    }

    private void tell(String what, String ofAct) {
        if (!disagreed) {
            disagreed = true;
            port.disagreement(ofAct.isEmpty() ? what : what + "; ACT has " + ofAct);
        }
    }
}
