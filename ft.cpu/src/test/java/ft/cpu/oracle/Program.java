package ft.cpu.oracle;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuSubsystem;
import ft.cpu.oracle.Item.Reach;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * A program that never ends: loops, calls and jumps, with what disturbs translated code strewn in.
 * Whatever goes wrong in it, a handler in machine mode goes on behind the instruction, or begins
 * the program again.
 *
 * @param seed what it was made of
 * @param items what it is made of
 * @param kept items that are there; what reaches another one reaches what follows it
 * @param mode that it runs in
 * @param harts that run it
 * @param floatStatus whether floating point is on at the beginning
 */
record Program(long seed, List<Item> items, BitSet kept, int mode, int harts, boolean floatStatus) {
    static final int MEMORY = 1 << 20;
    static final int PAGE = 4096;
    static final int MACHINE = 3;

    /** Of main storage: where its code is, and how many pages it has. */
    static final int CODE = 0x10000;

    static final int CODE_PAGES = 8;

    /** The same code with other immediates here and there, to be mapped in its place. */
    static final int TWIN = 0x20000;

    static final int DATA = 0x30000;
    static final int DATA_PAGES = 16;

    // A root with all of it, one that has pages of data in another order, and what is below.
    private static final int ROOT = 0x40000;
    private static final int OTHER_ROOT = 0x41000;
    private static final int MIDDLE = 0x42000;
    private static final int OTHER_MIDDLE = 0x43000;
    static final int LEAVES = 0x44000;
    static final int OTHER_LEAVES = 0x45000;

    private static final int HANDLER_DATA = 0x1000;

    /** Virtual addresses: the code, once more, the data, once more, and the tables. */
    static final long WINDOW = 0x1_0000_0000L;

    static final int CODE_ALIAS = CODE_PAGES * PAGE;
    static final int DATA_AT = 16 * PAGE;
    static final int DATA_ALIAS = DATA_PAGES * PAGE;
    static final int LEAVES_AT = 48 * PAGE;
    static final int CODE_AS_DATA = 56 * PAGE;
    private static final int LEAVES_PAGES = 2;

    private static final int VALID = 1;
    private static final int RWX = 14;
    private static final int RW = 6;
    private static final int WRITE = 4;
    private static final int USER = 16;
    private static final int MARKS = 192;

    private static final long BASE = BoardMap.DRAM_BASE;

    /** With other items kept. */
    Program keeping(BitSet others) {
        BitSet possible = (BitSet) others.clone();
        for (int item = 0; item < items.size(); item++) {
            boolean changes = items.get(item).reach() == Reach.CHANGED;
            if (changes && !others.get(items.get(item).target())) {
                possible.clear(item);
            }
        }
        return new Program(seed, items, possible, mode, harts, floatStatus);
    }

    /** Where it begins, as a hart has it. */
    long entry() {
        return mode == MACHINE ? BASE + CODE : WINDOW;
    }

    /** Where its data begins, as a hart has it. */
    long data() {
        return mode == MACHINE ? BASE + DATA : WINDOW + DATA_AT;
    }

    /** Value of satp with one of the roots. */
    static long satp(boolean other, int space) {
        return 8L << 60 | (long) space << 44 | BASE + (other ? OTHER_ROOT : ROOT) >>> 12;
    }

    /** Puts it into a subsystem after a reset. */
    void start(CpuSubsystem cpu) {
        byte[] image = image();
        cpu.mainStorage().write(BASE, image, 0, image.length);
        for (int hart = 0; hart < harts; hart++) {
            start(cpu, hart);
        }
    }

    private void start(CpuSubsystem cpu, int hart) {
        Random random = new Random(seed * 31 + hart);
        for (int register = 0; register < 32; register++) {
            cpu.setRegister(hart, "f" + register, Values.real(random));
            if (register != 0) {
                cpu.setRegister(hart, "x" + register, Values.integer(random));
            }
        }
        cpu.setRegister(hart, "mnstatus", 8);
        cpu.setRegister(hart, "x29", BASE + HANDLER_DATA + 256L * hart);
        cpu.setRegister(hart, "mtvec", BASE);
        cpu.setRegister(hart, "mepc", entry());
        cpu.setRegister(hart, "mstatus", 1L << 7 | (floatStatus ? 3 << 13 : 0) | (long) mode << 11);
        cpu.setRegister(hart, "mie", 0x88);
        cpu.setRegister(hart, "mcounteren", 7);
        cpu.setRegister(hart, "scounteren", 7);
        cpu.setRegister(hart, "menvcfg", seed % 3 == 0 ? 0 : 1L << 61);
        cpu.setRegister(hart, "pmpaddr0", -1L >>> 10);
        cpu.setRegister(hart, "pmpcfg0", 0x1f);
        cpu.setRegister(hart, "fcsr", random.nextInt(5) << 5 | random.nextInt(32));
        cpu.setRegister(hart, "satp", mode == MACHINE && random.nextBoolean() ? 0 : satp(false, 0));
        cpu.setRegister(hart, "pc", BASE + ProgramHandler.BEGIN);
    }

