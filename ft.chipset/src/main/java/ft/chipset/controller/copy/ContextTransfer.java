package ft.chipset.controller.copy;

import ft.api.copy.CopyAbortedException;
import ft.api.cpu.Storage;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.io.SharedResources;
import ft.api.state.StateEvent;
import ft.chipset.controller.EventDesk;
import ft.chipset.controller.FtController;
import ft.chipset.controller.board.ServiceInterrupt;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;

/**
 * The transfer of the CPU context (P6 T109, T121) and what firmware makes of it on all sides, as
 * the side in service drives it. The context is what firmware has saved in its reserved memory,
 * which the DMA engines copy, and what it cannot reach, which the board controllers exchange.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class ContextTransfer {
    private static final int HEADER = 5;

    private final FtController controller;
    private final EventDesk desk;
    private final FrameBuffer header = new FrameBuffer(0);
    private boolean answered;
    private String failure = "";
    private String cost = "";

    ContextTransfer(FtController controller, EventDesk desk) {
        this.controller = controller;
        this.desk = desk;
    }

    /**
     * Makes sure that all harts that take part have acknowledged the SMI.
     *
     * @throws CopyAbortedException if one has not
     */
    void requireQuiet(int destination) {
        ServiceInterrupt own = controller.service();
        require(controller.id(), own.failure());
        desk.step("", controller.id(), own.acknowledged());
        for (int system = 0; system < controller.systems(); system++) {
            if (takesPart(system, destination)) {
                ask(system);
                if (system == destination && !failure.isEmpty()) {
                    desk.broadcast(StateEvent.ACK_TIMEOUT, destination, failure, false);
                }
                require(system, failure);
            }
        }
    }

    private boolean takesPart(int system, int destination) {
        return system != controller.id()
                && (system == destination || controller.view().states.state(system).isOnline());
    }

    private void ask(int system) {
        answered = false;
        controller.wire().frame(FrameType.SERVICE_REQUEST);
        controller.wire().send(system);
        controller.wire().serveUntil(() -> answered);
    }

    private static void require(int system, String failure) {
        if (!failure.isEmpty()) {
            throw new CopyAbortedException("#" + system + ": " + failure);
        }
    }

    /** What {@link #ask} was answered. */
    void take(FrameBuffer in) {
        failure = in.getText();
        cost = in.getText();
        answered = true;
    }

    /** Sends the context to the destination; the bytes that crossed. */
    int send(int destination) {
        int bytes = sendReserved(destination);
        byte[] hidden = controller.cpu().captureHidden();
        controller.service().hidden(hidden);
        FrameBuffer out = controller.wire().frame(FrameType.CONTEXT);
        for (int i = 0; i < controller.systems(); i++) {
            out.putInt(controller.slot().lines(i));
        }
        for (long value : controller.outbound().registers().save()) {
            out.putLong(value);
        }
        out.putInt(hidden.length).putBytes(hidden, 0, hidden.length);
        controller.wire().send(destination);
        return bytes + hidden.length;
    }

    private int sendReserved(int destination) {
        Storage reserved = controller.cpu().reservedMemory();
        SharedResources dma = controller.io().sharedResources();
        int length = (int) reserved.size();
        dma.fetch(reserved, reserved.base(), HEADER, length);
        header.wrap(dma.sharedMemory(), 0, HEADER)
                .putByte(FrameType.RESERVED.ordinal())
                .putInt(length);
        controller.wire().send(destination, Path.CROSSLINK, dma.sharedMemory(), 0, HEADER + length);
        return length;
    }

    /**
     * Makes sure that firmware has brought the guest back on all sides after the synchronization
     * reset, and tells the steps.
     *
     * @param again whether the pair was in step before: FIG. 11 instead of FIG. 10
     * @throws CopyAbortedException if it has not
     */
    void requireBack(int destination, boolean again) {
        desk.step(again ? "T123" : "T111", controller.id(), "firmware runs");
        desk.step(again ? "T218" : "T207", destination, "firmware runs");
        ServiceInterrupt own = controller.service();
        require(controller.id(), own.failure());
        for (int system = 0; system < controller.systems(); system++) {
            if (system != destination && takesPart(system, destination)) {
                ask(system);
                require(system, failure);
            }
        }
        ask(destination);
        require(destination, failure);
        desk.step(again ? "T124" : "T112", controller.id(), "context restored, " + own.cost());
        desk.step(again ? "T219" : "T208", destination, "context restored, " + cost);
        desk.step(again ? "T125" : "T113", controller.id(), "the guest goes on");
        desk.step(again ? "T220" : "T209", destination, "the guest goes on");
    }

    /** Lets the guest go on wherever it was stopped: the attempt is given up. */
    void release(int destination) {
        if (!controller.service().isStopped()) {
            return;
        }
        controller.service().release();
        for (int system = 0; system < controller.systems(); system++) {
            if (takesPart(system, destination)) {
                controller.wire().frame(FrameType.SERVICE_RELEASE);
                controller.wire().send(system);
            }
        }
    }
}
