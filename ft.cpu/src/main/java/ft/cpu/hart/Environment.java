package ft.cpu.hart;

import ft.cpu.context.ContextFields;

/** {@code menvcfg} and {@code senvcfg}: what less privileged modes find. */
final class Environment {
    private static final long FIOM = 1;
    private static final long STCE = 1L << 63;
    private static final long ADUE = 1L << 61;
    private static final long MACHINE_WRITABLE = FIOM | ADUE | STCE;

    private long machine;
    private long supervisor;

    void reset() {
        machine = 0;
        supervisor = 0;
    }

    long machine() {
        return machine;
    }

    void writeMachine(long value) {
        machine = value & MACHINE_WRITABLE;
    }

    long supervisor() {
        return supervisor;
    }

    void writeSupervisor(long value) {
        supervisor = value & FIOM;
    }

    /** Whether supervisor mode has a timer compare of its own (Sstc). */
    boolean hasSupervisorTimer() {
        return (machine & STCE) != 0;
    }

    /**
     * Whether the accessed and dirty bits of page tables are set by the hart (Svadu), or found to
     * be missing (Svade).
     */
    boolean updatesPageTables() {
        return (machine & ADUE) != 0;
    }

    void context(ContextFields fields) {
        machine = fields.number(machine);
        supervisor = fields.number(supervisor);
    }
}
