package ft.cpu.hart;

import ft.cpu.context.ContextFields;

/** The machine-mode CSRs that hold state. */
final class MachineState {
    static final long MIE = 1L << 3;
    static final long MPIE = 1L << 7;
    static final long MPP = 3L << 11;
    static final long FS = 3L << 13;
    static final long MPRV = 1L << 17;
    static final long TW = 1L << 21;
    static final long UXL_64 = 2L << 32;
    static final long SD = Long.MIN_VALUE;

    private static final long WRITABLE = MIE | MPIE | MPP | FS | MPRV | TW;
    private static final int MPP_SHIFT = 11;
    private static final long FIOM = 1;

    long status;
    long interruptEnable;
    long trapVector;
    long scratch;
    long exceptionPc;
    long cause;
    long trapValue;
    long environment;

    void reset() {
        // The manual resets MIE and MPRV only; software relies on MPP being something legal.
        status = UXL_64 | (long) Privilege.MACHINE.code << MPP_SHIFT;
        interruptEnable = 0;
        trapVector = 0;
        scratch = 0;
        exceptionPc = 0;
        cause = 0;
        trapValue = 0;
        environment = 0;
    }

    /** {@code mstatus}: SD sums up that FS is dirty. */
    long readStatus() {
        return (status & FS) == FS ? status | SD : status;
    }

    /** Writes {@code mstatus}; a mode that this processor does not have leaves MPP as it was. */
    void writeStatus(long value) {
        long legal = value;
        if (Privilege.of((int) (value >>> MPP_SHIFT) & 3) == null) {
            legal = value & ~MPP | status & MPP;
        }
        status = status & ~WRITABLE | legal & WRITABLE;
    }

    /** Writes {@code mtvec}; a reserved mode leaves the mode as it was. */
    void writeTrapVector(long value) {
        long mode = (value & 2) != 0 ? trapVector & 3 : value & 3;
        trapVector = value & ~3L | mode;
    }

    void writeEnvironment(long value) {
        environment = value & FIOM;
    }

    Privilege previousPrivilege() {
        return Privilege.of((int) (status >>> MPP_SHIFT) & 3);
    }

    void enter(long at, long newCause, long newTrapValue, Privilege from) {
        exceptionPc = at;
        cause = newCause;
        trapValue = newTrapValue;
        long previous = (status & MIE) != 0 ? MPIE : 0;
        status = status & ~(MIE | MPIE | MPP) | previous | (long) from.code << MPP_SHIFT;
    }

    void leave() {
        long enable = (status & MPIE) != 0 ? MIE : 0;
        if (previousPrivilege() != Privilege.MACHINE) {
            status &= ~MPRV;
        }
        status = status & ~(MIE | MPP) | enable | MPIE;
    }

    void context(ContextFields fields) {
        status = fields.number(status);
        interruptEnable = fields.number(interruptEnable);
        trapVector = fields.number(trapVector);
        scratch = fields.number(scratch);
        exceptionPc = fields.number(exceptionPc);
        cause = fields.number(cause);
        trapValue = fields.number(trapValue);
        environment = fields.number(environment);
    }
}
