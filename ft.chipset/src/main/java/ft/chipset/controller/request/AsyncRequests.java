package ft.chipset.controller.request;

import ft.api.io.SharedResources;
import ft.chipset.compare.IoComparator;
import ft.chipset.controller.side.Side;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Requests of class ASYNC to the own IO subsystem, carried out at the boundary so that their place
 * among others is fixed.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class AsyncRequests {
    private final Side side;
    private final OwnIo io;
    private final IoComparator.Port port;
    private final Deque<Request> waiting = new ArrayDeque<>();

    private record Request(int system, long offset, long value, int kind) {}

    AsyncRequests(Side side, OwnIo io, IoComparator.Port port) {
        this.side = side;
        this.io = io;
        this.port = port;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(int system, long offset, long value, int kind) {
        waiting.add(new Request(system, offset, value, kind));
    }

    /**
     * Carries the requests out, in the order of their systems, and completes each to its issuer.
     * What was accepted is completed even if the issuer has been isolated since (P6 [0074], X22);
     * then nobody waits for it any more. If it is this IO subsystem that has gone, it ends in a
     * master abort, so that the issuer does not wait until the board is back.
     */
    void perform() {
        boolean present = side.view().ioBoard[side.id()];
        for (int system = 0; system < side.systems(); system++) {
            for (Request each : waiting) {
                if (each.system == system) {
                    long data = present ? perform(each) : IoComparator.ABORTED;
                    port.complete(system, data, port.lines());
                }
            }
        }
        waiting.clear();
    }

    private long perform(Request request) {
        // Clocks of systems that are not in service mean nothing to a device.
        long clock = side.view().clock;
        int issuer = SharedResources.issuer(request.system);
        return io.access(issuer, clock, request.offset, request.value, request.kind);
    }
}
