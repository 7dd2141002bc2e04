package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** Counters, and the CSRs that say who may read them. */
final class CounterCsrs {
    static final ImmutableList<Csr> TABLE = table();

    private static final int CYCLE = 0xc00;
    private static final int COUNTERS = 32;
    private static final int FIRST_EVENT_COUNTER = 3;

    private CounterCsrs() {}

    private static ImmutableList<Csr> table() {
        ImmutableList.Builder<Csr> table = ImmutableList.builder();
        table.add(
                Csr.of(
                        0x106,
                        "scounteren",
                        hart -> hart.counters.supervisorEnable(),
                        (hart, value) -> hart.counters.setSupervisorEnable(value)),
                Csr.of(
                        0x306,
                        "mcounteren",
                        hart -> hart.counters.machineEnable(),
                        (hart, value) -> hart.counters.setMachineEnable(value)),
                Csr.of(
                        0x320,
                        "mcountinhibit",
                        hart -> hart.counters.inhibit(),
                        (hart, value) -> hart.counters.setInhibit(value)),
                Csr.of(
                        0xb00,
                        "mcycle",
                        hart -> hart.counters.cycle(),
                        (hart, value) -> hart.counters.setCycle(value)),
                Csr.of(
                        0xb02,
                        "minstret",
                        hart -> hart.counters.instret(),
                        (hart, value) -> hart.counters.setInstret(value)),
                shadow(0, "cycle", hart -> hart.counters.cycle()),
                shadow(1, "time", hart -> hart.clint.time(hart.clock)),
                shadow(2, "instret", hart -> hart.counters.instret()));
        // There are no events to count. The manual wants these CSRs all the same, and lets them be
        // zero for good.
        for (int counter = FIRST_EVENT_COUNTER; counter < COUNTERS; counter++) {
            table.add(Csr.constant(0xb00 + counter, "mhpmcounter" + counter, hart -> 0));
            table.add(Csr.constant(0x320 + counter, "mhpmevent" + counter, hart -> 0));
            table.add(shadow(counter, "hpmcounter" + counter, hart -> 0));
        }
        return table.build();
    }

    private static Csr shadow(int counter, String name, Csr.Reader reader) {
        return Csr.constant(CYCLE + counter, name, reader)
                .when(hart -> hart.counters.mayRead(counter, hart.privilege));
    }
}
