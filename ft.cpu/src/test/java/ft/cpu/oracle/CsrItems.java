package ft.cpu.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Accesses to CSRs that leave a stream in hand. */
final class CsrItems {
    private static final int MACHINE = 3;
    private static final int SUPERVISOR = 1;
    private static final int SYSTEM = 0x73;

    /** A CSR that is written, with the bits that may be. */
    private record Written(int number, int lowestMode, long bits) {}

    private static final int MSTATUS = 0x300;
    private static final int SSTATUS = 0x100;

    /** SUM, MXR, TVM, TW and TSR. */
    private static final int EXTRA_STATUS = 31 << 18;

    private static final int TW = 1 << 21;
    private static final int TSR = 1 << 22;

    private static final int FLOAT_STATUS = 3 << 13;
    private static final int MPP = 3 << 11;
    private static final int MPRV = 1 << 17;
    private static final int RESERVED_MPP = 2 << 11;

    /** QEMU 7.2 keeps the lowest bit of {@code mepc} and {@code sepc}, which has to be zero. */
    private static final int EVEN = 0x7fff_fffe;

    private static final int SIE_CSR = 0x104;
    private static final int STIMECMP = 0x14d;
    private static final int MIDELEG = 0x303;
    private static final int MIE_CSR = 0x304;
    private static final int MIP = 0x344;

    private static final int SIE = 1 << 1;
    private static final int MIE = 1 << 3;

    /** SIE, SPIE and MPIE, of which the first MRET makes MIE. */
    private static final int ENABLES = 0xa2;

    /** What is locked keeps its value. */
    private static final List<Written> PROTECTION =
            List.of(
                    new Written(0x3a0, MACHINE, 0x1f1f1f1f),
                    new Written(0x3b0, MACHINE, 0x7fff_ffff),
                    new Written(0x3b1, MACHINE, 0x7fff_ffff),
                    new Written(0x3b2, MACHINE, 0x7fff_ffff),
                    new Written(0x3b3, MACHINE, 0x7fff_ffff));

    private static final List<Written> WRITTEN =
            List.of(
                    new Written(0x001, 0, -1),
                    new Written(0x002, 0, -1),
                    new Written(0x003, 0, -1),
                    new Written(
                            MSTATUS, MACHINE, FLOAT_STATUS | MPP | EXTRA_STATUS | 0x1a0 | 1 << 17),
                    new Written(0x302, MACHINE, 0xb1fe),
                    new Written(MIDELEG, MACHINE, 0x222),
                    new Written(MIE_CSR, MACHINE, 0xaaa),
                    new Written(0x306, MACHINE, 7),
                    new Written(MIP, MACHINE, 0x222),
                    new Written(SSTATUS, SUPERVISOR, FLOAT_STATUS | 0x120 | 3 << 18),
                    new Written(SIE_CSR, SUPERVISOR, -1),
                    new Written(0x106, SUPERVISOR, 7),
                    new Written(0x10a, SUPERVISOR, 1),
                    new Written(0x140, SUPERVISOR, -1),
                    new Written(0x141, SUPERVISOR, EVEN),
                    new Written(0x142, SUPERVISOR, -1),
                    new Written(0x143, SUPERVISOR, -1),
                    new Written(0x144, SUPERVISOR, -1),
                    new Written(0x341, MACHINE, EVEN),
                    new Written(0x342, MACHINE, -1),
                    new Written(0x343, MACHINE, -1));

    /** Read without being written: values that are the same for both. */
    private static final List<Integer> READ =
            List.of(
                    0x001, 0x002, 0x003, 0x300, 0x302, 0x303, 0x304, 0x305, 0x306, 0x341, 0x342,
                    0x343, 0x344, 0x3a0, 0x3a2, 0x3b0, 0x3b1, 0x3b2, 0x3b3, 0x3bf, 0xf14, 0x100,
                    0x104, 0x105, 0x106, 0x10a, 0x140, 0x141, 0x142, 0x143, 0x144, 0x180);

    private static final int SFENCE_VMA = 0x12000073;
    private static final int SRET = 0x10200073;
    private static final int MRET = 0x30200073;
    private static final int WFI = 0x10500073;

    private final Random random;
    private final Operands operands;
    private final int mode;
    private final boolean supervisor;
    private final int status;
    private final Interrupts interrupts;
    private final boolean compares;
    private final List<Written> writable;

