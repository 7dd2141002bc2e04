package ft.cpu.oracle;

import ft.api.board.BoardMap;
import ft.cpu.decode.Compressed;
import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionSet;
import ft.cpu.oracle.Item.Reach;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Makes a stream of a seed; the same one of the same seed. */
final class Generator {
    private static final int ITEMS = 500;

    /** Furthest that a branch goes, in items: short ones reach 256 bytes. */
    private static final int LONGEST_WAY = 6;

    /** Values at the beginning of the data that instructions start from. */
    private static final int CORNERS = 200;

    /** Streams of consecutive seeds that are run together. */
    static final int BATCH = 100;

    private static final long SUPERVISOR_TIMER_COMPARES = 1L << 63;
    private static final int MPRV = 1 << 17;
    private static final int MACHINE = 3;
    private static final int SUPERVISOR = 1;

    /** Data that no region of {@link Protection} reaches. */
    private static final int NOT_PROTECTED = 2048;

    /** All but ECALL from S mode, with which the harness is called. */
    private static final int DELEGABLE = 0xb1fe;

    /** Faults of loads, of which there are the same for stores with causes that are 2 higher. */
    private static final int OF_LOADS = 1 << 4 | 1 << 5 | 1 << 13;

    private static final int EBREAK = 0x00100073;
    private static final int ECALL = 0x00000073;
    private static final int FENCE_I = 0x0000100f;
    private static final int FLOAT_ON = 3 << 13;

    /** QEMU 7.2 counts on in the upper half where the lower one is zero. */
    private static final String WRONG_IN_QEMU = "ctzw";

    private final Random random;
    private final long seed;
    private final List<Item> items = new ArrayList<>();
    private final int pointers;
    private final int counter;

    /** A register that keeps a trace of results that are overwritten later. */
    private final int digest;

    private final Operands operands;
    private final int mode;
    private final boolean supervisor;
    private final CsrItems csrs;
    private final Space space;
    private final Protection protection;
    private final Interrupts interrupts;

    /** {@code menvcfg}. */
    private final long environment;

    /** What addresses of data are multiples of. */
    private final int grain;

    /** Items that follow at once. */
    private final Deque<Item> queued = new ArrayDeque<>();

    /** Items that another one changes. */
    private final BitSet changed = new BitSet();

    private Generator(long seed, boolean supervisor) {
        this.seed = seed;
        this.supervisor = supervisor;
        random = new Random(seed * 0x9e3779b97f4a7c15L);
        // One that 16 bit instructions reach, one for those of the stack, and another.
        int low = 8 + random.nextInt(8);
        int some = 3 + random.nextInt(29);
        pointers = 1 << low | 1 << some | (random.nextBoolean() ? 1 << 2 : 0);
        int count;
        do {
            count = 1 + random.nextInt(31);
        } while ((pointers >>> count & 1) != 0);
        counter = count;
        int sum;
        do {
            sum = 1 + random.nextInt(31);
        } while (((pointers | 1 << counter) >>> sum & 1) != 0);
        digest = sum;
        mode = mode(supervisor);
        boolean locks = isLast(seed);
        boolean protects = supervisor && (locks || mode != MACHINE && random.nextInt(4) == 0);
        protection = protects ? Protection.random(random, locks) : Protection.none();
        // An access that is protected in parts may be made in parts, as QEMU does it, or as a
        // whole.
        grain = protects ? 8 : 1;
        operands = new Operands(random, pointers, pointers | 1 << counter | 1 << digest, grain);
        // In machine mode loads and stores alone, by MPRV.
        space =
                supervisor
                                && !locks
                                && random.nextInt(mode == MACHINE ? 5 : 3)
                                        > (mode == MACHINE ? 3 : 0)
                        ? Space.random(random, mode, true)
                        : null;
        interrupts =
                supervisor && random.nextInt(3) == 0
                        ? Interrupts.random(random)
                        : Interrupts.none();
        environment =
                (random.nextInt(3) == 0 ? 0 : Setting.UPDATED_BY_HART)
                        | (random.nextBoolean() ? SUPERVISOR_TIMER_COMPARES : 0);
        csrs =
                new CsrItems(
                        random,
                        operands,
                        mode,
                        supervisor,
                        interrupts,
                        (environment & SUPERVISOR_TIMER_COMPARES) != 0,
                        locks,
                        space != null);
    }

    /** Whether a stream leaves something that no other one can start from: it ends a batch. */
    static boolean isLast(long seed) {
        return seed % BATCH == 0;
    }

    private int mode(boolean supervisor) {
        int chance = random.nextInt(supervisor ? 6 : 3);
        return chance < 2 ? MACHINE : chance < 4 && supervisor ? SUPERVISOR : 0;
    }

    /** The stream of a seed. */
    static Stream stream(long seed, boolean supervisor) {
        return new Generator(seed, supervisor).stream();
    }

