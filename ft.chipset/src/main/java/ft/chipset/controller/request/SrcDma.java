package ft.chipset.controller.request;

import ft.api.io.IoSubsystem;
import ft.api.io.SharedResources;
import ft.api.io.SrcRegister;
import ft.chipset.controller.copy.CopyDesk;
import ft.chipset.controller.side.Reach;

/**
 * The DMA engine of the own shared resource controller, as software uses it: moves a piece of main
 * storage through the shared memory, by the SRC columns of Table 4. What a resynchronization does
 * with the same engine is {@link CopyDesk}.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class SrcDma {
    private static final int BEGIN = 1;
    private static final int DONE = 2;
    private static final int ABORTED = 3;
    private static final int TARGET_SHIFT = 8;

    private final IoSubsystem io;
    private final Inbound inbound;

    public SrcDma(IoSubsystem io, Inbound inbound) {
        this.io = io;
        this.inbound = inbound;
    }

    /** Whether there is a command to carry out. */
    public boolean isDue() {
        return (io.sharedResources().get(SrcRegister.DMA_COMMAND) & 0xff) == BEGIN;
    }

    /** Carries out a command, in the turn of this IO subsystem. */
    public void work() {
        SharedResources src = io.sharedResources();
        long command = src.get(SrcRegister.DMA_COMMAND);
        if ((command & 0xff) == BEGIN) {
            int target = (int) (command >>> TARGET_SHIFT & 0xff) - 1;
            src.set(SrcRegister.DMA_COMMAND, move(src, target) ? DONE : ABORTED);
        }
    }

    private boolean move(SharedResources src, int target) {
        byte[] shared = src.sharedMemory();
        long length = src.get(SrcRegister.DMA_LENGTH);
        if (length <= 0 || length > shared.length) {
            return false;
        }
        long from = src.get(SrcRegister.DMA_FROM);
        return inbound.read(Reach.Source.SRC, from, shared, 0, (int) length)
                && inbound.writeFromSrc(target, src.get(SrcRegister.DMA_TO), shared, (int) length);
    }
}
