package ft.chipset.controller.request;

import ft.api.board.BoardMap;
import ft.api.cpu.IoRequest;
import ft.api.fields.StateFields;
import ft.chipset.access.AbortCause;
import ft.chipset.access.AccessMatrix;
import ft.chipset.access.AccessRegisters;
import ft.chipset.access.Grant;
import ft.chipset.access.Target;
import ft.chipset.compare.IoComparator;
import ft.chipset.controller.side.Side;

/**
 * What the in-system router answers by itself: the access registers, and whatever is refused.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class InSystemRouter {
    private final Side side;
    private final AccessRegisters registers;
    private long aborts;

    InSystemRouter(Side side, AccessRegisters registers) {
        this.side = side;
        this.registers = registers;
    }

    /** Requests of the own CPU subsystem that ended in a master abort. */
    long aborts() {
        return aborts;
    }

    /** What it has counted, for a snapshot. */
    void state(StateFields fields) {
        aborts = fields.number("aborts", aborts);
    }

    /** Whether a request is for the access registers. */
    static boolean isFor(long address) {
        long offset = address - BoardMap.ACCESS_BASE;
        return offset >= 0 && offset < BoardMap.ACCESS_SIZE;
    }

    /**
     * Answers a request for the access registers, in either class: software that has chosen the
     * wrong one must be able to choose again.
     */
    void answer(IoRequest request) {
        long offset = request.address() - BoardMap.ACCESS_BASE;
        if (AccessMatrix.outbound(side.state(), Target.OWN_SRC) == Grant.MASTER_ABORT) {
            abort(request, AbortCause.STATE);
        } else if (!registers.answers(offset, request.size(), request.isWrite())) {
            abort(request, AbortCause.NO_TARGET);
        } else if (request.isWrite()) {
            registers.write(offset, request.value());
            side.cpu().complete(0);
        } else {
            side.cpu().complete(registers.read(offset));
        }
    }

    /** Ends a request in a master abort. */
    void abort(IoRequest request, AbortCause cause) {
        aborts++;
        registers.abort(
                request.address(), request.size(), request.isWrite(), request.hart(), cause);
        side.cpu().complete(IoComparator.ABORTED);
    }
}
