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
    MACHINE_CALL(11, "environment call from machine mode");

    final int code;
    final String words;

    Cause(int code, String words) {
        this.code = code;
        this.words = words;
    }
}
