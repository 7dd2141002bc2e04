package ft.cpu.hart;

import ft.cpu.context.ContextFields;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;

/**
 * Where the accesses of a hart go: translation, protection, and the software TLBs that keep what
 * came of them. There is a TLB for each way in which addresses are looked at, so that nothing has
 * to be dropped when the hart changes its mode.
 */
final class Mmu {
    final Pmp protection = new Pmp();
    final PageTables tables;

    /** The TLB of the loads and stores that the hart makes as it is now. */
    SoftwareTlb tlb;

    private final Hart hart;
    private final MemoryController controller;
    private final SoftwareTlb machine;
    private final SoftwareTlb supervisor;
    private final SoftwareTlb supervisorWithUser;
    private final SoftwareTlb user;
    private Privilege dataMode = Privilege.MACHINE;
    private boolean executableReadable;
    // What the selection was made for.
    private long selectedStatus;
    private Privilege selectedPrivilege;
    private boolean selectedEnabled;
    private int epoch;

    Mmu(Hart hart, MemoryController controller) {
        this.hart = hart;
        this.controller = controller;
        tables = new PageTables(hart, controller, protection);
        machine = new SoftwareTlb(controller);
        supervisor = new SoftwareTlb(controller);
        supervisorWithUser = new SoftwareTlb(controller);
        user = new SoftwareTlb(controller);
        tlb = machine;
    }

    void reset() {
        protection.reset();
        tables.reset();
        flush();
    }

    /** Follows a change of privilege or {@code mstatus}. */
    void select() {
        Status status = hart.status;
        if (status.raw() != selectedStatus
                || hart.privilege != selectedPrivilege
                || hart.service.enabled != selectedEnabled) {
            selectedStatus = status.raw();
            selectedPrivilege = hart.privilege;
            selectedEnabled = hart.service.enabled;
            selectFor(status);
        }
    }

    private void selectFor(Status status) {
        // While the service interrupt is masked, MPRV is as if it were not set.
        dataMode =
                status.has(Status.MPRV) && hart.service.enabled
                        ? status.previous()
                        : hart.privilege;
        if (status.has(Status.MXR) != executableReadable) {
            executableReadable = !executableReadable;
            dropTranslations();
        }
        tlb =
                switch (dataMode) {
                    case MACHINE -> machine;
                    case SUPERVISOR -> status.has(Status.SUM) ? supervisorWithUser : supervisor;
                    case USER -> user;
                };
        hart.fetch.select(hart.privilege);
    }

    /** Writes {@code satp}. */
    void writeRoot(long value) {
        tables.writeRoot(value);
        dropTranslations();
        hart.fetch.withdrawAll();
    }

    /** Writes {@code pmpaddr}<i>n</i>. */
    void writeProtectedAddress(int entry, long value) {
        protection.writeAddress(entry, value);
        flush();
    }

    /** Writes {@code pmpcfg} of the entries from a number on. */
    void writeProtection(int from, long value) {
        protection.writeConfigurations(from, value);
        flush();
    }

    /** Forgets what was found out about any address. */
    void flush() {
        machine.withdrawAll();
        dropTranslations();
        hart.fetch.withdrawAll();
    }

    private void dropTranslations() {
        supervisor.withdrawAll();
        supervisorWithUser.withdrawAll();
        user.withdrawAll();
    }

    /**
     * The physical address of some bytes of a page that are to be loaded or stored, or {@link
     * PageTables#NOWHERE}.
     */
    long translate(long address, int size, Access access) {
        epoch = controller.epoch();
        if (tlb.remembers(address, size, access)) {
            return tlb.physical(address);
        }
        return translate(address, size, access, dataMode);
    }

    /** The physical address of some bytes of a page that are to be fetched, or the same. */
    long translateFetch(long address, int size) {
        return translate(address, size, Access.FETCH, hart.privilege);
    }

    private long translate(long address, int size, Access access, Privilege mode) {
        long physical = address;
        if (!tables.translates(mode)) {
            tables.walk.clear();
        } else {
            physical = tables.translate(address, access, mode);
            if (physical == PageTables.NOWHERE) {
                return physical;
            }
        }
        if (controller.watch.active && access != Access.FETCH) {
            physical = controller.watch.translate(hart.number, address, physical);
        }
        if (!protection.allows(physical, size, access, mode)) {
            hart.raise(access.accessFault, address);
            return PageTables.NOWHERE;
        }
        return physical;
    }

    /** The physical address that the hart means by one in its mode, without a trace of asking. */
    long find(long address) {
        return tables.translates(hart.privilege) ? tables.find(address) : address;
    }

    /** Whether one answer of the protection holds for the page of a physical address. */
    boolean isUniform(long page, long size) {
        return protection.isUniform(page, size);
    }

    /** A load has gone through: others of the granule need not be looked at. */
    void permitReads(long address, long physical, Frame frame) {
        if (canKeep(address, physical)) {
            tlb.permitReads(address, physical, frame, tables.walk);
        }
    }

    /** The same of a store, if stores to the page need no attention for other reasons. */
    void permitWrites(long address, long physical, Frame frame) {
        if (frame.code == null
                && !frame.isTable()
                && controller.isPlain(frame)
                && canKeep(address, physical)) {
            tlb.permitWrites(address, physical, frame, tables.walk);
        }
    }

    private boolean canKeep(long address, long physical) {
        long granule = 1L << controller.granuleShift();
        return epoch == controller.epoch()
                && !hart.tap.accesses
                && !controller.watch.holds(address, physical)
                && protection.isUniform(physical & -granule, granule);
    }

    /** A context was loaded. */
    void restored() {
        protection.derive();
    }

    void context(ContextFields fields) {
        protection.context(fields);
        tables.context(fields);
    }
}
