package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** Every CSR of this processor. An access to any other number is an illegal instruction. */
final class CsrTable {
    /** Takes no value: every bit is read-only. */
    static final Csr.Writer IGNORE = (hart, value) -> {};

    /** {@code fflags}, {@code frm} and {@code fcsr}, in this order. */
    private static final int FFLAGS = 0x001;

    static final int CYCLE = 0xc00;
    static final int HPMCOUNTER31 = 0xc1f;
    private static final int MNSCRATCH = 0x740;
    private static final int MNSTATUS = 0x744;

    // "U" says that user mode is there, "B" that Zba, Zbb and Zbs are.
    private static final long ISA = 2L << 62 | extensions("ABCDFIMU");

    private static final Csr.Reader ZERO = hart -> 0;
    private static final int COUNTERS = 32;
    private static final int PMP_ENTRIES = 64;
    private static final int FIRST_EVENT_COUNTER = 3;

    static final ImmutableList<Csr> ALL = all();

    private static final Csr[] BY_NUMBER = byNumber();

    private CsrTable() {}

    /** The CSR of a number, or null if there is none. */
    static Csr find(int number) {
        return BY_NUMBER[number];
    }

    /**
     * Whether a CSR may be accessed now: counters by user mode as {@code mcounteren} says, those of
     * floating point unless it is off, those of Smrnmi while the service interrupt is masked, so
     * that no guest can see that there was one.
     */
    static boolean isEnabled(int number, Hart hart) {
        if (number >= MNSCRATCH && number <= MNSTATUS) {
            return !hart.service.enabled;
        }
        if (isFloat(number)) {
            return hart.floats.isOn();
        }
        return number < CYCLE
                || number > HPMCOUNTER31
                || hart.privilege == Privilege.MACHINE
                || (hart.counters.userEnable >>> number - CYCLE & 1) != 0;
    }

    /** Whether a CSR belongs to the state that {@code mstatus.FS} tells of. */
    static boolean isFloat(int number) {
        return number >= FFLAGS && number <= FFLAGS + 2;
    }

    private static long extensions(String letters) {
        return letters.chars().mapToLong(letter -> 1L << letter - 'A').sum();
    }

    private static ImmutableList<Csr> all() {
        ImmutableList.Builder<Csr> table = ImmutableList.builder();
        table.add(
                csr(
                        FFLAGS,
                        "fflags",
                        hart -> hart.floats.flags(),
                        (hart, value) -> hart.floats.setFlags(value)),
                csr(
                        FFLAGS + 1,
                        "frm",
                        hart -> hart.floats.mode(),
                        (hart, value) -> hart.floats.setMode(value)),
                csr(
                        FFLAGS + 2,
                        "fcsr",
                        hart -> hart.floats.control(),
                        (hart, value) -> hart.floats.setControl(value)),
                csr(
                        0x300,
                        "mstatus",
                        hart -> hart.machine.readStatus(),
                        (hart, value) -> hart.machine.writeStatus(value)),
                csr(0x301, "misa", hart -> ISA, IGNORE),
                csr(
                        0x304,
                        "mie",
                        hart -> hart.machine.interruptEnable,
                        (hart, value) -> hart.machine.interruptEnable = value & Interrupt.ALL),
                csr(
                        0x305,
                        "mtvec",
                        hart -> hart.machine.trapVector,
                        (hart, value) -> hart.machine.writeTrapVector(value)),
                csr(
                        0x306,
                        "mcounteren",
                        hart -> hart.counters.userEnable,
                        (hart, value) -> hart.counters.setUserEnable(value)),
                csr(
                        0x30a,
                        "menvcfg",
                        hart -> hart.machine.environment,
                        (hart, value) -> hart.machine.writeEnvironment(value)),
                csr(
                        0x320,
                        "mcountinhibit",
                        hart -> hart.counters.inhibit(),
                        (hart, value) -> hart.counters.setInhibit(value)),
                csr(
                        0x340,
                        "mscratch",
                        hart -> hart.machine.scratch,
                        (hart, value) -> hart.machine.scratch = value),
                csr(
                        0x341,
                        "mepc",
                        hart -> hart.machine.exceptionPc,
                        (hart, value) -> hart.machine.exceptionPc = value & ~1L),
                csr(
                        0x342,
                        "mcause",
                        hart -> hart.machine.cause,
                        (hart, value) -> hart.machine.cause = value),
                csr(
                        0x343,
                        "mtval",
                        hart -> hart.machine.trapValue,
                        (hart, value) -> hart.machine.trapValue = value),
                // What machine mode sees pending are lines of CLINT and PLIC; it cannot set them.
                csr(0x344, "mip", Hart::pending, IGNORE),
                csr(
                        MNSCRATCH,
                        "mnscratch",
                        hart -> hart.service.scratch,
                        (hart, value) -> hart.service.scratch = value),
                csr(
                        0x741,
                        "mnepc",
                        hart -> hart.service.exceptionPc,
                        (hart, value) -> hart.service.exceptionPc = value & ~1L),
                csr(
                        0x742,
                        "mncause",
                        hart -> hart.service.cause,
                        (hart, value) -> hart.service.cause = value),
                csr(
                        MNSTATUS,
                        "mnstatus",
                        hart -> hart.service.status(),
                        (hart, value) -> hart.service.writeStatus(value)),
                csr(
                        0xb00,
                        "mcycle",
                        hart -> hart.counters.cycle(),
                        (hart, value) -> hart.counters.setCycle(value)),
                csr(
                        0xb02,
                        "minstret",
                        hart -> hart.counters.instret(),
                        (hart, value) -> hart.counters.setInstret(value)),
                csr(0xc00, "cycle", hart -> hart.counters.cycle(), IGNORE),
                csr(0xc01, "time", hart -> hart.clint.time(hart.clock), IGNORE),
                csr(0xc02, "instret", hart -> hart.counters.instret(), IGNORE),
                csr(0xf11, "mvendorid", ZERO, IGNORE),
                csr(0xf12, "marchid", ZERO, IGNORE),
                csr(0xf13, "mimpid", ZERO, IGNORE),
                csr(0xf14, "mhartid", hart -> hart.number, IGNORE),
                csr(0xf15, "mconfigptr", ZERO, IGNORE));
        for (int counter = FIRST_EVENT_COUNTER; counter < COUNTERS; counter++) {
            table.add(csr(0xb00 + counter, "mhpmcounter" + counter, ZERO, IGNORE));
            table.add(csr(0x320 + counter, "mhpmevent" + counter, ZERO, IGNORE));
            table.add(csr(CYCLE + counter, "hpmcounter" + counter, ZERO, IGNORE));
        }
        // No entry of physical memory protection is implemented, so all its fields are hardwired to
        // zero, and user mode may access everything; a guest that sets them up goes on.
        for (int entry = 0; entry < PMP_ENTRIES; entry++) {
            table.add(csr(0x3b0 + entry, "pmpaddr" + entry, ZERO, IGNORE));
        }
        for (int group = 0; group < PMP_ENTRIES / 4; group += 2) {
            table.add(csr(0x3a0 + group, "pmpcfg" + group, ZERO, IGNORE));
        }
        return table.build();
    }

    private static Csr csr(int number, String name, Csr.Reader reader, Csr.Writer writer) {
        return new Csr(number, name, reader, writer);
    }

    private static Csr[] byNumber() {
        Csr[] table = new Csr[1 << 12];
        for (Csr csr : ALL) {
            table[csr.number()] = csr;
        }
        return table;
    }
}
