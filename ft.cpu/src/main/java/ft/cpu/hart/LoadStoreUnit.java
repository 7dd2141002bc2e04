package ft.cpu.hart;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;

/**
 * Loads and stores of a hart that the fast path of an engine cannot do: first touches, misaligned
 * ones, devices, and what traps.
 */
final class LoadStoreUnit {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    final SoftwareTlb tlb;

    private final Hart hart;
    private final MemoryController controller;
    private final IoLatch io;
    private final ServiceAccess service;

    LoadStoreUnit(Hart hart, MemoryController controller, IoLatch io, ServiceAccess serviceAccess) {
        this.hart = hart;
        this.controller = controller;
        this.io = io;
        service = serviceAccess;
        tlb = new SoftwareTlb(controller);
    }

    /** The address that an access of this hart goes to. */
    long translate(long address) {
        return controller.watch.active ? controller.watch.translate(hart.number, address) : address;
    }

    /** Whether an access has to wait because its page is guarded. */
    boolean waitsForGuard(long address, int size) {
        if (hart.service.active || !controller.guards.stops(address, size)) {
            return false;
        }
        hart.stop = Stop.GUARD;
        return true;
    }

    /** A load; zero-extended. Look at {@link Hart#stop} afterwards. */
    long load(long address, int size) {
        if (hart.service.active) {
            return service.load(address, size);
        }
        if ((address & size - 1) != 0) {
            return loadMisaligned(address, size);
        }
        if (controller.isMemory(address)) {
            Frame frame = controller.frameToRead(address);
            if (!controller.watch.holds(address)) {
                tlb.permitReads(address, frame);
            }
            return Bytes.get(frame.data, (int) address & PAGE - 1, size);
        }
        if (isClint(address) && hart.clint.answers(address - BoardMap.CLINT_BASE, size)) {
            hart.stop = Stop.LEAVE;
            return hart.clint.read(address - BoardMap.CLINT_BASE, size, hart.clock);
        }
        if (isPlic(address) && size == 4) {
            hart.stop = Stop.LEAVE;
            return hart.plic.read((int) (address - BoardMap.PLIC_BASE)) & 0xffffffffL;
        }
        if (!isOutbound(address)) {
            hart.raise(Cause.LOAD_ACCESS_FAULT, address);
            return 0;
        }
        if (io.completes(hart.number, address, size, false)) {
            return io.take();
        }
        io.request(hart, address, size, false, 0);
        hart.stop = Stop.IO;
        return 0;
    }

    /** A store. Look at {@link Hart#stop} afterwards. */
    void store(long address, int size, long value) {
        if (hart.service.active) {
            service.store(address, size, value);
            return;
        }
        if ((address & size - 1) != 0) {
            storeMisaligned(address, size, value);
            return;
        }
        if (isStorage(address)) {
            storeInPage(address, size, value);
        } else if (isClint(address) && hart.clint.answers(address - BoardMap.CLINT_BASE, size)) {
            hart.clint.write(address - BoardMap.CLINT_BASE, size, value, hart.clock);
            hart.stop = Stop.LEAVE;
        } else if (isPlic(address) && size == 4) {
            hart.plic.write((int) (address - BoardMap.PLIC_BASE), (int) value);
            hart.stop = Stop.LEAVE;
        } else if (!isOutbound(address)) {
            hart.raise(Cause.STORE_ACCESS_FAULT, address);
        } else if (io.completes(hart.number, address, size, true)) {
            io.take();
        } else {
            io.request(hart, address, size, true, value);
            hart.stop = Stop.IO;
        }
    }

    private long loadMisaligned(long address, int size) {
        if (!isMemoryAll(address, size)) {
            fail(address, size, Cause.LOAD_MISALIGNED, Cause.LOAD_ACCESS_FAULT);
            return 0;
        }
        long value = 0;
        for (int index = 0; index < size; index++) {
            Frame frame = controller.frameToRead(address + index);
            long one = frame.data[(int) (address + index) & PAGE - 1] & 0xff;
            value |= one << 8 * index;
        }
        return value;
    }

    private void storeMisaligned(long address, int size, long value) {
        if (!isStorage(address) || !isStorage(address + size - 1)) {
            fail(address, size, Cause.STORE_MISALIGNED, Cause.STORE_ACCESS_FAULT);
            return;
        }
        for (int index = 0; index < size; index++) {
            storeInPage(address + index, 1, value >>> 8 * index);
        }
    }

    // Devices have no misaligned registers; where there is nothing, alignment does not matter.
    private void fail(long address, int size, Cause misaligned, Cause access) {
        boolean device = BoardMap.isIo(address) && !MemoryController.isRom(address);
        long last = address + size - 1;
        long culprit = controller.isMemory(address) ? last & -PAGE : address;
        hart.raise(device ? misaligned : access, device ? address : culprit);
    }

    /** Stores within a page of main storage. */
    void storeInPage(long address, int size, long value) {
        Frame frame = controller.frameToWrite(address, size);
        int offset = (int) address & PAGE - 1;
        Bytes.put(frame.data, offset, size, value);
        controller.forceStuckBits(frame);
        if (controller.decoded.drop(frame, offset, size)) {
            hart.stop = Stop.REFETCH;
        }
        if (frame.code == null && controller.isPlain(frame) && !controller.watch.holds(address)) {
            tlb.permitWrites(address, frame);
        }
    }

    private boolean isMemoryAll(long address, int size) {
        return controller.isMemory(address) && controller.isMemory(address + size - 1);
    }

    /** Whether an address is main storage, and within reach. */
    boolean isStorage(long address) {
        return address >= BoardMap.DRAM_BASE
                && controller.isMemory(address)
                && !hart.service.active;
    }

    private static boolean isClint(long address) {
        return address >= BoardMap.CLINT_BASE
                && address < BoardMap.CLINT_BASE + BoardMap.CLINT_SIZE;
    }

    private static boolean isPlic(long address) {
        return address >= BoardMap.PLIC_BASE && address < BoardMap.PLIC_BASE + BoardMap.PLIC_SIZE;
    }

    private static boolean isOutbound(long address) {
        return BoardMap.isIo(address)
                && !isClint(address)
                && !isPlic(address)
                && !MemoryController.isRom(address);
    }
}
