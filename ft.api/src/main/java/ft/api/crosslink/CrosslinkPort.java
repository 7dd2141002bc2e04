package ft.api.crosslink;

import ft.api.fault.FaultSite;
import ft.api.fields.StateFields;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A system's end of the crosslink. Frames are bytes; they arrive in the order in which they were
 * sent, or the link is down. What is lost or damaged on the way is sent again from the sender's
 * ring, what comes twice is discarded, both counted in {@link #repeated()}; a gap or damage that
 * this does not explain takes the link down instead of being passed on.
 *
 * <p><b>Threading:</b> one thread owns a port.
 */
@ProviderType
public interface CrosslinkPort {
    /** Largest frame in bytes. */
    int MAX_FRAME = 64 * 1024;

    /** Most pages that a frame lends. */
    int MAX_LENT = 64;

    /**
     * How often a frame is sent again that did not arrive whole, before the link is declared down:
     * it carries no access traffic any more.
     */
    int REPETITIONS = 8;

    /** The separate ways between two systems (P6 [0033]-[0034]). */
    enum Path {
        /** Between the FT controllers: requests, completions, copies, control. */
        CROSSLINK,
        /** Between the memory controllers: CPU-bus comparison only. */
        CPU_BUS
    }

    /**
     * Whether the link to a peer is up. What this method told last is what counts for the owner:
     * frames are sent and taken only after it told that the link is up, and a link that was cut
     * since is told to be down at least once, even when it is up again by now.
     */
    boolean up(int peer);

    /**
     * Sends a frame.
     *
     * @return false if there is no room now; serve incoming frames and try again. A frame for a
     *     link that is down is dropped and counted, and true is returned
     */
    boolean send(int peer, Path path, byte[] frame, int offset, int length);

    /**
     * Sends a frame that lends pages to the peer: bulk content that can be moved from where it lies
     * to where it is needed, without a copy on the way. The sender leaves the pages as they are
     * until {@link #isTaken}; how they get to the peer is the crosslink's affair.
     *
     * @param pages arrays that are lent; null where a page is not
     * @param count how many of them, up to {@link #MAX_LENT}
     * @return as {@link #send} does
     */
    boolean lend(
            int peer, Path path, byte[] frame, int offset, int length, byte[][] pages, int count);

    /**
     * Whether the peer needs nothing any more of what it was lent: it has dealt with all frames, or
     * the link is down. Frames are to be served while it is waited for.
     */
    boolean isTaken(int peer);

    /**
     * Takes at most one incoming frame.
     *
     * @return whether there was one
     */
    boolean poll(Handler handler);

    /**
     * Waits for an incoming frame, a change of a link, that the peer has taken what it was lent, or
     * {@link #wake()}, at most this long. Returns at once if a frame is there, or something was
     * taken and {@link #isTaken} has not told so yet. While its owner waits here another thread may
     * become the owner, and take what is waited for; the wait then goes on until {@link #wake()},
     * at most.
     */
    void await(long nanos);

    /** Ends {@link #await} of this port's owner, or the next one. Any thread. */
    void wake();

    /** Frames dropped because a link was down, since the crosslink was made. Any thread. */
    long dropped();

    /**
     * Transmissions to this port that were lost, damaged or too many, and of which nothing was
     * noticed but this count. Any thread.
     */
    long repeated();

    /**
     * Where faults of the ways from this port are injected. It sees the trigger {@link
     * ft.api.fault.Trigger.AtFrame} for frames this port sends.
     */
    FaultSite faults();

    /** Names what it has counted and its faults. While no frame is on its way only. */
    void state(StateFields fields);

    /** Takes incoming frames. */
    @ProviderType
    @FunctionalInterface
    interface Handler {
        /** One frame; the bytes are valid during the call only. */
        void frame(int peer, Path path, byte[] buffer, int offset, int length);

        /**
         * One frame that lends pages, which are to be read only, and during the call only.
         *
         * @param pages with as many of them as were lent at its beginning
         */
        default void lent(
                int peer, Path path, byte[] buffer, int offset, int length, byte[][] pages) {
            frame(peer, path, buffer, offset, length);
        }
    }
}
