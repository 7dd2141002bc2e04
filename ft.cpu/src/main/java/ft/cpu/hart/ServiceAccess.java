package ft.cpu.hart;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.cpu.memory.MemoryController;

/**
 * Loads and stores of a hart in service mode: the reserved memory, the ROM, and the registers of
 * the own shared resource controller. All else is an access fault, main storage above all, so that
 * firmware cannot change what the guest finds.
 */
final class ServiceAccess {
    private final Hart hart;
    private final MemoryController controller;
    private final IoLatch io;

    ServiceAccess(Hart hart, MemoryController controller, IoLatch io) {
        this.hart = hart;
        this.controller = controller;
        this.io = io;
    }

    /** A load; zero-extended. Look at {@link Hart#stop} afterwards. */
    long load(long address, int size) {
        if ((address & size - 1) != 0) {
            hart.raise(Cause.LOAD_MISALIGNED, address);
        } else if (controller.reserved().contains(address, size)) {
            return Bytes.get(controller.reserved().data, reservedOffset(address), size);
        } else if (MemoryController.isRom(address)) {
            int offset = (int) address & MainStorage.PAGE_SIZE - 1;
            return Bytes.get(controller.frameToRead(address).data, offset, size);
        } else if (!isOwnController(address)) {
            hart.raise(Cause.LOAD_ACCESS_FAULT, address);
        } else if (io.completes(hart.number, address, size, false)) {
            return io.take();
        } else {
            io.request(hart, address, size, false, 0);
            hart.stop = Stop.IO;
        }
        return 0;
    }

    /** A store. Look at {@link Hart#stop} afterwards. */
    void store(long address, int size, long value) {
        if ((address & size - 1) != 0) {
            hart.raise(Cause.STORE_MISALIGNED, address);
        } else if (controller.reserved().contains(address, size)) {
            Bytes.put(controller.reserved().data, reservedOffset(address), size, value);
        } else if (!isOwnController(address)) {
            hart.raise(Cause.STORE_ACCESS_FAULT, address);
        } else if (io.completes(hart.number, address, size, true)) {
            io.take();
        } else {
            io.request(hart, address, size, true, value);
            hart.stop = Stop.IO;
        }
    }

    private static int reservedOffset(long address) {
        return (int) (address - BoardMap.RESERVED_BASE);
    }

    private static boolean isOwnController(long address) {
        return address >= BoardMap.OWN_SRC_BASE
                && address < BoardMap.OWN_SRC_BASE + BoardMap.SRC_SIZE;
    }
}