    CsrItems(
            Random random,
            Operands operands,
            int mode,
            boolean supervisor,
            Interrupts interrupts,
            boolean compares,
            boolean locked,
            boolean translates) {
        this.random = random;
        this.operands = operands;
        this.mode = mode;
        this.supervisor = supervisor;
        this.interrupts = interrupts;
        this.compares = compares;
        int extra = supervisor && mode < MACHINE ? random.nextInt() & EXTRA_STATUS : 0;
        status = extra | (interrupts.any() ? random.nextInt() & ENABLES : 0);
        writable = new ArrayList<>(WRITTEN);
        if (interrupts.any()) {
            writable.replaceAll(this::withInterrupts);
        }
        if (translates) {
            writable.replaceAll(CsrItems::withoutMprv);
        }
        if (locked) {
            writable.addAll(PROTECTION);
        }
    }

    private static Written withoutMprv(Written csr) {
        return csr.number == MSTATUS ? new Written(MSTATUS, MACHINE, csr.bits & ~MPRV) : csr;
    }

    // What may be enabled together is for the stream to say, and is delegated once for all.
    private Written withInterrupts(Written csr) {
        return switch (csr.number) {
            case MSTATUS -> new Written(MSTATUS, MACHINE, csr.bits | MIE | SIE);
            case SSTATUS -> new Written(SSTATUS, SUPERVISOR, csr.bits | SIE);
            case MIE_CSR -> new Written(MIE_CSR, MACHINE, interrupts.enabled());
            case SIE_CSR -> new Written(SIE_CSR, SUPERVISOR, interrupts.enabled());
            case MIDELEG -> new Written(MIP, MACHINE, Interrupts.SUPERVISOR);
            default -> csr;
        };
    }

    /** Bits of {@code mstatus} to begin with. */
    long status() {
        return status;
    }

    Item item() {
        if (interrupts.any() && random.nextInt(4) == 0) {
            return interrupting();
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> read();
            case 2 -> supervisor ? privileged() : read();
            default -> written();
        };
    }

    /** What is fenced, and what traps in this mode. */
    private Item privileged() {
        int fence = SFENCE_VMA | random.nextInt(32) << 15 | random.nextInt(32) << 20;
        return Item.of(
                switch (random.nextInt(4)) {
                    case 0 -> mode < MACHINE ? MRET : fence;
                    case 1 -> mode == 0 || mode == SUPERVISOR && (status & TSR) != 0 ? SRET : fence;
                    case 2 -> mode == SUPERVISOR && (status & TW) != 0 ? WFI : fence;
                    default -> fence;
                });
    }

    /** Raises or lowers an interrupt of a timer, or of the CLINT. */
    private Item interrupting() {
        int value = nonZero();
        int choice = random.nextInt(mode == MACHINE ? 4 : 2);
        if (choice < 2) {
            if (mode == MACHINE && !compares) {
                return written(); // in QEMU 7.2 it would compare all the same
            }
            // Due at once, or never: QEMU's time is the host's.
            int compare = SYSTEM | STIMECMP << 20 | 1 << 12 | value << 15;
            return Item.of(0x13 | value << 7 | -choice << 20, compare);
        }
        int address;
        do {
            address = nonZero();
        } while (address == value);
        // QEMU looks for what a device raises at the end of a block, so not before the last word.
        boolean software = choice == 2;
        int store = 0x23 | address << 15 | value << 20 | (software ? 2 : 3) << 12;
        int content = software ? random.nextInt(2) : -random.nextInt(2);
        return Item.of(
                SYSTEM | MSTATUS << 20 | 7 << 12 | MIE << 15,
                0x37 | address << 7 | (software ? 0x2000 : 0x2004) << 12,
                0x13 | value << 7 | content << 20,
                store,
                SYSTEM | MSTATUS << 20 | 6 << 12 | MIE << 15);
    }

    private int nonZero() {
        int register;
        do {
            register = operands.free();
        } while (register == 0);
        return register;
    }

    // csrrs or csrrc with x0, or of no bits.
    private Item read() {
        int number = READ.get(random.nextInt(READ.size()));
        int kind = 2 + random.nextInt(2) + 4 * random.nextInt(2);
        int rd = number == MSTATUS && !supervisor ? 0 : operands.free();
        return Item.of(SYSTEM | number << 20 | kind << 12 | rd << 7);
    }

    private Item written() {
        Written csr = writable.get(random.nextInt(writable.size()));
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
        boolean status = csr.number == MSTATUS || csr.number == SSTATUS;
        value |= status && (value & FLOAT_STATUS) != 0 ? FLOAT_STATUS : 0;
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
