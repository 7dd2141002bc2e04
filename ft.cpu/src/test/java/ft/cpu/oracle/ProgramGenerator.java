package ft.cpu.oracle;

import ft.cpu.decode.Compressed;
import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionSet;
import ft.cpu.oracle.Item.Reach;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Makes a program of a seed; the same one of the same seed. */
final class ProgramGenerator {
    // Of registers: who points to data, what loops count in, what jumps and addresses need.
    private static final int LINK = 1;
    private static final int STACK = 2;
    private static final int GLOBAL = 3;
    private static final int BASE = 4;
    private static final int OTHER_LINK = 5;
    private static final int NEAR = 8;
    private static final int AID = 9;
    private static final int WAY = 24;
    private static final int FIRST_COUNTER = 25;
    private static final int COUNTERS = 3;
    // One that the handler of traps may change at any time.
    private static final int HANDLERS = 30;
    private static final int POINTERS = 1 << STACK | 1 << GLOBAL | 1 << NEAR;
    static final int RESERVED =
            POINTERS | 1 << LINK | 1 << BASE | 1 << OTHER_LINK | 7 << FIRST_COUNTER | 15 << 28;

    private static final int EBREAK = 0x00100073;
    private static final int ECALL = 0x00000073;
    private static final int FENCE = 0x0ff0000f;
    private static final int FENCE_I = 0x0000100f;
    private static final int SFENCE_VMA = 0x12000073;
    private static final int WFI = 0x10500073;
    private static final int NOP = 0x00000013;
    private static final int MOST_ITEMS = 1800;
    private static final int FLOAT_STATUS = 3 << 13;

    private final Random random;
    private final long seed;
    private final int mode;
    private final int harts;
    private final Operands operands;
    private final List<Item> items = new ArrayList<>();
    private final List<Integer> functions = new ArrayList<>();
    private final List<Integer> patched = new ArrayList<>();
    // Items that stand for a call of a function that is not there yet.
    private final List<Integer> calls = new ArrayList<>();

    /** How often it does what disturbs, of 1,000; the rest computes. */
    private final int unrest;

    /** Of how many others one is an atomic. */
    private final int atomics;

    private final boolean floats;

    private ProgramGenerator(long seed) {
        this.seed = seed;
        random = new Random(seed * 0x9e3779b97f4a7c15L);
        int chance = random.nextInt(8);
        mode = chance < 3 ? Program.MACHINE : chance < 6 ? 1 : 0;
        harts = random.nextInt(6) == 0 ? 2 + random.nextInt(3) : 1;
        unrest = new int[] {0, 20, 100, 250}[random.nextInt(4)];
        atomics = new int[] {3, 12, 60}[random.nextInt(3)];
        floats = random.nextInt(3) > 0;
        operands = new Operands(random, POINTERS, RESERVED, random.nextInt(3) == 0 ? 1 : 8);
    }

    /** The program of a seed. */
    static Program program(long seed) {
        return new ProgramGenerator(seed).program();
    }

    private Program program() {
        functions.add(0);
        begin();
        int pieces = 6 + random.nextInt(8);
        for (int piece = 0; piece < pieces; piece++) {
            piece(0, 5);
            if (random.nextBoolean()) {
                call();
            }
        }
        add(new Item(List.of(0x6f), Reach.JUMP, 0));
        int count = 2 + random.nextInt(6);
        for (int function = 0; function < count && items.size() < MOST_ITEMS; function++) {
            function();
        }
        for (int call : calls) {
            // Only later ones, so that it comes back.
            List<Integer> later = functions.stream().filter(f -> f > call).toList();
            Item item = items.get(call);
            items.set(
                    call,
                    later.isEmpty()
                            ? Item.of(NOP)
                            : new Item(
                                    item.words(),
                                    item.reach(),
                                    later.get(random.nextInt(later.size()))));
        }
        for (int item = 0; item < items.size(); item++) {
            if (items.get(item).reach() == Reach.CHANGED) {
                items.set(item, patching(items.get(item)));
            }
        }
        BitSet all = new BitSet();
        all.set(0, items.size());
        boolean on = mode != Program.MACHINE || random.nextInt(4) > 0;
        return new Program(seed, List.copyOf(items), all, mode, harts, on);
    }

