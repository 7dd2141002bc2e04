package ft.chipset.controller.copy;

import ft.api.cpu.Storage;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.io.SharedResources;
import ft.api.resync.CopyAbortedException;
import ft.api.state.StateEvent;
import ft.chipset.controller.board.ServiceInterrupt;
import ft.chipset.controller.event.EventDesk;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
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

    private final CopyHardware hardware;
    private final EventDesk desk;
    private final Journal journal;
    private final FrameBuffer header = new FrameBuffer(0);
    private boolean answered;
    private String failure = "";
    private String cost = "";

    ContextTransfer(CopyHardware hardware, Outlets outlets) {
        this.hardware = hardware;
        desk = outlets.events();
        journal = outlets.journal();
    }

    /**
     * Makes sure that all harts that take part have acknowledged the SMI.
     *
     * @throws CopyAbortedException if one has not
     */
    void requireQuiet(int destination) {
        ServiceInterrupt own = hardware.service();
        require(hardware.id(), own.failure());
        journal.step("", hardware.id(), own.acknowledged());
        for (int system = 0; system < hardware.side().systems(); system++) {
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
        return system != hardware.id()
                && (system == destination || hardware.view().states.state(system).isOnline());
    }

    private void ask(int system) {
        answered = false;
        hardware.wire().frame(FrameType.SERVICE_REQUEST);
        hardware.wire().send(system);
        hardware.wire().serveUntil(() -> answered);
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
        byte[] hidden = hardware.cpu().captureHidden();
        hardware.service().hidden(hidden);
        FrameBuffer out = hardware.wire().frame(FrameType.CONTEXT);
        for (int i = 0; i < hardware.side().systems(); i++) {
            out.putInt(hardware.side().slot().lines(i));
        }
        for (long value : hardware.registers().save()) {
            out.putLong(value);
        }
        out.putInt(hidden.length).putBytes(hidden, 0, hidden.length);
        hardware.wire().send(destination);
        return bytes + hidden.length;
    }

    private int sendReserved(int destination) {
        Storage reserved = hardware.cpu().reservedMemory();
        SharedResources dma = hardware.dma();
        int length = (int) reserved.size();
        dma.fetch(reserved, reserved.base(), HEADER, length);
        header.wrap(dma.sharedMemory(), 0, HEADER)
                .putByte(FrameType.RESERVED.ordinal())
                .putInt(length);
        hardware.wire().send(destination, Path.CROSSLINK, dma.sharedMemory(), 0, HEADER + length);
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
        journal.step(again ? "T123" : "T111", hardware.id(), "firmware runs");
        journal.step(again ? "T218" : "T207", destination, "firmware runs");
        ServiceInterrupt own = hardware.service();
        require(hardware.id(), own.failure());
        for (int system = 0; system < hardware.side().systems(); system++) {
            if (system != destination && takesPart(system, destination)) {
                ask(system);
                require(system, failure);
            }
        }
        ask(destination);
        require(destination, failure);
        journal.step(again ? "T124" : "T112", hardware.id(), "context restored, " + own.cost());
        journal.step(again ? "T219" : "T208", destination, "context restored, " + cost);
        journal.step(again ? "T125" : "T113", hardware.id(), "the guest goes on");
        journal.step(again ? "T220" : "T209", destination, "the guest goes on");
    }

    /** Lets the guest go on wherever it was stopped: the attempt is given up. */
    void release(int destination) {
        if (!hardware.service().isStopped()) {
            return;
        }
        hardware.service().release();
        for (int system = 0; system < hardware.side().systems(); system++) {
            if (takesPart(system, destination)) {
                hardware.wire().frame(FrameType.SERVICE_RELEASE);
                hardware.wire().send(system);
            }
        }
    }
}
