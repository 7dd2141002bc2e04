package ft.cpu.oracle;

import java.util.List;
import java.util.Random;

/** Accesses to CSRs that leave a stream in hand. */
final class CsrItems {
    private static final int MACHINE = 3;
    private static final int SYSTEM = 0x73;

    /** A CSR that is written, with the bits that may be. */
    private record Written(int number, int lowestMode, long bits) {}

    private static final int MSTATUS = 0x300;
    private static final int FLOAT_STATUS = 3 << 13;
    private static final int MPP = 3 << 11;
    private static final int RESERVED_MPP = 2 << 11;

    /** QEMU 7.2 keeps the lowest bit of {@code mepc} and {@code sepc}, which has to be zero. */
    private static final int EVEN = 0x7fff_fffe;

    private static final List<Written> WRITTEN =
            List.of(
                    new Written(0x001, 0, -1),
                    new Written(0x002, 0, -1),
                    new Written(0x003, 0, -1),
                    new Written(MSTATUS, MACHINE, FLOAT_STATUS | 0x80 | 3 << 11 | 1 << 17),
                    new Written(0x306, MACHINE, 7),
                    new Written(0x341, MACHINE, EVEN),
                    new Written(0x342, MACHINE, -1),
                    new Written(0x343, MACHINE, -1));

    /** Read without being written: values that are the same for both. */
    private static final List<Integer> READ =
            List.of(0x001, 0x002, 0x003, 0x300, 0x304, 0x306, 0x341, 0x342, 0x343, 0xf14);

    private final Random random;
    private final Operands operands;
    private final int mode;
    private final boolean supervisor;

    CsrItems(Random random, Operands operands, int mode, boolean supervisor) {
        this.random = random;
        this.operands = operands;
        this.mode = mode;
        this.supervisor = supervisor;
    }

    /** Bits of {@code mstatus} to begin with. */
    long status() {
        return supervisor ? 0 : 0;
    }

    Item item() {
        return random.nextBoolean() ? read() : written();
    }

    // csrrs or csrrc with x0, or of no bits.
    private Item read() {
        int number = READ.get(random.nextInt(READ.size()));
        int kind = 2 + random.nextInt(2) + 4 * random.nextInt(2);
        int rd = number == MSTATUS && !supervisor ? 0 : operands.free();
        return Item.of(SYSTEM | number << 20 | kind << 12 | rd << 7);
    }

    private Item written() {
        Written csr = WRITTEN.get(random.nextInt(WRITTEN.size()));
        boolean allowed = mode >= csr.lowestMode;
        int kind = 1 + random.nextInt(3);
        int rd = csr.number == MSTATUS && !supervisor ? 0 : operands.free();
        if (!allowed || csr.bits == -1) {
            int source = random.nextInt(32);
            int immediate = random.nextInt(2) * 4;
            return Item.of(
                    SYSTEM | csr.number << 20 | kind + immediate << 12 | rd << 7 | source << 15);
        }
        int source;
        do {
            source = operands.free();
        } while (source == 0);
        int value = random.nextInt() & (int) csr.bits;
        // Whether floating point is clean or dirty is told less precisely here than by QEMU.
        value |= csr.number == MSTATUS && (value & FLOAT_STATUS) != 0 ? FLOAT_STATUS : 0;
        // QEMU 7.2 keeps a mode that is not there in MPP.
        if (csr.number == MSTATUS && (kind != 1 || (value & MPP) == RESERVED_MPP)) {
            value &= ~MPP;
        }
        int low = value << 20 >> 20;
        return Item.of(
                0x37 | source << 7 | value - low,
                0x1b | source << 7 | source << 15 | low << 20,
                // Only the bits that may be set: what is there is one of the others.
                SYSTEM | csr.number << 20 | kind << 12 | rd << 7 | source << 15);
    }
}
