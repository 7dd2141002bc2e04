package ft.cpu.hart;

/** Why a trap is taken (privileged manual, {@code mcause}). */
enum Cause {
    FETCH_ACCESS_FAULT(1, "instruction access fault"),
    ILLEGAL_INSTRUCTION(2, "illegal instruction"),
    BREAKPOINT(3, "breakpoint"),
    LOAD_MISALIGNED(4, "load address misaligned"),
    LOAD_ACCESS_FAULT(5, "load access fault"),
    STORE_MISALIGNED(6, "store address misaligned"),
    STORE_ACCESS_FAULT(7, "store access fault"),
    USER_CALL(8, "environment call from user mode"),
    SUPERVISOR_CALL(9, "environment call from supervisor mode"),
    MACHINE_CALL(11, "environment call from machine mode"),
    FETCH_PAGE_FAULT(12, "instruction page fault"),
    LOAD_PAGE_FAULT(13, "load page fault"),
    STORE_PAGE_FAULT(15, "store page fault");

    /** Those that can be delegated: all that a mode below machine mode can cause. */
    static final long DELEGABLE = delegable();

    final int code;
    final String words;

    Cause(int code, String words) {
        this.code = code;
        this.words = words;
    }

    private static long delegable() {
        long mask = 0;
        for (Cause cause : values()) {
            mask |= cause == MACHINE_CALL ? 0 : 1L << cause.code;
        }
        return mask;
    }
}
