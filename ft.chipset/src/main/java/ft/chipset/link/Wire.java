package ft.chipset.link;

import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;

/**
 * An FT controller's end of the crosslink, with what to do while there is nothing to do: a sender
 * that finds no room, or waits for an answer, keeps serving incoming frames, so that two
 * controllers can never wait for each other.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Wire {
    /** Lets others go on while this controller waits; how depends on the driver. */
    @FunctionalInterface
    public interface Idler {
        /** Returns when something may have changed. */
        void idle();

        /** See {@link Wire#takeOver}. */
        default void takeOver() {}
    }

    private final CrosslinkPort port;
    private final int[] peers;
    private final CrosslinkPort.Handler handler;
    private final FrameBuffer out = new FrameBuffer(CrosslinkPort.MAX_FRAME);
    private final FrameBuffer answer = new FrameBuffer(CrosslinkPort.MAX_FRAME);
    private boolean lends;
    private Idler idler;
    private java.util.function.BooleanSupplier stopped = () -> false;

    /**
     * With the handler that incoming frames go to.
     *
     * @param peers systems whose links are looked at
     */
    public Wire(CrosslinkPort port, int[] peers, CrosslinkPort.Handler handler) {
        this.port = port;
        this.peers = peers;
        this.handler = handler;
        this.idler = () -> port.await(100_000);
    }

    /** Replaces the way of waiting; the sequential driver lets the other systems serve. */
    public void idler(Idler replacement) {
        idler = replacement;
    }

    /** Says when the server is being closed, so that waits for others end. */
    public void stoppedBy(java.util.function.BooleanSupplier condition) {
        stopped = condition;
    }

    /**
     * For the rest of this step all others only serve frames, as between two rounds, and the sooner
     * they do the better: this controller's thread may do so for them while it waits.
     */
    public void takeOver() {
        idler.takeOver();
    }

    private void idle() {
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
        idler.idle();
    }

    /** The port. */
    public CrosslinkPort port() {
        return port;
    }

    /** Begins a frame; finish it with {@link #send(int)}. Not while another one is begun. */
    public FrameBuffer frame(FrameType type) {
        return out.begin(type);
    }

    /** Sends the frame that was begun. */
    public void send(int peer) {
        send(peer, Path.CROSSLINK, out.bytes(), 0, out.position());
    }

    /** Sends the frame that was begun on a path. */
    public void send(int peer, Path path) {
        send(peer, path, out.bytes(), 0, out.position());
    }

    /**
     * Begins the answer to a frame that is being handled, which may happen while {@link #send} of
     * another frame waits for room; finish it with {@link #sendAnswer(int)}.
     */
    public FrameBuffer answer(FrameType type) {
        return answer.begin(type);
    }

    /**
     * Sends the answer. It does not serve frames while it waits for room: a peer has one question
     * open at a time, so there is room.
     */
    public void sendAnswer(int peer) {
        while (!port.send(peer, Path.CROSSLINK, answer.bytes(), 0, answer.position())) {
            idle();
        }
    }

    /** Sends a frame that stands in other bytes, such as shared memory. */
    public void send(int peer, Path path, byte[] bytes, int offset, int length) {
        port.up(peer); // frames go only to links that were seen to be up
        while (!port.send(peer, path, bytes, offset, length)) {
            if (!poll()) {
                idle();
            }
        }
    }

    /** Sends the frame that was begun, with pages that it lends until {@link #settle}. */
    public void lend(int peer, byte[][] pages, int count) {
        port.up(peer);
        while (!port.lend(peer, Path.CROSSLINK, out.bytes(), 0, out.position(), pages, count)) {
            if (!poll()) {
                idle();
            }
        }
        lends = true;
    }

    /** Serves incoming frames until a peer needs nothing any more of what it was lent. */
    public void settle(int peer) {
        if (lends) {
            serveUntil(() -> port.isTaken(peer));
            lends = false;
        }
    }

    /** Handles at most one incoming frame; whether there was one. */
    public boolean poll() {
        for (int peer : peers) {
            port.up(peer); // frames are taken only from links that were seen to be up
        }
        return port.poll(handler);
    }

    /** Serves incoming frames until a condition holds. */
    public void serveUntil(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (!poll()) {
                idle();
            }
        }
    }
}
