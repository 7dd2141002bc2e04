package ft.io.virtio;

/**
 * A virtio device with one pair of queues: what the driver sends goes out at once, and what comes
 * in from outside waits until the driver has given buffers for it.
 */
public abstract class VirtioPair extends VirtioMmio {
    private static final int RECEIVE = 0;
    private static final int TRANSMIT = 1;

    /** With queues of at most this size, a power of two. */
    protected VirtioPair(int queueSize) {
        super(2, queueSize);
    }

    /** Sends what is in the readable part of a request. */
    protected abstract void transmit(Request request) throws BrokenRingException;

    /** Whether something has come in that the driver has not got. */
    protected abstract boolean hasWaiting();

    /**
     * Fills what has come in into the writable part of a request.
     *
     * @return number of bytes written
     */
    protected abstract long fill(Request request) throws BrokenRingException;

    /** Something has come in: passes it on as soon as there are buffers. */
    protected final void passOn() {
        look(RECEIVE);
    }

    @Override
    protected final boolean canServe(int queue) {
        return queue == TRANSMIT || hasWaiting();
    }

    @Override
    protected final long serve(int queue, Request request) throws BrokenRingException {
        if (queue == TRANSMIT) {
            transmit(request);
            return 0;
        }
        return fill(request);
    }
}
