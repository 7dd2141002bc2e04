package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.context.ContextFields;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Reservation;

/** LR, SC and atomic memory operations of a hart, with its reservation. */
final class AtomicUnit {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    /** What LR has reserved; engines that execute LR and SC themselves look at it too. */
    final Reservation reservation = new Reservation();

    private final Hart hart;
    private final MemoryController controller;
    private final LoadStoreUnit loadStore;
    private final BusMonitor bus;

    AtomicUnit(Hart hart, MemoryController controller) {
        this.hart = hart;
        this.controller = controller;
        loadStore = hart.loadStore;
        bus = new BusMonitor(hart, controller);
        controller.add(reservation);
    }

    /** LR; sign-extended. Look at {@link Hart#stop} afterwards. */
    long loadReserved(long address, int size) {
        if (!locate(address, size, Access.LOAD, Cause.LOAD_MISALIGNED)) {
            return 0;
        }
        long value = loaded(size);
        reservation.begin(loadStore.first(), size);
        loadStore.permitReads();
        return extend(size, value);
    }

    /** SC; 0 if it stored, else 1. Look at {@link Hart#stop} afterwards. */
    long storeConditional(long address, int size, long value) {
        if (!locate(address, size, Access.STORE, Cause.STORE_MISALIGNED)) {
            return 0;
        }
        boolean reserved = reservation.isOf(loadStore.first(), size);
        reservation.end();
        if (!reserved) {
            return 1;
        }
        bus.noteStore(extend(size, put(size, value)));
        return 0;
    }

    /** An atomic memory operation; the old value, sign-extended. */
    long modify(AtomicOperation operation, long address, int size, long operand) {
        if (!locate(address, size, Access.STORE, Cause.STORE_MISALIGNED)) {
            return 0;
        }
        long old = loaded(size);
        long extended = extend(size, old);
        long result = operation.apply(extended, extend(size, operand));
        bus.noteStore(extend(size, put(size, result)));
        // Whatever may be written may be read.
        loadStore.permitReads();
        return extended;
    }

    private static long extend(int size, long value) {
        return size == 4 ? (int) value : value;
    }

    private boolean locate(long address, int size, Access access, Cause misaligned) {
        if ((address & size - 1) != 0) {
            hart.raise(misaligned, address);
            return false;
        }
        if (!loadStore.locate(address, size, access)) {
            return false;
        }
        if (!loadStore.isStorage(loadStore.first())) {
            hart.raise(access.accessFault, address);
            return false;
        }
        return true;
    }

    // What faults do to an atomic access; plain ones come by the slow path of the engine.
    private long loaded(int size) {
        long at = loadStore.first();
        long data = Bytes.get(controller.frameToRead(at).data, (int) at & PAGE - 1, size);
        long arrived = controller.watch.active ? bus.loaded(size, data) : data;
        if (hart.tap.accesses) {
            hart.tap.access(hart, false, size, arrived);
        }
        if (controller.watch.attention) {
            hart.stop = Stop.LEAVE;
        }
        return arrived;
    }

    private long put(int size, long data) {
        boolean watched = controller.watch.active;
        long sent = watched ? bus.storing(size, data) : data;
        loadStore.storeAligned(size, sent);
        if (watched) {
            bus.stored(size);
        }
        if (hart.tap.accesses) {
            hart.tap.access(hart, true, size, sent);
        }
        if (controller.watch.attention) {
            hart.stop = Stop.LEAVE;
        }
        return sent;
    }

    void context(ContextFields fields) {
        reservation.address = fields.number(reservation.address);
        reservation.length = fields.number(reservation.length);
    }
}
