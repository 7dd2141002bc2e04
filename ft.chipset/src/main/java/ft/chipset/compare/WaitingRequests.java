package ft.chipset.compare;

import java.util.Arrays;

/** The request that each system waits for: it sends no other one before that is completed. */
final class WaitingRequests {
    private static final long NONE = -1;

    private final IoComparator.Port port;
    private final long[] clocks;

    WaitingRequests(int systems, IoComparator.Port port) {
        this.port = port;
        clocks = new long[systems];
        clear();
    }

    /** Nobody waits. */
    void clear() {
        Arrays.fill(clocks, NONE);
    }

    /** A system has sent a request, and waits unless it is a posted write. */
    void sent(int system, int kind, long clock) {
        clocks[system] = AccessKind.waits(kind) ? clock : NONE;
    }

    /** Clock of the request that a system waits for; -1 if it does not. */
    long clock(int system) {
        return clocks[system];
    }

    /** A request was carried out. What waits is behind all that is posted. */
    void complete(int system, int kind, long data, int lines) {
        if (AccessKind.waits(kind)) {
            answer(system, data, lines);
        }
    }

    /** Completes what a system waits for, if it does. */
    void answer(int system, long data, int lines) {
        if (clocks[system] != NONE) {
            clocks[system] = NONE;
            port.complete(system, data, lines);
        }
    }

    /** Ends what a system waits for in a master abort. */
    void abort(int system) {
        answer(system, IoComparator.ABORTED, 0);
    }
}
