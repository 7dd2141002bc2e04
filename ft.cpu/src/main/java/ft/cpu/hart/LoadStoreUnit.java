package ft.cpu.hart;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.cpu.context.ContextFields;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Signature;

/**
 * Loads, stores and atomics of a hart that the fast path of an engine cannot do: first touches,
 * misaligned ones, devices, and what traps.
 */
final class LoadStoreUnit implements MemoryController.Permissions {
    static final int ENTRIES = 1024;

    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final long NO_RESERVATION = -1;

    /** The software TLB, by granule number. */
    final TlbEntry[] entries = new TlbEntry[ENTRIES];

    private final Hart hart;
    private final MemoryController controller;
    private final IoLatch io;
    private final ServiceAccess service;
    private final int granuleShift;
    // An address without its place in the granule, which is what an entry covers.
    private final long granule;
    // The entries in use, so that withdrawing costs what is in use.
    private final TlbEntry[] used = new TlbEntry[ENTRIES];
    private int usedCount;
    private long reservation = NO_RESERVATION;
    private long reservedBytes;

    LoadStoreUnit(Hart hart, MemoryController controller, IoLatch io, ServiceAccess serviceAccess) {
        this.hart = hart;
        this.controller = controller;
        this.io = io;
        service = serviceAccess;
        granuleShift = controller.granuleShift();
        granule = -1L << granuleShift;
        for (int index = 0; index < ENTRIES; index++) {
            entries[index] = new TlbEntry();
        }
        controller.add(this);
    }

    void reset() {
        endReservation();
    }

    /** The address that an access of this hart goes to. */
    long translate(long address) {
        return controller.watch.active ? controller.watch.translate(hart.number, address) : address;
    }

    /** Whether an access has to wait because its page is guarded. */
    boolean waitsForGuard(long address, int size) {
        if (hart.service.active || !controller.guards(address, size)) {
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
            TlbEntry entry = entry(address, frame);
            if (!controller.watch.holds(address)) {
                entry.read = address & granule;
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

    /** LR; sign-extended. Look at {@link Hart#stop} afterwards. */
    long loadReserved(long address, int size) {
        if ((address & size - 1) != 0) {
            hart.raise(Cause.LOAD_MISALIGNED, address);
            return 0;
        }
        if (!isStorage(address)) {
            hart.raise(Cause.LOAD_ACCESS_FAULT, address);
            return 0;
        }
        Frame frame = controller.frameToRead(address);
        long value = loaded(address, size, Bytes.get(frame.data, (int) address & PAGE - 1, size));
        reservation = address;
        reservedBytes = size;
        note(Signature.LOAD, address, value);
        return size == 4 ? (int) value : value;
    }

    /** SC; 0 if it stored, else 1. Look at {@link Hart#stop} afterwards. */
    long storeConditional(long address, int size, long value) {
        if (!canModify(address, size)) {
            return 0;
        }
        boolean reserved = reservation == address && reservedBytes == size;
        endReservation();
        if (!reserved) {
            return 1;
        }
        note(Signature.STORE, address, put(address, size, value));
        return 0;
    }

    /** An atomic memory operation; the old value, sign-extended. */
    long modify(AtomicOperation operation, long address, int size, long operand) {
        if (!canModify(address, size)) {
            return 0;
        }
        Frame frame = controller.frameToRead(address);
        long old = loaded(address, size, Bytes.get(frame.data, (int) address & PAGE - 1, size));
        long extended = size == 4 ? (int) old : old;
        long result = operation.apply(extended, size == 4 ? (int) operand : operand);
        note(Signature.LOAD, address, extended);
        note(Signature.STORE, address, put(address, size, result));
        return extended;
    }

    // What faults do to an atomic access; plain ones come by the slow path of the engine.
    private long loaded(long address, int size, long data) {
        if (!controller.watch.active) {
            return data;
        }
        long arrived = controller.watch.loaded(address, size, data);
        if (controller.watch.attention) {
            hart.stop = Stop.LEAVE;
        }
        return arrived;
    }

    private long put(long address, int size, long data) {
        boolean watched = controller.watch.active;
        long sent = watched ? controller.watch.storing(address, size, data) : data;
        storeInPage(address, size, sent);
        if (watched) {
            controller.watch.stored(address, size);
        }
        if (controller.watch.attention) {
            hart.stop = Stop.LEAVE;
        }
        return sent;
    }

    void endReservation() {
        reservation = NO_RESERVATION;
        reservedBytes = 0;
    }

    void context(ContextFields fields) {
        reservation = fields.number(reservation);
        reservedBytes = fields.number(reservedBytes);
    }

    @Override
    public void withdrawWrites() {
        for (int index = 0; index < usedCount; index++) {
            used[index].write = TlbEntry.NOTHING;
        }
    }

    @Override
    public void withdrawWrites(Frame frame) {
        for (int index = 0; index < usedCount; index++) {
            if (used[index].frame == frame) {
                used[index].write = TlbEntry.NOTHING;
            }
        }
    }

    @Override
    public void withdrawAll() {
        for (int index = 0; index < usedCount; index++) {
            TlbEntry entry = used[index];
            entry.read = TlbEntry.NOTHING;
            entry.write = TlbEntry.NOTHING;
            entry.frame = null;
            entry.data = null;
        }
        usedCount = 0;
    }

    @Override
    public void breakReservation(long address, int length) {
        if (reservation != NO_RESERVATION
                && reservation < address + length
                && address < reservation + reservedBytes) {
            endReservation();
        }
    }

    private boolean canModify(long address, int size) {
        if ((address & size - 1) != 0) {
            hart.raise(Cause.STORE_MISALIGNED, address);
            return false;
        }
        if (!isStorage(address)) {
            hart.raise(Cause.STORE_ACCESS_FAULT, address);
            return false;
        }
        return true;
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

    private void storeInPage(long address, int size, long value) {
        Frame frame = controller.frameToWrite(address, size);
        int offset = (int) address & PAGE - 1;
        Bytes.put(frame.data, offset, size, value);
        controller.forceStuckBits(frame);
        if (controller.dropCode(frame, offset, size)) {
            hart.stop = Stop.REFETCH;
        }
        if (frame.code == null && controller.isPlain(frame) && !controller.watch.holds(address)) {
            entry(address, frame).write = address & granule;
        }
    }

    private TlbEntry entry(long address, Frame frame) {
        TlbEntry entry = entries[(int) (address >>> granuleShift) & ENTRIES - 1];
        if (entry.frame == null) {
            used[usedCount++] = entry;
        } else if (entry.frame != frame) {
            entry.read = TlbEntry.NOTHING;
            entry.write = TlbEntry.NOTHING;
        }
        entry.frame = frame;
        entry.data = frame.data;
        return entry;
    }

    private void note(long kind, long address, long data) {
        controller.signature = Signature.mix(controller.signature, kind + address, data);
    }

    private boolean isMemoryAll(long address, int size) {
        return controller.isMemory(address) && controller.isMemory(address + size - 1);
    }

    private boolean isStorage(long address) {
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
