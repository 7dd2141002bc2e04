package ft.cpu.hart;

import ft.cpu.memory.AccessWatch;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Signature;

/**
 * What the signature and the watch for faults see of an access that {@link LoadStoreUnit} has
 * located: physical addresses, and of one in two pages two accesses.
 */
final class BusMonitor {
    private final LoadStoreUnit unit;
    private final MemoryController controller;
    private final AccessWatch watch;

    BusMonitor(Hart hart, MemoryController controller) {
        unit = hart.loadStore;
        this.controller = controller;
        watch = controller.watch;
    }

    /** Signs the access as a store. */
    void noteStore(long data) {
        controller.signature = Signature.store(controller.signature, unit.first(), data);
        if (unit.isSplit()) {
            controller.signature = Signature.store(controller.signature, unit.second(), data);
        }
    }

    /** The load has retired; gives the data that arrived at the hart. */
    long loaded(int size, long data) {
        if (!unit.isSplit()) {
            return watch.loaded(unit.first(), size, data);
        }
        int bits = 8 * unit.inFirst();
        long low = watch.loaded(unit.first(), unit.inFirst(), data & (1L << bits) - 1);
        return low | watch.loaded(unit.second(), size - unit.inFirst(), data >>> bits) << bits;
    }

    /** The data of the store as it is on the bus; the store may still be refused. */
    long storing(int size, long data) {
        if (!unit.isSplit()) {
            return watch.storing(unit.first(), size, data);
        }
        int bits = 8 * unit.inFirst();
        long low = watch.storing(unit.first(), unit.inFirst(), data & (1L << bits) - 1);
        return low | watch.storing(unit.second(), size - unit.inFirst(), data >>> bits) << bits;
    }

    /** The store has retired. */
    void stored(int size) {
        if (unit.isSplit()) {
            watch.stored(unit.first(), unit.inFirst());
            watch.stored(unit.second(), size - unit.inFirst());
        } else {
            watch.stored(unit.first(), size);
        }
    }
}