    byte[] image() {
        ByteBuffer image = ByteBuffer.allocate(MEMORY).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0, ProgramHandler.code(this));
        for (int hart = 0; hart < 4; hart++) {
            ProgramHandler.data(this, image.slice(HANDLER_DATA + 256 * hart, 256), hart);
        }
        write(image.slice(CODE, CODE_PAGES * PAGE).order(ByteOrder.LITTLE_ENDIAN), false);
        write(image.slice(TWIN, CODE_PAGES * PAGE).order(ByteOrder.LITTLE_ENDIAN), true);
        Random random = new Random(seed);
        for (int at = DATA; at < DATA + DATA_PAGES * PAGE; at += 8) {
            image.putLong(at, random.nextBoolean() ? Values.integer(random) : Values.real(random));
        }
        tables(image, random);
        return image.array();
    }

    private void tables(ByteBuffer image, Random random) {
        int user = mode == 0 ? USER : 0;
        boolean other = false;
        for (int root : List.of(ROOT, OTHER_ROOT)) {
            int middle = other ? OTHER_MIDDLE : MIDDLE;
            int leaves = other ? OTHER_LEAVES : LEAVES;
            // Devices and main storage where they are.
            image.putLong(root, leaf(0, RW | user));
            image.putLong(root + 16, leaf(BASE, RW | user));
            image.putLong(root + 32, BASE + middle >>> 2 | VALID);
            image.putLong(middle, BASE + leaves >>> 2 | VALID);
            for (int page = 0; page < CODE_PAGES; page++) {
                long place = BASE + CODE + page * PAGE;
                image.putLong(leaves + 8 * page, leaf(place, RWX | user));
                image.putLong(leaves + 8 * (page + CODE_PAGES), leaf(place, RWX | user));
                image.putLong(leaves + 8 * page + CODE_AS_DATA / PAGE * 8, leaf(place, RW | user));
            }
            for (int page = 0; page < DATA_PAGES; page++) {
                int at = leaves + 8 * page + DATA_AT / PAGE * 8;
                long place = BASE + DATA + (other ? page ^ 1 : page) * PAGE;
                image.putLong(at, leaf(place, RW | user));
                long flags = random.nextInt(3) > 0 ? 0 : 1L << random.nextInt(8);
                flags = random.nextInt(8) > 0 ? flags : WRITE;
                image.putLong(at + 8 * DATA_PAGES, leaf(place, RW | user) ^ flags);
            }
            for (int page = 0; page < LEAVES_PAGES; page++) {
                int at = leaves + 8 * page + LEAVES_AT / PAGE * 8;
                image.putLong(at, leaf(BASE + LEAVES + page * PAGE, RW | user));
            }
            other = true;
        }
    }

    private static long leaf(long place, int flags) {
        return place >>> 2 | VALID | MARKS | flags;
    }

    private void write(ByteBuffer code, boolean twin) {
        long[] places = places();
        for (int number = kept.nextSetBit(0); number >= 0; number = kept.nextSetBit(number + 1)) {
            Item item = items.get(number);
            long target =
                    item.reach() == Reach.NONE ? 0 : places[Math.min(item.target(), items.size())];
            int at = (int) places[number];
            for (int word : item.at(places[number], target)) {
                boolean changes = twin && number % 3 == 0 && isChangeable(item);
                code.putShort(at, (short) word);
                if (Item.length(word) == 4) {
                    code.putShort(at + 2, (short) ((word ^ (changes ? 3 << 22 : 0)) >>> 16));
                }
                at += Item.length(word);
            }
        }
    }

    private static boolean isChangeable(Item item) {
        int word = item.words().get(0);
        return item.words().size() == 1
                && (word & 0x707f) == 0x13
                && (ProgramGenerator.RESERVED >>> (word >>> 7 & 31) & 1) == 0;
    }

    /** Offsets in the code of the items, and of its end. */
    long[] places() {
        long[] places = new long[items.size() + 1];
        long place = 0;
        for (int item = 0; item < items.size(); item++) {
            places[item] = place;
            place += kept.get(item) ? items.get(item).size() : 0;
        }
        places[items.size()] = place;
        if (place > CODE_PAGES * PAGE) {
            throw new IllegalStateException("a program of " + place + " bytes");
        }
        return places;
    }
}
