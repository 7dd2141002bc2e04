package ft.crosslink.local;

import ft.api.crosslink.CrosslinkPort;
import ft.api.fault.FaultSite;
import ft.api.fields.StateFields;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A system's end of the crosslink.
 *
 * <p><b>Threading:</b> {@link #up}, {@link #send}, {@link #poll} and {@link #await} belong to the
 * one thread that owns the port; ownership may move to another thread by anything that orders
 * memory (a lock, a queue, starting a thread). {@link #wake}, {@link #dropped} and {@link
 * LocalCrosslink#connect} are for any thread. No method blocks but {@link #await}, and that one
 * never longer than it was told, nor when its thread is interrupted (the flag is left set).
 *
 * <p>The owner's view of a link changes in {@link #up} only, and goes through "down" at least once
 * if the link was cut, even when it is up again by then. Frames are sent in the epoch of that view;
 * an incoming frame of an epoch the owner has not seen waits until it has. So no frame is lost
 * without the owner having been told that the link was down, and none arrives over a link that the
 * owner believes to be down.
 *
 * <p>A handler may send, and may poll again: frames it takes that way are given back to the writer
 * together with the outermost one.
 */
final class LocalPort implements CrosslinkPort {
    private static final Path[] PATHS = Path.values();

    /** Polls by which a frame that is delayed comes late. */
    private static final int POLLS_LATE = 5;

    private static final int ODD = 0x9e3779b1;

    private final int system;
    private final LocalPort[] ports;
    private final Link[] links;
    private final Ring[] incoming;
    private final Ring[] outgoing;
    private final Doorbell doorbell;

    // The owner's.
    private final int[] views;
    private final int[] sent;
    private final int[] received;
    private int lastServed;
    private int depth;

    /** Whether room was not given back because an outer handler was at its frame. */
    private boolean kept;

    /** Peers that lent something, and are to hear when all of theirs is done with. */
    private final boolean[] owes;

    /** Peers that were lent something, which is news until {@link #isTaken} has told so. */
    private final boolean[] lends;

    private final int[] late;
    private final LineFaults faults;

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    /**
     * Arrays are indexed by peer; the own place is null.
     *
     * @param ports filled with the others by the time the port is used
     */
    LocalPort(
            int system,
            LocalPort[] ports,
            Link[] links,
            Ring[] incoming,
            Ring[] outgoing,
            int spins) {
        this.system = system;
        this.ports = ports;
        this.links = links;
        this.incoming = incoming;
        this.outgoing = outgoing;
        doorbell = new Doorbell(spins, this::hasNews);
        views = new int[links.length];
        sent = new int[links.length];
        received = new int[links.length];
        late = new int[links.length];
        owes = new boolean[links.length];
        lends = new boolean[links.length];
        faults = new LineFaults(system, links.length);
        lastServed = system;
    }

    @Override
    public boolean up(int peer) {
        int epoch = link(peer).epoch();
        if (epoch != views[peer]) {
            boolean cutUnseen = Link.isUp(views[peer]) && Link.isUp(epoch);
            views[peer] = cutUnseen ? epoch - 1 : epoch;
            sent[peer] = 0;
            received[peer] = 0;
        }
        return Link.isUp(views[peer]);
    }

    @Override
    public boolean send(int peer, Path path, byte[] frame, int offset, int length) {
        return send(peer, path, frame, offset, length, null, 0);
    }

    @Override
    public boolean lend(
            int peer, Path path, byte[] frame, int offset, int length, byte[][] pages, int count) {
        Objects.checkFromIndexSize(0, count, Math.min(pages.length, MAX_LENT));
        return send(peer, path, frame, offset, length, pages, count);
    }

    @Override
    public boolean isTaken(int peer) {
        // What is in the ring of a link that is down reaches nobody.
        boolean taken =
                outgoing[peer].isTaken()
                        || !Link.isUp(views[peer])
                        || link(peer).epoch() != views[peer];
        if (taken) {
            lends[peer] = false;
        }
        return taken;
    }

    private boolean send(
            int peer, Path path, byte[] frame, int offset, int length, byte[][] pages, int count) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (length > MAX_FRAME) {
            throw new IllegalArgumentException(
                    "A frame of %d bytes is longer than %d".formatted(length, MAX_FRAME));
        }
        Link link = link(peer);
        int epoch = views[peer];
        if (!Link.isUp(epoch) || link.epoch() != epoch) {
            countDropped();
            return true;
        }
        int marked = path.ordinal();
        if (faults.isArmed()) {
            marked |= faults.mark(peer);
        }
        Ring ring = outgoing[peer];
        int number = sent[peer];
        boolean hadRoom =
                pages == null
                        ? ring.write(marked, epoch, number, frame, offset, length)
                        : ring.lend(marked, epoch, number, frame, offset, length, pages, count);
        if (!hadRoom) {
            return false;
        }
        if (faults.isArmed()) {
            faults.sent(peer);
        }
        lends[peer] |= pages != null;
        sent[peer]++;
        ports[peer].doorbell.ring();
        return true;
    }

    @Override
    public boolean poll(Handler handler) {
        int peer = lastServed;
        for (int i = 0; i < ports.length; i++) {
            peer = peer + 1 == ports.length ? 0 : peer + 1;
            if (peer != system && poll(peer, handler)) {
                return true;
            }
        }
        return false;
    }

    private boolean poll(int peer, Handler handler) {
        Ring ring = incoming[peer];
        Ring.Next next = ring.peek();
        while (next != Ring.Next.EMPTY) {
            // Read after the frame was seen: it is the frame's epoch or a later one.
            int epoch = links[peer].epoch();
            if (next == Ring.Next.DAMAGE) {
                fail(peer, epoch);
            } else if (ring.epoch() != epoch) {
                ring.pass();
                release(peer);
                countDropped();
            } else if (views[peer] != epoch) {
                return false;
            } else if (ring.sequence() != received[peer]) {
                fail(peer, epoch);
            } else {
                if (LineFaults.mishap(ring.path()) != null && !arrives(peer, ring)) {
                    return false;
                }
                received[peer]++;
                lastServed = peer;
                deliver(peer, ring, handler);
                return true;
            }
            next = ring.peek();
        }
        return false;
    }

    /** A frame to which something happens on its way; false while it has not arrived. */
    private boolean arrives(int peer, Ring ring) {
        int hits = LineFaults.hits(ring.path());
        switch (LineFaults.mishap(ring.path())) {
            case DELAY -> {
                if (late[peer] < POLLS_LATE) {
                    late[peer]++;
                    return false;
                }
                late[peer] = 0;
            }
            case DROP -> countRepeated(hits);
            case CORRUPT -> {
                for (int i = 0; i < hits; i++) {
                    int bit = (ring.sequence() + i) * ODD & Integer.MAX_VALUE;
                    if (!ring.tellsDamage(bit)) {
                        throw new IllegalStateException("A CRC that misses a flipped bit");
                    }
                }
                countRepeated(hits);
            }
            case DUPLICATE -> countRepeated(hits); // its number has come already
        }
        return true;
    }

    private void countRepeated(int times) {
        repeated.lazySet(repeated.getPlain() + times);
    }

    private void deliver(int peer, Ring ring, Handler handler) {
        Path path = PATHS[LineFaults.path(ring.path())];
        int offset = ring.offset();
        int length = ring.length();
        byte[][] lent = ring.lent();
        ring.pass();
        owes[peer] |= lent != null;
        depth++;
        try {
            if (lent == null) {
                handler.frame(peer, path, ring.bytes(), offset, length);
            } else {
                handler.lent(peer, path, ring.bytes(), offset, length, lent);
            }
        } finally {
            depth--;
            release(peer);
        }
    }

    /** Gives the room of what was passed back, unless an outer handler still reads its frame. */
    private void release(int peer) {
        if (depth > 0) {
            kept = true;
            return;
        }
        giveBack(peer);
        if (kept) {
            kept = false;
            for (int other = 0; other < incoming.length; other++) {
                if (other != system) {
                    giveBack(other);
                }
            }
        }
    }

    private void giveBack(int peer) {
        Ring ring = incoming[peer];
        ring.release();
        if (owes[peer] && !ring.hasNext()) {
            owes[peer] = false;
            ports[peer].doorbell.ring();
        }
    }

    private void fail(int peer, int epoch) {
        incoming[peer].passAll();
        release(peer);
        countDropped();
        if (links[peer].fail(epoch)) {
            ports[peer].doorbell.ring();
        }
    }

    @Override
    public void await(long nanos) {
        doorbell.await(nanos);
    }

    private boolean hasNews() {
        for (int peer = 0; peer < links.length; peer++) {
            if (peer != system
                    && (incoming[peer].hasNext()
                            || links[peer].epoch() != views[peer]
                            || lends[peer] && outgoing[peer].isPassed())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void wake() {
        doorbell.wake();
    }

    /** Lets the owner look again: a link has changed. Any thread. */
    void linkChanged() {
        doorbell.ring();
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public long repeated() {
        return repeated.get();
    }

    @Override
    public FaultSite faults() {
        return faults;
    }

    @Override
    public void state(StateFields fields) {
        fields.version(1);
        dropped.set(fields.number("dropped", dropped.get()));
        repeated.set(fields.number("repeated", repeated.get()));
        faults.state(fields);
    }

    /** Only the owner counts. */
    private void countDropped() {
        dropped.lazySet(dropped.getPlain() + 1);
    }

    private Link link(int peer) {
        Link link = links[Objects.checkIndex(peer, links.length)];
        if (link == null) {
            throw new IllegalArgumentException("System %d has no link to itself".formatted(peer));
        }
        return link;
    }

    /** The ring that brings frames from a peer; for tests. */
    Ring incoming(int peer) {
        return incoming[peer];
    }
}
