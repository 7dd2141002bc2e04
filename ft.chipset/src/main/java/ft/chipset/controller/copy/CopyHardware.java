package ft.chipset.controller.copy;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.io.IoSubsystem;
import ft.api.io.SharedResources;
import ft.chipset.access.AccessRegisters;
import ft.chipset.controller.board.ServiceInterrupt;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import ft.chipset.link.Wire;
import ft.chipset.trace.AccessTrace;

/**
 * The units of one side that a copy is made with, at its source as at its destination.
 *
 * @param side the side
 * @param io whose DMA engine moves content
 * @param checksums the checksum unit of that engine
 * @param trace what the own side wrote since the disagreement
 * @param written what it wrote in the last quantum
 * @param guards pages that nobody may use before both sides were compared
 * @param service stops the guest and resumes it
 * @param registers of access control, which travel with a context
 */
public record CopyHardware(
        Side side,
        IoSubsystem io,
        ChecksumUnit checksums,
        AccessTrace trace,
        Written written,
        Guards guards,
        ServiceInterrupt service,
        AccessRegisters registers) {
    int id() {
        return side.id();
    }

    ServerView view() {
        return side.view();
    }

    Wire wire() {
        return side.wire();
    }

    CpuSubsystem cpu() {
        return side.cpu();
    }

    MainStorage memory() {
        return side.cpu().mainStorage();
    }

    /** The DMA engine, with its shared memory. */
    SharedResources dma() {
        return io.sharedResources();
    }
}