    private Item patching(Item item) {
        return patched.isEmpty()
                ? Item.of(NOP)
                : new Item(
                        item.words(), Reach.CHANGED, patched.get(item.target() % patched.size()));
    }

    private void add(Item item) {
        items.add(item);
    }

    private void begin() {
        // The base of the data, by where sp was set to.
        add(Item.of(addi(BASE, STACK, 0)));
        add(Item.of(0x5013 | BASE << 7 | BASE << 15 | 16 << 20)); // srli 16: data is 64 KiB
        add(Item.of(0x1013 | BASE << 7 | BASE << 15 | 16 << 20));
        move(GLOBAL);
        move(NEAR);
    }

    private void function() {
        if (random.nextInt(3) == 0) {
            // Behind the end of a page, or across it.
            pad();
        }
        functions.add(items.size());
        boolean leaf = random.nextInt(3) == 0;
        if (!leaf) {
            add(Item.of(addi(STACK, STACK, -16)));
            add(Item.of(0x3023 | STACK << 15 | LINK << 20)); // sd ra, 0(sp)
        }
        int pieces = 1 + random.nextInt(4);
        for (int piece = 0; piece < pieces; piece++) {
            piece(1, leaf ? 2 : 3);
        }
        if (!leaf) {
            add(Item.of(0x3003 | LINK << 7 | STACK << 15));
            add(Item.of(addi(STACK, STACK, 16)));
        }
        add(Item.of(random.nextBoolean() ? 0x8082 : 0x8067));
    }

    private void pad() {
        int size = items.stream().mapToInt(Item::size).sum();
        int rest = Program.PAGE - size % Program.PAGE - 2 * random.nextInt(8);
        if (rest > 0 && size + rest < (Program.CODE_PAGES - 2) * Program.PAGE) {
            Integer[] words = new Integer[rest / 4 + rest % 4 / 2];
            java.util.Arrays.fill(words, NOP);
            if (rest % 4 != 0) {
                words[0] = 1; // c.nop
            }
            if (words.length > 0) {
                add(Item.of(words));
            }
        }
    }

