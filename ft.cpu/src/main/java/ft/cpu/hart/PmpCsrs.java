package ft.cpu.hart;

import com.google.common.collect.ImmutableList;

/**
 * The CSRs of physical memory protection. No entry is implemented, so all their fields are
 * hardwired to zero, and every mode may access everything; a guest that sets them up goes on.
 */
final class PmpCsrs {
    static final ImmutableList<Csr> TABLE = table();

    private static final int ENTRIES = 64;

    private PmpCsrs() {}

    private static ImmutableList<Csr> table() {
        ImmutableList.Builder<Csr> table = ImmutableList.builder();
        for (int entry = 0; entry < ENTRIES; entry++) {
            table.add(Csr.constant(0x3b0 + entry, "pmpaddr" + entry, hart -> 0));
        }
        for (int group = 0; group < ENTRIES / 4; group += 2) {
            table.add(Csr.constant(0x3a0 + group, "pmpcfg" + group, hart -> 0));
        }
        return table.build();
    }
}