    private Stream stream() {
        for (int item = 0; item < ITEMS; item++) {
            if (changed.get(item)) {
                items.add(Item.of(computing()));
            } else {
                items.add(queued.isEmpty() ? item() : queued.remove());
            }
        }
        BitSet all = new BitSet();
        all.set(0, ITEMS);
        return new Stream(seed, List.copyOf(items), all, setting());
    }

    private Setting setting() {
        long[] x = new long[32];
        long[] f = new long[32];
        for (int register = 1; register < 32; register++) {
            x[register] = Values.integer(random);
        }
        for (int register = 0; register < 32; register++) {
            f[register] = Values.real(random);
            if ((pointers >>> register & 1) != 0) {
                // Mostly near the middle, where a page ends.
                x[register] =
                        Slot.PAGE + random.nextInt(64) - 32 & -(1 << random.nextInt(4)) & -grain;
            }
        }
        x[counter] = random.nextInt(16);
        byte[] data = new byte[2 * Slot.PAGE];
        java.nio.ByteBuffer content =
                java.nio.ByteBuffer.wrap(data).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < data.length; at += 8) {
            content.putLong(at, random.nextInt(3) == 0 ? Values.integer(random) : 0);
        }
        for (int at = 0; at < 8 * CORNERS; at += 8) {
            content.putLong(at, at % 16 == 0 ? Values.integer(random) : Values.real(random));
        }
        for (int at = Slot.PAGE - 2048; at < Slot.PAGE + 2048; at += 8) {
            content.putLong(at, Values.integer(random));
        }
        long status = random.nextInt(16) == 0 ? 0 : FLOAT_ON;
        status |= csrs.status();
        // Half of the streams cross a page somewhere.
        int code = Slot.CODE + (random.nextBoolean() ? 0 : Slot.PAGE - 2 * random.nextInt(200));
        long fcsr = random.nextInt(10) == 0 ? random.nextInt(256) : random.nextInt(5) << 5;
        return new Setting(
                mode,
                code,
                x,
                pointers,
                f,
                fcsr,
                status,
                random.nextInt(64),
                supervisor && mode != MACHINE ? delegated() : 0,
                interrupts,
                environment,
                protection,
                data,
                space);
    }

    // QEMU 7.2 takes a fault of an atomic operation for that of a load, so both go the same way.
    private long delegated() {
        int some = random.nextInt() & DELEGABLE;
        return some & ~(OF_LOADS << 2) | (some & OF_LOADS) << 2;
    }

    private Item item() {
        int chance = random.nextInt(100);
        if (chance < 46) {
            return instruction();
        } else if (chance < 64) {
            return compressed();
        } else if (chance < 75) {
            return digested(random.nextInt(32), random.nextInt(4) == 0);
        } else if (chance < 80) {
            return jump();
        } else if (chance < 85) {
            return pointerMoved();
        } else if (chance < 87) {
            return reserved();
        } else if (chance < 89) {
            return atomicSequence();
        } else if (chance < 91) {
            return modified();
        } else if (chance < 92) {
            return wild();
        } else if (chance < 93) {
            return Item.of(random.nextBoolean() ? EBREAK : ECALL);
        } else if (chance < 96) {
            return again();
        } else {
            return csrs.item();
        }
    }

    private static InstructionForm form(Random random) {
        while (true) {
            InstructionForm form =
                    InstructionSet.FORMS.get(random.nextInt(InstructionSet.FORMS.size()));
            if (!form.name().equals(WRONG_IN_QEMU)) {
                return form;
            }
        }
    }

    private Item instruction() {
        while (true) {
            InstructionForm form = form(random);
            if (Operands.isBranch(form)) {
                return new Item(List.of(operands.fill(form)), Reach.BRANCH, ahead());
            }
            if (!Operands.isUnwanted(form)) {
                Item item = Item.of(operands.fill(form));
                return random.nextInt(3) == 0 ? withCorners(form, item) : item;
            }
        }
    }

    /**
     * What stands in registers after a while is seldom at a corner, so both sources get new values.
     */
    private Item withCorners(InstructionForm form, Item item) {
        int word = item.words().get(0);
        boolean real =
                form.operands() == InstructionForm.Operands.FLOAT
                        || form.operands() == InstructionForm.Operands.FLOAT_TO_INTEGER;
        int first = word >>> 15 & 31;
        int second = word >>> 20 & 31;
        if (!real && (!operands.isFree(first) || !operands.isFree(second))) {
            return item;
        }
        int at = corner();
        queued.add(loaded(second, real, random.nextInt(8) == 0 ? at : corner()));
        queued.add(item);
        boolean realResult =
                form.operands() == InstructionForm.Operands.FLOAT
                        || form.operands() == InstructionForm.Operands.INTEGER_TO_FLOAT;
        queued.add(digested(word >>> 7 & 31, realResult));
        return loaded(first, real, at);
    }

    private Item digested(int register, boolean real) {
        int rotate = 0x60005013 | digest << 7 | digest << 15 | 11 << 20;
        int xor = 0x4033 | digest << 7 | digest << 15;
        if (!real) {
            return Item.of(rotate, xor | register << 20);
        }
        int between = nonZero();
        int move = 0xe2000053 | between << 7 | register << 15;
        return Item.of(rotate, move, xor | between << 20);
    }

    private int corner() {
        return 8 * random.nextInt(CORNERS);
    }

    private Item loaded(int register, boolean real, int corner) {
        int base = real ? nonZero() : register == 0 ? nonZero() : register;
        int load = (real ? 0x3007 : 0x3003) | register << 7 | base << 15;
        return new Item(List.of(0x17 | base << 7, load), Reach.DATA, corner);
    }

    private int ahead() {
        return items.size() + 1 + random.nextInt(LONGEST_WAY);
    }

    private Item compressed() {
        while (true) {
            int half = random.nextInt(1 << 16);
            if ((half & 3) == 3) {
                continue;
            }
            int quadrantAndFunct = half & 0xe003;
            if (quadrantAndFunct == 0xa001) {
                return new Item(List.of(half), Reach.SHORT_JUMP, ahead());
            }
            if (quadrantAndFunct == 0xc001 || quadrantAndFunct == 0xe001) {
                return new Item(List.of(half), Reach.SHORT_BRANCH, ahead());
            }
            if (operands.allows(Compressed.expand(half))) {
                return Item.of(half);
            }
        }
    }

    private Item jump() {
        int register = nonZero();
        int link = operands.free();
        int auipc = 0x17 | register << 7;
        int addi = 0x13 | register << 7 | register << 15;
        return switch (random.nextInt(4)) {
            case 0 -> new Item(List.of(0x6f | link << 7), Reach.JUMP, ahead());
            // The lowest bit of the sum is not looked at.
            case 1 ->
                    new Item(
                            List.of(
                                    auipc,
                                    addi,
                                    0x67 | link << 7 | register << 15 | random.nextInt(2) << 20),
                            Reach.CODE,
                            ahead());
            case 2 -> new Item(List.of(auipc, addi, 0x8002 | register << 7), Reach.CODE, ahead());
            default ->
                    (operandsReserve(1))
                            ? instruction()
                            : new Item(
                                    List.of(auipc, addi, 0x9002 | register << 7),
                                    Reach.CODE,
                                    ahead());
        };
    }

    private boolean operandsReserve(int register) {
        return !operands.isFree(register);
    }

    private int nonZero() {
        int register;
        do {
            register = operands.free();
        } while (register == 0);
        return register;
    }

    // Near a page's end, aligned or not; now and then where the permissions are others.
    private Item pointerMoved() {
        if (mode == MACHINE && space != null && random.nextInt(3) > 0) {
            return accessForOther();
        }
        int register = operands.pointer();
        int offset = Slot.PAGE + random.nextInt(256) - 128 & -(1 << random.nextInt(4));
        offset &= random.nextBoolean() ? -8 : -1;
        if (random.nextInt(5) == 0) {
            offset = Slot.PAGE - 1 - random.nextInt(8);
        }
        // QEMU looks at the load of an atomic operation first, so not with both kinds of
        // protection.
        Reach reach = Reach.DATA;
        boolean aliases = space != null && mode != MACHINE && grain == 1;
        if (aliases && random.nextInt(6) == 0) {
            reach = Reach.LARGE;
            offset += random.nextInt(Space.LARGE_PAGES) << Space.LARGE_SHIFT;
        } else if (aliases && random.nextInt(3) == 0) {
            offset += Space.aliasOffset(random) - (Slot.DATA - Slot.CODE);
        }
        return new Item(
                List.of(0x17 | register << 7, 0x13 | register << 7 | register << 15),
                reach,
                offset & -grain);
    }

    /**
     * Loads or stores as another mode does, by MPRV. It is off again with the next instruction:
     * QEMU 7.2 may go on with the addresses of the harness after its MRET.
     */
    private Item accessForOther() {
        int base = nonZero();
        int bits;
        do {
            bits = nonZero();
        } while (bits == base);
        InstructionForm form;
        int access;
        do {
            form = form(random);
            access = operands.fill(form) & ~(31 << 15) | base << 15;
        } while (!Operands.usesMemory(access) || Operands.isUnwanted(form));
        int other = random.nextInt(2);
        int small = 0x13 | bits << 7 | bits << 15 | 0x800 << 20;
        boolean large = random.nextInt(3) == 0;
        int offset = Slot.PAGE + random.nextInt(256) - 128;
        if (large) {
            offset += random.nextInt(Space.LARGE_PAGES) << Space.LARGE_SHIFT;
        } else if (random.nextBoolean()) {
            offset += Space.aliasOffset(random) - (Slot.DATA - Slot.CODE);
        }
        return new Item(
                List.of(
                        0x17 | base << 7,
                        0x13 | base << 7 | base << 15,
                        0x37 | bits << 7 | 2 << 12,
                        small, // MPP
                        0x30003073 | bits << 15,
                        0x37 | bits << 7 | 0x20 + other << 12,
                        other == 0 ? 0x13 : small,
                        0x30002073 | bits << 15,
                        access,
                        0x37 | bits << 7 | MPRV,
                        0x30003073 | bits << 15),
                large ? Reach.LARGE : Reach.VIRTUAL,
                offset);
    }

    /** What this processor does not know has to be unknown to the other as well. */
    private Item reserved() {
        while (true) {
            int word = random.nextInt();
            if (random.nextBoolean()) {
                // Near to what there is.
                word = operands.fill(form(random)) ^ 1 << random.nextInt(32);
            }
            if ((word & 3) == 3 && InstructionSet.find(word) == null) {
                return Item.of(word);
            }
        }
    }

    private Item atomicSequence() {
        int base = operands.pointer();
        int width = 2 + random.nextInt(2) << 12;
        int order = random.nextInt(4) << 25;
        int load = 0x1000002f | width | order | base << 15 | operands.free() << 7;
        int store =
                0x1800002f
                        | width
                        | order
                        | base << 15
                        | operands.free() << 7
                        | random.nextInt(32) << 20;
        int between = 0x33 | operands.free() << 7 | random.nextInt(1 << 10) << 15;
        List<Integer> words =
                switch (random.nextInt(4)) {
                    // Nobody holds a reservation after the first of them.
                    case 0 -> List.of(store, store);
                    // One that is kept does not survive the next.
                    case 1 -> List.of(load, store, store);
                    default -> List.of(load, between, store);
                };
        // An SC that fails anyway does not look at its address in QEMU, so that has to be good.
        List<Integer> all = new ArrayList<>();
        all.addAll(List.of(0x17 | base << 7, 0x13 | base << 7 | base << 15));
        all.addAll(words);
        return new Item(all, Reach.DATA, NOT_PROTECTED + 8 * random.nextInt(64));
    }

    /** Puts another instruction in the place of one that follows, and executes it. */
    private Item modified() {
        int address = nonZero();
        int value;
        do {
            value = nonZero();
        } while (value == address);
        int word = computing();
        int target = Math.min(ITEMS - 1, items.size() + 1 + random.nextInt(3));
        if (target <= items.size()) {
            return instruction();
        }
        changed.set(target);
        int low = word << 20 >> 20;
        return new Item(
                List.of(
                        0x17 | address << 7,
                        0x13 | address << 7 | address << 15,
                        0x37 | value << 7 | word - low,
                        0x1b | value << 7 | value << 15 | low << 20,
                        0x2023 | address << 15 | value << 20,
                        FENCE_I),
                Reach.CHANGED,
                target);
    }

    /** An instruction of 32 bits that computes with registers. */
    private int computing() {
        while (true) {
            InstructionForm form = form(random);
            boolean computes =
                    form.operands() == InstructionForm.Operands.R
                            || form.operands() == InstructionForm.Operands.SHIFT;
            if (computes) {
                return operands.fill(form);
            }
        }
    }

    /** An access where nothing is, or where no address is. */
    private Item wild() {
        int register = nonZero();
        int far = 0x13 | register << 7 | (random.nextInt(2048) | 0x800) << 20;
        int shift = 0x1013 | register << 7 | register << 15 | 20 + random.nextInt(33) << 20;
        InstructionForm form;
        int access;
        do {
            form = form(random);
            access = operands.fill(form) & ~(31 << 15) | register << 15;
        } while (!Operands.usesMemory(access) || Operands.isUnwanted(form));
        // QEMU tells of another address where a misaligned access meets nothing.
        access &= (access & 0x20) == 0 ? ~(7 << 20) : (access & 8) == 0 ? ~(7 << 7) : -1;
        return Item.of(far, shift, access);
    }

    /** Goes back a little, as long as the counter lasts. */
    private Item again() {
        int down = 0x13 | counter << 7 | counter << 15 | 0xfff << 20;
        int back = 0x4063 | counter << 20; // blt x0, counter
        int target = Math.max(0, items.size() - 1 - random.nextInt(20));
        return new Item(List.of(down, back), Reach.BRANCH, target);
    }

    static long memory(int streams) {
        long used = Slot.address(streams) - BoardMap.DRAM_BASE;
        // The device tree of QEMU is at the end.
        return (used >> 20) + 8 << 20;
    }
}
