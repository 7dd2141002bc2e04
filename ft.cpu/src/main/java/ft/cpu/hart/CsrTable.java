package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** Every CSR of this processor. An access to any other number is an illegal instruction. */
final class CsrTable {
    static final ImmutableList<Csr> ALL =
            ImmutableList.<Csr>builder()
                    .addAll(MachineCsrs.TABLE)
                    .addAll(SupervisorCsrs.TABLE)
                    .addAll(CounterCsrs.TABLE)
                    .addAll(PmpCsrs.TABLE)
                    .addAll(FloatCsrs.TABLE)
                    .build();

    private static final Csr[] BY_NUMBER = byNumber();

    private CsrTable() {}

    /** The CSR of a number, or null if there is none. */
    static Csr find(int number) {
        return BY_NUMBER[number];
    }

    private static Csr[] byNumber() {
        Csr[] table = new Csr[1 << 12];
        for (Csr csr : ALL) {
            table[csr.number()] = csr;
        }
        return table;
    }
}
