package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** The CSRs of supervisor mode. */
final class SupervisorCsrs {
    private static final int TIME = 1;

    static final ImmutableList<Csr> TABLE =
            ImmutableList.of(
                    Csr.view(
                            0x100,
                            "sstatus",
                            hart -> hart.status.supervisor(),
                            (hart, value) -> hart.status.writeSupervisor(value)),
                    Csr.view(
                            0x104,
                            "sie",
                            hart -> hart.interrupts.enabled & hart.interrupts.delegated,
                            (hart, value) -> hart.interrupts.writeSupervisorEnabled(value)),
                    Csr.of(
                            0x105,
                            "stvec",
                            hart -> hart.supervisor.vector,
                            (hart, value) -> hart.supervisor.writeVector(value)),
                    Csr.of(
                            0x10a,
                            "senvcfg",
                            hart -> hart.environment.supervisor(),
                            (hart, value) -> hart.environment.writeSupervisor(value)),
                    Csr.of(
                            0x140,
                            "sscratch",
                            hart -> hart.supervisor.scratch,
                            (hart, value) -> hart.supervisor.scratch = value),
                    Csr.of(
                            0x141,
                            "sepc",
                            hart -> hart.supervisor.exceptionPc,
                            (hart, value) -> hart.supervisor.writeExceptionPc(value)),
                    Csr.of(
                            0x142,
                            "scause",
                            hart -> hart.supervisor.cause,
                            (hart, value) -> hart.supervisor.cause = value),
                    Csr.of(
                            0x143,
                            "stval",
                            hart -> hart.supervisor.trapValue,
                            (hart, value) -> hart.supervisor.trapValue = value),
                    Csr.view(
                                    0x144,
                                    "sip",
                                    hart -> hart.interrupts.supervisorPending(),
                                    (hart, value) -> hart.interrupts.writeSupervisor(value))
                            .startingFrom(hart -> hart.interrupts.supervisorSet()),
                    Csr.of(
                                    0x14d,
                                    "stimecmp",
                                    hart -> hart.clint.supervisorCompare(hart.number),
                                    (hart, value) -> hart.writeSupervisorCompare(value))
                            .when(SupervisorCsrs::hasTimer),
                    Csr.of(
                                    0x180,
                                    "satp",
                                    hart -> hart.mmu.tables.root(),
                                    (hart, value) -> hart.mmu.writeRoot(value))
                            .when(SupervisorCsrs::mayTranslate));

    private SupervisorCsrs() {}

    private static boolean mayTranslate(Hart hart) {
        return hart.privilege == Privilege.MACHINE || !hart.status.has(Status.TVM);
    }

    // The manual lets machine mode at it always.
    private static boolean hasTimer(Hart hart) {
        return hart.privilege == Privilege.MACHINE
                || hart.environment.hasSupervisorTimer()
                        && hart.counters.mayRead(TIME, hart.privilege);
    }
}
