package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.context.ContextFields;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Reservation;
import ft.cpu.memory.Signature;

/** LR, SC and atomic memory operations of a hart, with its reservation. */
final class AtomicUnit implements Reservation {
    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final long NO_RESERVATION = -1;

    private final Hart hart;
    private final MemoryController controller;
    private final LoadStoreUnit loadStore;
    private long reservation = NO_RESERVATION;
    private long reservedBytes;

    AtomicUnit(Hart hart, MemoryController controller, LoadStoreUnit loadStore) {
        this.hart = hart;
        this.controller = controller;
        this.loadStore = loadStore;
        controller.add(this);
    }

    /** LR; sign-extended. Look at {@link Hart#stop} afterwards. */
    long loadReserved(long address, int size) {
        if ((address & size - 1) != 0) {
            hart.raise(Cause.LOAD_MISALIGNED, address);
            return 0;
        }
        if (!loadStore.isStorage(address)) {
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
        loadStore.storeInPage(address, size, sent);
        if (watched) {
            controller.watch.stored(address, size);
        }
        if (controller.watch.attention) {
            hart.stop = Stop.LEAVE;
        }
        return sent;
    }

    /** Ends the reservation, if there is one. */
    void endReservation() {
        reservation = NO_RESERVATION;
        reservedBytes = 0;
    }

    void context(ContextFields fields) {
        reservation = fields.number(reservation);
        reservedBytes = fields.number(reservedBytes);
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
        if (!loadStore.isStorage(address)) {
            hart.raise(Cause.STORE_ACCESS_FAULT, address);
            return false;
        }
        return true;
    }

    private void note(long kind, long address, long data) {
        controller.signature = Signature.mix(controller.signature, kind + address, data);
    }
}
