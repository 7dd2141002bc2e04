package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/** The CSRs of physical memory protection. Those of entries that are not there are not either. */
final class PmpCsrs {
    static final ImmutableList<Csr> TABLE = table();

    private PmpCsrs() {}

    private static ImmutableList<Csr> table() {
        ImmutableList.Builder<Csr> table = ImmutableList.builder();
        for (int number = 0; number < Pmp.ENTRIES; number++) {
            int entry = number;
            table.add(
                    Csr.of(
                            0x3b0 + entry,
                            "pmpaddr" + entry,
                            hart -> hart.mmu.protection.address(entry),
                            (hart, value) -> hart.mmu.writeProtectedAddress(entry, value)));
        }
        // With 64 bits a register has eight entries, and takes the place of two.
        for (int group = 0; group < Pmp.ENTRIES; group += 8) {
            int from = group;
            table.add(
                    Csr.of(
                            0x3a0 + from / 4,
                            "pmpcfg" + from / 4,
                            hart -> hart.mmu.protection.configurations(from),
                            (hart, value) -> hart.mmu.writeProtection(from, value)));
        }
        return table.build();
    }
}
