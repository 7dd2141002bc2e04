package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** The CSRs of machine mode, and those of Smrnmi. */
final class MachineCsrs {
    // "S" and "U" say that supervisor and user mode are there, "B" that Zba, Zbb and Zbs are.
    private static final long ISA = 2L << 62 | letters("abcdfimsu");

    static final ImmutableList<Csr> TABLE =
            ImmutableList.of(
                    Csr.of(
                            0x300,
                            "mstatus",
                            hart -> hart.status.get(),
                            (hart, value) -> hart.status.write(value)),
                    Csr.constant(0x301, "misa", hart -> ISA),
                    Csr.of(
                            0x302,
                            "medeleg",
                            hart -> hart.traps.delegated,
                            (hart, value) -> hart.traps.delegated = value & Cause.DELEGABLE),
                    Csr.of(
                            0x303,
                            "mideleg",
                            hart -> hart.interrupts.delegated,
                            (hart, value) ->
                                    hart.interrupts.delegated = value & Interrupt.SUPERVISOR),
                    Csr.of(
                            0x304,
                            "mie",
                            hart -> hart.interrupts.enabled,
                            (hart, value) -> hart.interrupts.enabled = value & Interrupt.ALL),
                    Csr.of(
                            0x305,
                            "mtvec",
                            hart -> hart.machine.vector,
                            (hart, value) -> hart.machine.writeVector(value)),
                    Csr.of(
                            0x30a,
                            "menvcfg",
                            hart -> hart.environment.machine(),
                            (hart, value) -> hart.writeEnvironment(value)),
                    Csr.of(
                            0x340,
                            "mscratch",
                            hart -> hart.machine.scratch,
                            (hart, value) -> hart.machine.scratch = value),
                    Csr.of(
                            0x341,
                            "mepc",
                            hart -> hart.machine.exceptionPc,
                            (hart, value) -> hart.machine.writeExceptionPc(value)),
                    Csr.of(
                            0x342,
                            "mcause",
                            hart -> hart.machine.cause,
                            (hart, value) -> hart.machine.cause = value),
                    Csr.of(
                            0x343,
                            "mtval",
                            hart -> hart.machine.trapValue,
                            (hart, value) -> hart.machine.trapValue = value),
                    Csr.of(
                                    0x344,
                                    "mip",
                                    hart -> hart.interrupts.pending(),
                                    (hart, value) -> hart.interrupts.write(value))
                            .startingFrom(hart -> hart.interrupts.set()),
                    // Of type 0: the first trigger is not there, and so is none.
                    Csr.constant(0x7a0, "tselect", hart -> 0),
                    Csr.constant(0x7a1, "tdata1", hart -> 0),
                    Csr.constant(0x7a2, "tdata2", hart -> 0),
                    service(
                            0x740,
                            "mnscratch",
                            hart -> hart.service.scratch,
                            (hart, value) -> hart.service.scratch = value),
                    service(
                            0x741,
                            "mnepc",
                            hart -> hart.service.exceptionPc,
                            (hart, value) -> hart.service.exceptionPc = value & ~1L),
                    service(
                            0x742,
                            "mncause",
                            hart -> hart.service.cause,
                            (hart, value) -> hart.service.cause = value),
                    service(
                            0x744,
                            "mnstatus",
                            hart -> hart.service.status(),
                            (hart, value) -> hart.service.writeStatus(value)),
                    Csr.constant(0xf11, "mvendorid", hart -> 0),
                    Csr.constant(0xf12, "marchid", hart -> 0),
                    Csr.constant(0xf13, "mimpid", hart -> 0),
                    Csr.constant(0xf14, "mhartid", hart -> hart.number),
                    Csr.constant(0xf15, "mconfigptr", hart -> 0));

    private MachineCsrs() {}

    // There while the service interrupt is masked, so that no guest can see that there was one.
    private static Csr service(int number, String name, Csr.Reader reader, Csr.Writer writer) {
        return Csr.of(number, name, reader, writer).when(hart -> !hart.service.enabled);
    }

    private static long letters(String extensions) {
        return extensions.chars().mapToLong(letter -> 1L << letter - 'a').sum();
    }
}
