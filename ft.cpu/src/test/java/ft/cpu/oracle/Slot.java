package ft.cpu.oracle;

import ft.api.board.BoardMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What is where in the part of main storage that a stream has; {@code harness.S} says it too. */
final class Slot {
    static final int PAGE = 4096;
    static final int PAGES = 10;
    static final int SIZE = PAGES * PAGE;

    /** Where the first one is, behind the harness and its control block. */
    static final long FIRST = BoardMap.DRAM_BASE + 0x10000;

    static final long CONTROL = BoardMap.DRAM_BASE + 0x1000;

    static final int ENTRY = 0x000;
    static final int CODE_ADDRESS = 0x008;
    static final int CODE_SIZE = 0x010;
    static final int END = 0x018;
    static final int MSTATUS = 0x020;
    static final int FCSR = 0x028;
    static final int TRAPS = 0x030;
    static final int MEDELEG = 0x038;
    static final int SATP = 0x040;
    static final int PMPCFG = 0x048;
    static final int PMPADDR = 0x050;
    static final int MCOUNTEREN = 0x070;
    static final int SCOUNTEREN = 0x078;
    static final int MENVCFG = 0x080;
    static final int CODE_PLACE = 0x088;
    static final int COUNT = 0x090;
    static final int MIE = 0x098;
    static final int MIP = 0x0a0;
    static final int MIDELEG = 0x0a8;
    static final int X = 0x100;
    static final int F = 0x200;
    static final int X_AFTER = 0x300;
    static final int F_AFTER = 0x400;
    static final int TAKEN = 0x500;
    static final int HASH = 0x508;
    static final int CSRS_AFTER = 0x510;
    static final int LOG = 0x5c0;
    static final int LOG_END = 0x7c0;
    static final int LENGTHS = 0x800;

    /** Code is somewhere in two pages, data in the next two, page tables in five more. */
    static final int CODE = PAGE;

    static final int DATA = 3 * PAGE;
    static final int TABLES = 5 * PAGE;

    private static final List<String> CSRS =
            List.of(
                    "mstatus",
                    "mcounteren",
                    "menvcfg",
                    "fcsr",
                    "satp",
                    "medeleg",
                    "mideleg",
                    "sepc",
                    "scause",
                    "stval",
                    "sscratch",
                    "stvec",
                    "scounteren",
                    "pmpcfg0",
                    "pmpaddr0",
                    "pmpaddr1",
                    "pmpaddr2",
                    "pmpaddr3",
                    "mie",
                    "mip");
    private static final List<String> TRAP =
            List.of("mepc", "mcause", "mtval", "mstatus", "sepc", "scause", "stval", "-");

    /** Instructions of the harness that {@link #COUNT} holds for each trap. */
    private static final int COUNTED = 71;

    private Slot() {}

    /** Physical address of a slot. */
    static long address(int number) {
        return FIRST + (long) number * SIZE;
    }

    /** Instructions that the stream itself has retired, in a slot of this processor. */
    static long retired(ByteBuffer slot) {
        long traps = slot.getLong(TAKEN);
        return slot.getLong(COUNT) - COUNTED * traps;
    }

    /** What a doubleword of a slot is, for people. */
    static String name(int offset) {
        if (offset >= X_AFTER && offset < F_AFTER) {
            return "x" + (offset - X_AFTER) / 8;
        }
        if (offset >= F_AFTER && offset < TAKEN) {
            return "f" + (offset - F_AFTER) / 8;
        }
        if (offset == TAKEN) {
            return "traps taken";
        }
        if (offset == HASH) {
            return "hash of all traps";
        }
        int csr = (offset - CSRS_AFTER) / 8;
        if (offset >= CSRS_AFTER && csr < CSRS.size()) {
            return CSRS.get(csr);
        }
        if (offset >= LOG && offset < LOG_END) {
            return TRAP.get((offset - LOG) / 8 % 8) + " of trap " + (offset - LOG) / 64;
        }
        return String.format("memory +0x%x", offset);
    }

    /** Offsets in the order in which they tell most. */
    static List<Integer> offsets() {
        List<Integer> offsets = new ArrayList<>();
        add(offsets, TAKEN, HASH);
        add(offsets, LOG, LOG_END);
        add(offsets, X_AFTER, TAKEN);
        add(offsets, CSRS_AFTER, LOG);
        add(offsets, PAGE, SIZE);
        add(offsets, HASH, CSRS_AFTER);
        return offsets;
    }

    private static void add(List<Integer> offsets, int from, int to) {
        for (int offset = from; offset < to; offset += 8) {
            offsets.add(offset);
        }
    }
}