    private void piece(int depth, int most) {
        if (items.size() > MOST_ITEMS) {
            return;
        }
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> loop(depth, most);
            case 3 -> walk(depth);
            case 4 -> call();
            case 5 -> choose();
            default -> straight(depth);
        }
    }

    private void straight(int depth) {
        int count = 1 + random.nextInt(12);
        for (int number = 0; number < count; number++) {
            if (random.nextInt(1000) < unrest) {
                disturb();
            } else {
                quiet();
            }
        }
    }

    private void loop(int depth, int most) {
        if (depth >= COUNTERS) {
            straight(depth);
            return;
        }
        int counter = FIRST_COUNTER + depth;
        int rounds = 1 + random.nextInt(random.nextInt(12) == 0 ? 100 : 5);
        if (random.nextInt(5) == 0) {
            add(Item.of(0x7013 | counter << 7 | operands.free() << 15 | 7 << 20));
            add(Item.of(addi(counter, counter, 1)));
        } else {
            add(Item.of(addi(counter, 0, rounds)));
        }
        int top = items.size();
        int pieces = 1 + random.nextInt(most);
        int limit = items.size() + 150;
        for (int piece = 0; piece < pieces && items.size() < limit; piece++) {
            if (random.nextInt(4) == 0) {
                piece(depth + 1, Math.max(1, most - 2));
            } else {
                straight(depth);
            }
        }
        // c.addi or addi; with the branch, so that no jump comes between.
        int down =
                random.nextBoolean() ? 0x1001 | counter << 7 | 31 << 2 : addi(counter, counter, -1);
        if (size(top) < 3800) {
            int funct3 = List.of(1, 6, 4, 1).get(random.nextInt(4));
            // bne counter, 0; or 0 < counter, signed or not.
            int operand = funct3 == 1 ? counter << 15 : counter << 20;
            add(new Item(List.of(down, 0x63 | funct3 << 12 | operand), Reach.BRANCH, top));
        }
    }

    private int size(int from) {
        return items.subList(from, items.size()).stream().mapToInt(Item::size).sum();
    }

    /** Goes through pages of data with a step. */
    private void walk(int depth) {
        if (depth >= COUNTERS) {
            return;
        }
        int pointer = random.nextBoolean() ? NEAR : GLOBAL;
        move(pointer);
        int counter = FIRST_COUNTER + depth;
        add(Item.of(addi(counter, 0, 1 + random.nextInt(40))));
        int top = items.size();
        int accesses = 1 + random.nextInt(4);
        for (int access = 0; access < accesses; access++) {
            int at = random.nextInt(16) == 0 ? random.nextInt(64) : 8 * random.nextInt(8);
            add(Item.of(access(pointer, at)));
            if (random.nextBoolean()) {
                quiet();
            }
        }
        int step = List.of(8, 8, 16, 64, 72, 256, -8, 4, 2040).get(random.nextInt(9));
        add(
                new Item(
                        List.of(
                                addi(pointer, pointer, step),
                                addi(counter, counter, -1),
                                0x1063 | counter << 15),
                        Reach.BRANCH,
                        top));
        move(pointer);
    }

    private int access(int pointer, int offset) {
        if (random.nextBoolean()) {
            int funct3 = random.nextInt(7);
            return 0x03 | funct3 << 12 | operands.free() << 7 | pointer << 15 | offset << 20;
        }
        boolean real = floats && random.nextInt(4) == 0;
        int funct3 = real ? 2 + random.nextInt(2) : random.nextInt(4);
        return (real ? 0x27 : 0x23)
                | funct3 << 12
                | pointer << 15
                | random.nextInt(32) << 20
                | (offset & 31) << 7
                | offset >> 5 << 25;
    }

    private void call() {
        calls.add(items.size());
        boolean alias = mode != Program.MACHINE && random.nextInt(4) == 0;
        if (alias) {
            // The same code at another virtual address.
            add(
                    new Item(
                            List.of(
                                    0x17 | WAY << 7,
                                    addi(WAY, WAY, 0),
                                    0x37 | AID << 7 | Program.CODE_ALIAS,
                                    0x33 | WAY << 7 | WAY << 15 | AID << 20,
                                    0x67 | LINK << 7 | WAY << 15),
                            Reach.CODE,
                            0));
        } else if (random.nextInt(3) == 0) {
            add(
                    new Item(
                            List.of(0x17 | WAY << 7, addi(WAY, WAY, 0), 0x9002 | WAY << 7),
                            Reach.CODE,
                            0));
        } else {
            add(new Item(List.of(0x6f | LINK << 7), Reach.JUMP, 0));
        }
    }

    /** A jump into a table of jumps. */
    private void choose() {
        int ways = 2 << random.nextInt(3);
        int table = items.size() + 1;
        add(
                new Item(
                        List.of(
                                0x17 | WAY << 7,
                                addi(WAY, WAY, 0),
                                0x7013 | AID << 7 | operands.free() << 15 | ways - 1 << 20,
                                0x1013 | AID << 7 | AID << 15 | 2 << 20,
                                0x33 | WAY << 7 | WAY << 15 | AID << 20,
                                0x67 | WAY << 15),
                        Reach.CODE,
                        table));
        int[] begins = new int[ways];
        for (int way = 0; way < ways; way++) {
            add(null);
        }
        for (int way = 0; way < ways; way++) {
            begins[way] = items.size();
            straight(COUNTERS);
            if (items.size() > begins[way] && random.nextBoolean()) {
                // Over the next ones.
                add(new Item(List.of(0x6f), Reach.JUMP, items.size() + 1 + random.nextInt(4)));
            }
        }
        for (int way = 0; way < ways; way++) {
            items.set(table + way, new Item(List.of(0x6f), Reach.JUMP, begins[way]));
        }
        for (int item = 0; item < 4; item++) {
            quiet();
        }
    }

    private void quiet() {
        if (random.nextInt(atomics) == 0) {
            atomic(false);
            return;
        }
        int chance = random.nextInt(100);
        if (chance < 50) {
            add(instruction());
        } else if (chance < 68) {
            add(compressed());
        } else if (chance < 80) {
            add(indexed());
        } else if (chance < 83) {
            add(
                    new Item(
                            List.of(0x6f | (random.nextBoolean() ? OTHER_LINK << 7 : 0)),
                            Reach.JUMP,
                            ahead()));
        } else if (chance < 88) {
            add(Item.of(access(pointer(), random.nextInt(512) - 256)));
        } else if (chance < 90) {
            patched.add(items.size());
            int register = operands.free();
            add(Item.of(0x13 | register << 7 | register << 15 | random.nextInt(4096) << 20));
        } else {
            branch();
        }
    }

    private int ahead() {
        return items.size() + 1 + random.nextInt(6);
    }

    private int pointer() {
        return List.of(NEAR, GLOBAL, STACK).get(random.nextInt(3));
    }

    private void branch() {
        int funct3 = List.of(0, 1, 4, 5, 6, 7).get(random.nextInt(6));
        int sources = random.nextInt(32) << 15 | random.nextInt(32) << 20;
        add(new Item(List.of(0x63 | funct3 << 12 | sources), Reach.BRANCH, ahead()));
    }

    private Item instruction() {
        while (true) {
            InstructionForm form =
                    InstructionSet.FORMS.get(random.nextInt(InstructionSet.FORMS.size()));
            boolean real = form.name().startsWith("f") && !form.name().startsWith("fence");
            boolean atomic = form.name().startsWith("amo");
            if (Operands.isUnwanted(form)
                    || Operands.isBranch(form)
                    || real && !floats
                    || atomic && random.nextInt(4) > 0
                    || (form.match() & 0x7f) == 0x73
                    || form.name().startsWith("fence") && random.nextInt(8) > 0) {
                continue;
            }
            return Item.of(operands.fill(form));
        }
    }

    private Item compressed() {
        while (true) {
            int half = random.nextInt(1 << 16);
            int kind = half & 0xe003;
            if ((half & 3) == 3 || half == 0) {
                continue;
            }
            if (kind == 0xc001 || kind == 0xe001) {
                return new Item(List.of(half), Reach.SHORT_BRANCH, ahead());
            }
            int word = Compressed.expand(half);
            if (kind != 0xa001
                    && InstructionSet.find(word) != null
                    && (floats || (word & 0x5b) != 0x03 || (word & 4) == 0)
                    && operands.allows(word)) {
                return Item.of(half);
            }
        }
    }

    /** An access to where a register says. */
    private Item indexed() {
        int mask = random.nextInt(3) == 0 ? 0x7f8 : 0x38;
        int index = 0x7013 | AID << 7 | operands.free() << 15 | mask << 20;
        int sum = 0x33 | AID << 7 | AID << 15 | pointer() << 20;
        int at = random.nextInt(12) == 0 ? random.nextInt(8) : 0;
        return Item.of(index, sum, access(AID, at));
    }

    private void disturb() {
        switch (random.nextInt(16)) {
            case 0 -> add(Item.of(random.nextBoolean() ? EBREAK : ECALL));
            case 1 -> add(Item.of(random.nextBoolean() ? FENCE_I : FENCE));
            case 2 -> add(Item.of(mode == 0 ? FENCE : SFENCE_VMA));
            case 3, 4, 5 -> patch();
            case 6, 7 -> table();
            case 8 -> move(random.nextBoolean() ? NEAR : GLOBAL);
            case 9 -> atomic(true);
            case 10 -> device();
            case 11 -> wild();
            case 12 -> space();
            case 13 -> add(Item.of(mode == 0 ? ECALL : WFI));
            default -> control();
        }
    }

    /** Changes the immediate of an instruction, as a whole or in its upper half. */
    private void patch() {
        int value = operands.free();
        Item place =
                new Item(
                        List.of(
                                0x17 | WAY << 7,
                                addi(WAY, WAY, 0),
                                // What is behind the immediate stays.
                                0x5003 | AID << 7 | WAY << 15 | 2 << 20, // lhu
                                0x7013 | AID << 7 | AID << 15 | 15 << 20,
                                0x7013 | HANDLERS << 7 | value << 15 | 0x7f << 20,
                                0x1013 | HANDLERS << 7 | HANDLERS << 15 | 4 << 20,
                                0x33 | AID << 7 | AID << 15 | HANDLERS << 20,
                                0x1023 | WAY << 15 | AID << 20 | 2 << 7), // sh
                        Reach.CHANGED,
                        random.nextInt(1 << 16));
        add(place);
        if (random.nextBoolean()) {
            add(Item.of(FENCE_I));
        }
    }

    /** Changes an entry of the page table, with a fence or without. */
    private void table() {
        if (mode == Program.MACHINE) {
            return;
        }
        boolean code = random.nextInt(4) == 0;
        int entry;
        int flip;
        if (code) {
            // The twin of the code in place of it, where it lies a second time.
            entry = Program.CODE_PAGES + random.nextInt(Program.CODE_PAGES);
            flip = (Program.CODE ^ Program.TWIN) >>> 2;
        } else {
            entry = (Program.DATA_AT + Program.DATA_ALIAS) / Program.PAGE + random.nextInt(16);
            flip = random.nextBoolean() ? 1 << 10 + random.nextInt(4) : 1 << random.nextInt(8);
        }
        int at = Program.LEAVES_AT - Program.DATA_AT + 8 * entry;
        at += random.nextInt(4) == 0 ? Program.PAGE : 0;
        address(WAY, at);
        add(
                Item.of(
                        0x3003 | AID << 7 | WAY << 15,
                        0x37 | HANDLERS << 7 | flip + 0x800 & ~0xfff,
                        addi(HANDLERS, HANDLERS, flip << 20 >> 20),
                        0x4033 | AID << 7 | AID << 15 | HANDLERS << 20,
                        0x3023 | WAY << 15 | AID << 20));
        if (mode == 1 && random.nextBoolean()) {
            add(Item.of(SFENCE_VMA));
        }
        if (random.nextBoolean()) {
            move(random.nextBoolean() ? NEAR : GLOBAL);
        }
    }

    // A register becomes an address at a distance from the begin of the data.
    private void address(int register, int distance) {
        int low = distance << 20 >> 20;
        add(
                Item.of(
                        0x37 | register << 7 | distance - low,
                        addi(register, register, low),
                        0x33 | register << 7 | register << 15 | BASE << 20));
    }

    private void move(int pointer) {
        int at = random.nextInt(Program.DATA_PAGES) * Program.PAGE;
        at += random.nextInt(3) == 0 ? random.nextInt(64) - 32 : random.nextInt(512) * 8;
        if (mode != Program.MACHINE && random.nextInt(3) == 0) {
            at += Program.DATA_ALIAS;
        }
        if (mode != Program.MACHINE && unrest > 20 && random.nextInt(16) == 0) {
            // Code, by another address.
            at = Program.CODE_AS_DATA - Program.DATA_AT + random.nextInt(0x4000);
        }
        address(pointer, at & (random.nextInt(8) == 0 ? -1 : -8));
    }

    private void atomic(boolean disturbed) {
        switch (random.nextInt(disturbed ? 4 : 5)) {
            case 0 -> pair(disturbed);
            // From the ROM, that can be read and not reserved.
            case 1 -> add(disturbed || few() ? fromRom() : Item.of(modify(pointer())));
            case 2 -> add(Item.of(modify(pointer())));
            default -> {
                // Somewhere in a page; now and then not aligned.
                int mask = few() ? 0x7fc : random.nextBoolean() ? 0x7f8 : 0x38;
                int index = 0x7013 | AID << 7 | operands.free() << 15 | mask << 20;
                int sum = 0x33 | AID << 7 | AID << 15 | pointer() << 20;
                add(Item.of(index, sum, modify(AID)));
            }
        }
    }

    private boolean few() {
        return random.nextInt(8) == 0;
    }

    private Item fromRom() {
        return Item.of(
                0x37 | AID << 7 | 0x1000,
                0x3003 | operands.free() << 7 | AID << 15,
                0x1000302f | operands.free() << 7 | AID << 15);
    }

    private int modify(int pointer) {
        int operation = List.of(0, 1, 4, 8, 12, 16, 20, 24, 28).get(random.nextInt(9));
        int target = random.nextInt(4) == 0 ? 0 : operands.free();
        int operand = random.nextInt(4) == 0 ? target : random.nextInt(32);
        int size = 2 + random.nextInt(2);
        return atomic(operation, size, target, pointer, operand);
    }

    private int atomic(int operation, int size, int target, int pointer, int operand) {
        int order = random.nextInt(4);
        return 0x2f
                | (operation << 2 | order) << 25
                | operand << 20
                | pointer << 15
                | size << 12
                | target << 7;
    }

    /** LR and SC, with what may come between. */
    private void pair(boolean disturbed) {
        int pointer = pointer();
        int size = 2 + random.nextInt(2);
        boolean ends = false;
        boolean aligned = !few();
        if (aligned) {
            add(Item.of(0x7013 | AID << 7 | pointer << 15 | 7 << 20));
            add(Item.of(0x40000033 | pointer << 7 | pointer << 15 | AID << 20));
        }
        int begin = items.size();
        add(Item.of(atomic(2, size, operands.free(), pointer, 0)));
        switch (random.nextInt(10)) {
            case 0, 1 -> add(instruction());
            case 2 -> {
                int funct3 = random.nextInt(4);
                add(Item.of(0x23 | funct3 << 12 | pointer << 15 | random.nextInt(32) << 20));
            }
            case 3 -> {
                add(Item.of(atomic(2, size, operands.free(), pointer(), 0)));
                ends = true;
            }
            case 4 -> {
                add(Item.of(atomic(3, size ^ 1, operands.free(), pointer, operands.free())));
                ends = true;
            }
            case 5 -> {
                add(Item.of(addi(AID, pointer, 8)));
                add(Item.of(atomic(3, size, operands.free(), AID, operands.free())));
                ends = true;
            }
            case 6, 7 -> add(disturbed ? Item.of(ECALL) : instruction());
            default -> {}
        }
        int result = operands.free();
        add(Item.of(atomic(3, size, result, pointer, random.nextInt(32))));
        if (result != 0 && aligned && !ends && random.nextBoolean()) {
            // Until it succeeds.
            add(new Item(List.of(0x1063 | result << 15), Reach.BRANCH, begin));
        } else if (random.nextInt(4) == 0) {
            add(Item.of(atomic(3, size, operands.free(), pointer, operands.free())));
        }
    }

    /** A device behind the FT controller, the CLINT, or nothing. */
    private void device() {
        int place = List.of(0x1000_0000, 0x200_0000, 0x200c000, 0x3000_0000).get(random.nextInt(4));
        int kind = random.nextInt(6);
        int access = (kind & 1) == 0 ? 0x03 | operands.free() << 7 : 0x23 | operands.free() << 20;
        int at = place == 0x200c000 ? -8 : 0;
        if (random.nextInt(4) == 0) {
            add(Item.of(0x37 | AID << 7 | place, modify(AID)));
            return;
        }
        add(
                Item.of(
                        0x37 | AID << 7 | place,
                        access
                                | AID << 15
                                | (place == 0x200c000 ? 3 : 2) << 12
                                | ((kind & 1) == 0 ? at << 20 : (at & 31) << 7 | at >> 5 << 25)));
    }

    private void wild() {
        int register = operands.free();
        switch (random.nextInt(4)) {
            case 0 -> add(Item.of(0x0000000b));
            case 1 -> add(Item.of(access(register, 0)));
            case 2 -> add(Item.of(0x00000000 | 0x9002 | Math.max(register, 1) << 7));
            default -> add(Item.of(0x67 | LINK << 7 | register << 15));
        }
    }

    /** Another root, or the same once more with another number. */
    private void space() {
        if (mode != 1) {
            return;
        }
        int root = (int) (Program.satp(random.nextInt(3) == 0, 0) & 0xfffff);
        add(
                Item.of(
                        0x37 | AID << 7 | root + 0x800 & ~0xfff,
                        addi(AID, AID, root << 20 >> 20),
                        addi(WAY, 0, random.nextInt(3)),
                        0x1013 | WAY << 7 | WAY << 15 | 44 << 20,
                        0x33 | AID << 7 | AID << 15 | WAY << 20,
                        addi(WAY, 0, 1),
                        0x1013 | WAY << 7 | WAY << 15 | 63 << 20,
                        0x33 | AID << 7 | AID << 15 | WAY << 20,
                        0x18001073 | AID << 15));
    }

    private void control() {
        int register = operands.free();
        int csr =
                List.of(0xc00, 0xc01, 0xc02, 0x001, 0x002, 0x003, 0x140, 0x340, 0x341, 0x100, 0x300)
                        .get(random.nextInt(11));
        switch (random.nextInt(4)) {
            case 0 -> add(Item.of(0x2073 | register << 7 | csr << 20));
            case 1 -> {
                int number = 1 + random.nextInt(3);
                add(Item.of(0x5073 | random.nextInt(32) << 15 | number << 20));
            }
            case 2 -> add(Item.of(0x2073 | register << 7 | (0xc00 + random.nextInt(3)) << 20));
            default -> status();
        }
    }

    // Floating point off, clean or dirty; loads and stores as another mode makes them, for a while.
    private void status() {
        boolean machine = mode == Program.MACHINE;
        int number = machine ? 0x300 : 0x100;
        int bits = FLOAT_STATUS & random.nextInt();
        if (machine && random.nextInt(3) == 0) {
            bits = 1 << 17 | (random.nextInt(2) << 11);
        } else if (random.nextInt(4) == 0) {
            bits = 3 << 18 & random.nextInt();
        }
        int kind = 2 + random.nextInt(2);
        int low = bits << 20 >> 20;
        add(
                Item.of(
                        0x37 | AID << 7 | bits - low,
                        0x1b | AID << 7 | AID << 15 | low << 20,
                        0x73 | kind << 12 | AID << 15 | number << 20));
        if (random.nextBoolean()) {
            quiet();
            add(Item.of(0x37 | AID << 7 | FLOAT_STATUS, 0x2073 | AID << 15 | number << 20));
        }
        if (machine) {
            quiet();
            add(Item.of(0x37 | AID << 7 | 1 << 17, 0x3073 | AID << 15 | number << 20));
        }
    }

    private static int addi(int rd, int rs1, int value) {
        return 0x13 | rd << 7 | rs1 << 15 | value << 20;
    }
}
