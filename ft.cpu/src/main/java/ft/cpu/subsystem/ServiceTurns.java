package ft.cpu.subsystem;

import ft.api.cpu.RunExit;
import ft.api.fields.StateFields;
import ft.cpu.hart.Engine;
import ft.cpu.hart.Hart;
import ft.cpu.hart.IoLatch;
import ft.cpu.memory.MemoryController;
import java.util.function.Predicate;

/** The harts of a CPU subsystem in service mode, where no clock passes. */
final class ServiceTurns {
    private final Hart[] harts;
    private final Engine[] engines;
    private final MemoryController controller;
    private final IoLatch io;
    private long served;

    /**
     * Of some harts.
     *
     * @param io latch of requests in service mode
     */
    ServiceTurns(Hart[] harts, Engine[] engines, MemoryController controller, IoLatch io) {
        this.harts = harts;
        this.engines = engines;
        this.controller = controller;
        this.io = io;
    }

    void reset() {
        served = 0;
        io.clear();
    }

    /** See {@link ft.api.cpu.CpuSubsystem#serve}; the harts stand at this clock. */
    RunExit serve(long limit, long clock) {
        if (io.isRequested()) {
            if (!io.isWrite()) {
                throw new IllegalStateException("an IO read is waiting for its completion");
            }
            io.complete(0);
        }
        // The comparators see nothing of what is done here.
        long signature = controller.signature;
        begin(clock);
        RunExit exit = serveInTurn(limit);
        controller.signature = signature;
        return exit;
    }

    private void begin(long clock) {
        for (Hart hart : harts) {
            hart.skipTo(clock);
            if (hart.takeService()) {
                // Nothing of main storage may stay within reach of the fast path.
                controller.withdrawAll();
            } else if (!io.isCompleted()) {
                hart.wakeInService();
            }
        }
    }

    private RunExit serveInTurn(long limit) {
        for (int number = 0; number < harts.length; number++) {
            while (harts[number].canServe()) {
                if (served >= limit) {
                    return RunExit.BOUNDARY;
                }
                served += harts[number].serve(engines[number]);
                if (io.isRequested()) {
                    return io.isWrite() ? RunExit.IO_WRITE : RunExit.IO_READ;
                }
            }
        }
        return RunExit.QUIET;
    }

    /** Harts that take a service interrupt, as a mask. */
    int servable() {
        return mask(Hart::isServable);
    }

    /** Harts in service mode, as a mask. */
    int inService() {
        return mask(Hart::isInService);
    }

    private int mask(Predicate<Hart> is) {
        int mask = 0;
        for (int number = 0; number < harts.length; number++) {
            mask |= is.test(harts[number]) ? 1 << number : 0;
        }
        return mask;
    }

    /** Instructions executed in service mode since the power-on reset. */
    long served() {
        return served;
    }

    /** What a snapshot has of it beside the harts. */
    void state(StateFields fields) {
        served = fields.number("served", served);
    }

    /** Goes into service mode after a synchronization reset. */
    void enter() {
        io.clear();
        for (Hart hart : harts) {
            hart.beginService();
        }
    }

    /** Ends service mode from outside. */
    void leave() {
        io.clear();
        for (Hart hart : harts) {
            hart.endService();
        }
    }
}
