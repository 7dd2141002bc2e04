package ft.cpu.hart;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;

/**
 * Loads and stores of a hart that the fast path of an engine cannot do: first touches, misaligned
 * ones, devices, and what traps. An access is {@linkplain #locate located} first, and then done.
 */
final class LoadStoreUnit {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    private final Hart hart;
    private final MemoryController controller;
    private final IoLatch io;
    private final ServiceAccess service;

    // Where the access goes that was located last.
    private long address;
    private long first;
    private long second;
    private int inFirst;
    private boolean split;

    LoadStoreUnit(Hart hart, MemoryController controller, IoLatch io, ServiceAccess serviceAccess) {
        this.hart = hart;
        this.controller = controller;
        this.io = io;
        service = serviceAccess;
    }

    /**
     * Finds out where an access goes. It comes back true if nothing holds it up that can be known
     * before; else {@link Hart#stop} says what does. Of an access to two pages neither half is done
     * unless both can be.
     */
    boolean locate(long virtual, int size, Access access) {
        address = virtual;
        inFirst = Math.min(size, PAGE - ((int) virtual & PAGE - 1));
        split = inFirst < size && !hart.service.active;
        if (hart.service.active) {
            boolean watched = controller.watch.active;
            first = watched ? controller.watch.translate(hart.number, virtual, virtual) : virtual;
            return true;
        }
        first = hart.mmu.translate(virtual, inFirst, access);
        if (first == PageTables.NOWHERE) {
            return false;
        }
        if (split) {
            second = hart.mmu.translate(virtual + inFirst, size - inFirst, access);
            return second != PageTables.NOWHERE
                    && isWithinReach(first, inFirst, virtual, access)
                    && isWithinReach(second, size - inFirst, virtual + inFirst, access)
                    && !waitsForGuard(first, inFirst)
                    && !waitsForGuard(second, size - inFirst);
        }
        return !waitsForGuard(first, size);
    }

    /** Whether the access lies in two pages. */
    boolean isSplit() {
        return split;
    }

    /** The address of the access, as the hart uses it. */
    long address() {
        return address;
    }

    /** The physical address of the access. */
    long first() {
        return first;
    }

    /** The physical address of its part in the second page. */
    long second() {
        return second;
    }

    /** How many of its bytes lie in the first page. */
    int inFirst() {
        return inFirst;
    }

    private boolean waitsForGuard(long physical, int size) {
        if (!controller.guards.stops(physical, size)) {
            return false;
        }
        hart.stop = Stop.GUARD;
        return true;
    }

    // Devices have no misaligned registers; where there is nothing, alignment does not matter.
    private boolean isWithinReach(long physical, int size, long virtual, Access access) {
        boolean store = access == Access.STORE;
        if (store ? isStorage(physical) : controller.isMemory(physical)) {
            return true;
        }
        if (BoardMap.isIo(physical) && !MemoryController.isRom(physical)) {
            hart.raise(store ? Cause.STORE_MISALIGNED : Cause.LOAD_MISALIGNED, address);
        } else {
            hart.raise(access.accessFault, virtual);
        }
        return false;
    }

    /** Does the load that was located; zero-extended. Look at {@link Hart#stop} afterwards. */
    long load(int size) {
        if (hart.service.active) {
            return service.load(first, size);
        }
        if (split) {
            return loadPart(first, inFirst) | loadPart(second, size - inFirst) << 8 * inFirst;
        }
        if ((first & size - 1) != 0) {
            return isWithinReach(first, size, address, Access.LOAD) ? loadPart(first, size) : 0;
        }
        if (controller.isMemory(first)) {
            Frame frame = controller.frameToRead(first);
            hart.mmu.permitReads(address, first, frame);
            return Bytes.get(frame.data, (int) first & PAGE - 1, size);
        }
        return loadFromDevice(size);
    }

    /** Where the access was located has been read, and may be read again. */
    void permitReads() {
        hart.mmu.permitReads(address, first, controller.frameToRead(first));
    }

    private long loadPart(long physical, int size) {
        Frame frame = controller.frameToRead(physical, size);
        long value = 0;
        for (int index = 0; index < size; index++) {
            long one = frame.data[(int) (physical + index) & PAGE - 1] & 0xff;
            value |= one << 8 * index;
        }
        return value;
    }

    private long loadFromDevice(int size) {
        if (isClint(first) && hart.clint.answers(first - BoardMap.CLINT_BASE, size)) {
            hart.stop = Stop.LEAVE;
            return hart.clint.read(first - BoardMap.CLINT_BASE, size, hart.clock);
        }
        if (isPlic(first) && size == 4) {
            hart.stop = Stop.LEAVE;
            return hart.plic.read((int) (first - BoardMap.PLIC_BASE)) & 0xffffffffL;
        }
        if (!isOutbound(first)) {
            hart.raise(Cause.LOAD_ACCESS_FAULT, address);
            return 0;
        }
        if (io.completes(hart.number, first, size, false)) {
            return io.take();
        }
        io.request(hart, first, size, false, 0);
        hart.stop = Stop.IO;
        return 0;
    }

    /** Does the store that was located. Look at {@link Hart#stop} afterwards. */
    void store(int size, long value) {
        if (hart.service.active) {
            service.store(first, size, value);
        } else if (split) {
            storePart(first, inFirst, value);
            storePart(second, size - inFirst, value >>> 8 * inFirst);
        } else if ((first & size - 1) != 0) {
            if (isWithinReach(first, size, address, Access.STORE)) {
                storePart(first, size, value);
            }
        } else if (isStorage(first)) {
            storeAligned(size, value);
        } else {
            storeToDevice(size, value);
        }
    }

    private void storePart(long physical, int size, long value) {
        Frame frame = controller.frameToWrite(physical, size);
        int offset = (int) physical & PAGE - 1;
        for (int index = 0; index < size; index++) {
            frame.data[offset + index] = (byte) (value >>> 8 * index);
        }
        if (controller.stored(frame, offset, size)) {
            hart.stop = Stop.REFETCH;
        }
    }

    /** Stores to where the access was located, which is in main storage. */
    void storeAligned(int size, long value) {
        Frame frame = controller.frameToWrite(first, size);
        int offset = (int) first & PAGE - 1;
        Bytes.put(frame.data, offset, size, value);
        if (controller.stored(frame, offset, size)) {
            hart.stop = Stop.REFETCH;
        }
        hart.mmu.permitWrites(address, first, frame);
    }

    private void storeToDevice(int size, long value) {
        if (isClint(first) && hart.clint.answers(first - BoardMap.CLINT_BASE, size)) {
            hart.clint.write(first - BoardMap.CLINT_BASE, size, value, hart.clock);
            hart.stop = Stop.LEAVE;
        } else if (isPlic(first) && size == 4) {
            hart.plic.write((int) (first - BoardMap.PLIC_BASE), (int) value);
            hart.stop = Stop.LEAVE;
        } else if (!isOutbound(first)) {
            hart.raise(Cause.STORE_ACCESS_FAULT, address);
        } else if (io.completes(hart.number, first, size, true)) {
            io.take();
        } else {
            io.request(hart, first, size, true, value);
            hart.stop = Stop.IO;
        }
    }

    /** Whether a physical address is main storage, and within reach. */
    boolean isStorage(long physical) {
        return physical >= BoardMap.DRAM_BASE
                && controller.isMemory(physical)
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
