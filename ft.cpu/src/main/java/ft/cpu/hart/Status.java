package ft.cpu.hart;

/** {@code mstatus}, of which {@code sstatus} is a part. */
final class Status {
    static final long SIE = 1L << 1;
    static final long MIE = 1L << 3;
    static final long SPIE = 1L << 5;
    static final long MPIE = 1L << 7;
    static final long SPP = 1L << 8;
    static final long MPP = 3L << 11;
    static final long FS = 3L << 13;
    static final long MPRV = 1L << 17;
    static final long SUM = 1L << 18;
    static final long MXR = 1L << 19;
    static final long TVM = 1L << 20;
    static final long TW = 1L << 21;
    static final long TSR = 1L << 22;
    static final long UXL_64 = 2L << 32;
    static final long SXL_64 = 2L << 34;
    static final long SD = Long.MIN_VALUE;

    private static final long SUPERVISOR_WRITABLE = SIE | SPIE | SPP | FS | SUM | MXR;
    private static final long WRITABLE =
            SUPERVISOR_WRITABLE | MIE | MPIE | MPP | MPRV | TVM | TW | TSR;
    private static final int MPP_SHIFT = 11;

    private long bits;

    void reset() {
        // The manual resets MIE and MPRV only. Test programs rely on MPP being 0, as it is
        // elsewhere.
        bits = UXL_64 | SXL_64;
    }

    /** {@code mstatus}: SD sums up that FS is dirty. */
    long get() {
        return isFloatDirty() ? bits | SD : bits;
    }

    /** The same without what is summed up. */
    long raw() {
        return bits;
    }

    /** Sets bits that can be set. */
    void set(long more) {
        bits |= more;
    }

    boolean has(long bit) {
        return (bits & bit) != 0;
    }

    /** Whether floating-point state is on and said to be changed. */
    boolean isFloatDirty() {
        return (bits & FS) == FS;
    }

    /** Takes over what was {@linkplain #get saved}. */
    void restore(long saved) {
        bits = saved & ~SD;
    }

    /** Writes {@code mstatus}; a mode that this processor does not have leaves MPP as it was. */
    void write(long value) {
        long legal = value;
        if (Privilege.of((int) (value >>> MPP_SHIFT) & 3) == null) {
            legal = value & ~MPP | bits & MPP;
        }
        bits = bits & ~WRITABLE | legal & WRITABLE;
    }

    /** {@code sstatus}. */
    long supervisor() {
        return get() & (SUPERVISOR_WRITABLE | UXL_64 | SD);
    }

    /** Writes {@code sstatus}. */
    void writeSupervisor(long value) {
        bits = bits & ~SUPERVISOR_WRITABLE | value & SUPERVISOR_WRITABLE;
    }

    /** The mode that MRET returns to. */
    Privilege previous() {
        return Privilege.of((int) (bits >>> MPP_SHIFT) & 3);
    }

    /** A trap to machine mode. */
    void enterMachine(Privilege from) {
        long enabled = has(MIE) ? MPIE : 0;
        bits = bits & ~(MIE | MPIE | MPP) | enabled | (long) from.code << MPP_SHIFT;
    }

    /** A trap to supervisor mode. */
    void enterSupervisor(Privilege from) {
        long enabled = has(SIE) ? SPIE : 0;
        long previous = from == Privilege.USER ? 0 : SPP;
        bits = bits & ~(SIE | SPIE | SPP) | enabled | previous;
    }

    /** MRET; the mode to go on in. */
    Privilege leaveMachine() {
        Privilege previous = previous();
        long enable = has(MPIE) ? MIE : 0;
        bits = bits & ~(MIE | MPP) | enable | MPIE;
        dropTo(previous);
        return previous;
    }

    /** SRET; the mode to go on in. */
    Privilege leaveSupervisor() {
        Privilege previous = has(SPP) ? Privilege.SUPERVISOR : Privilege.USER;
        long enable = has(SPIE) ? SIE : 0;
        bits = bits & ~(SIE | SPP) | enable | SPIE;
        dropTo(previous);
        return previous;
    }

    /** A return to a mode other than machine mode ends MPRV. */
    void dropTo(Privilege mode) {
        if (mode != Privilege.MACHINE) {
            bits &= ~MPRV;
        }
    }
}
