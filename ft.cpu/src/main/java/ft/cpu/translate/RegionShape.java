package ft.cpu.translate;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which instructions of a page are translated together: those that can be reached from a block by
 * jumps inside the page to code that was executed before, the nearest first. Where another region
 * begins it ends, so that nothing is translated twice.
 */
final class RegionShape {
    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final int MOST_SEARCHED = 4;
    private static final byte[] NO_PLACES = {};

    /** An instruction: one of a block. */
    record Instruction(Block block, int index) {
        long microOp() {
            return block.ops[index];
        }

        int op() {
            return (int) microOp() & 0xff;
        }

        int offset() {
            return block.offsets[index];
        }

        int next() {
            return block.offsets[index + 1];
        }

        /** Where it jumps to, if it {@link #jumps}. */
        int target() {
            return (int) (microOp() >> 32);
        }

        int rd() {
            return (int) (microOp() >>> 8) & 127;
        }

        int rs1() {
            return (int) (microOp() >>> 16) & 127;
        }

        int rs2() {
            return (int) (microOp() >>> 24) & 127;
        }

        int immediate() {
            return (int) (microOp() >> 32);
        }

        boolean isBranch() {
            return op() >= Op.BEQ && op() <= Op.BGEU;
        }

        /** Whether it has a {@link #target}. */
        boolean jumps() {
            return isBranch() || op() == Op.JAL;
        }

        /** Whether it may go back to there, or stay where it is. */
        boolean jumpsBack() {
            return jumps() && target() <= offset();
        }

        /** Whether it is never executed in translated code. */
        boolean isAlone() {
            return op() >= Op.FIRST_FLOAT && !FloatWriter.knows(op()) && !AtomicWriter.knows(op());
        }

        /** Whether the next instruction is not simply gone on to. */
        boolean ends() {
            return op() == Op.JAL || op() == Op.JALR || isAlone();
        }

        boolean returns() {
            int from = (int) (microOp() >>> 16) & 0xff;
            return op() == Op.JALR && !calls() && (from == 1 || from == 5);
        }

        boolean calls() {
            int target = (int) (microOp() >>> 8) & 0xff;
            return (op() == Op.JAL || op() == Op.JALR) && target != Block.SINK;
        }
    }

    /** By their offsets. */
    final TreeMap<Integer, Instruction> instructions = new TreeMap<>();

    /** Offsets at which it can be begun. */
    final List<Integer> entries = new ArrayList<>();

    /** Offsets that computed jumps inside the region may go to. */
    final TreeSet<Integer> computed = new TreeSet<>();

    /** The page. */
    final CodePage page;

    /** The block that it is made around. */
    final Block seed;

    /**
     * Whether it takes up permissions again that were suspended, rather than leave for them:
     * dearer, unless there are many.
     */
    final boolean resumes;

    /** How many regions it takes the place of, one after another. */
    final int generation;

    /** Those that it takes the place of, as far as it has their entries. */
    final Set<Region> absorbed = new LinkedHashSet<>();

    private final Block more;
    private final Predicate<Region> absorbs;
    private final int most;
    private final Deque<Integer> waiting = new ArrayDeque<>();

    /**
     * The shape around a block.
     *
     * @param more another block that has to be in it
     * @param most instructions
     * @param absorbs which other regions it may take the place of
     * @param resumes see {@link #resumes}; it is so too if it takes the place of one that is
     */
    RegionShape(
            CodePage page,
            Block seed,
            Block more,
            int most,
            Predicate<Region> absorbs,
            boolean resumes) {
        this.page = page;
        this.seed = seed;
        this.more = more;
        this.most = most;
        this.absorbs = absorbs;
        follow(seed.offsets[0]);
        waiting.addFirst((int) more.offsets[0]);
        while (!waiting.isEmpty() && !instructions.isEmpty() && instructions.size() < most) {
            follow(waiting.remove());
        }
        chooseEntries(seed.offsets[0], more.offsets[0]);
        generation =
                absorbed.stream().mapToInt(region -> region.shape.generation + 1).max().orElse(0);
        this.resumes = resumes || absorbed.stream().anyMatch(Region::shouldResume);
    }

    /** The same with fewer instructions. */
    RegionShape smaller() {
        return new RegionShape(page, seed, more, Math.min(most, size()) * 3 / 4, absorbs, resumes);
    }

    /** Number of instructions. */
    int size() {
        return instructions.size();
    }

    /** A block that is still an entry of a region that has this shape, if there is one. */
    Block seed(Region region) {
        for (int entry = 0; entry < entries.size(); entry++) {
            Block block = block(entry);
            if (block != null && block.region == region) {
                return block;
            }
        }
        return null;
    }

    /** The block of an entry, if it was decoded. */
    Block block(int entry) {
        return at(entries.get(entry));
    }

    private void follow(int offset) {
        Block block = at(offset);
        if (block == null) {
            return;
        }
        for (int index = 0; index < block.length; index++) {
            Instruction instruction = new Instruction(block, index);
            if (instructions.size() >= most
                    || isOfAnother(instruction.offset())
                    || instructions.putIfAbsent(instruction.offset(), instruction) != null) {
                return;
            }
            if (instruction.jumps()) {
                waiting.add(instruction.target());
            }
            if (instruction.op() == Op.JALR && !instruction.returns()) {
                addComputed();
            }
            if (instruction.ends() && (instruction.calls() || instruction.isAlone())) {
                waiting.add(instruction.next());
            }
        }
        waiting.add(block.fallOffset());
    }

    private boolean isOfAnother(int offset) {
        Block block = at(offset);
        return block != null
                && (block.awaited != null || block.region != null && !absorbs.test(block.region));
    }

    private void addComputed() {
        for (Block block : page.blocks) {
            if (block != null && block.computed) {
                waiting.add((int) block.offsets[0]);
            }
        }
    }

    private Block at(int offset) {
        return offset < 0 || offset >= PAGE ? null : page.blocks[offset >> 1];
    }

    private void chooseEntries(int seed, int more) {
        TreeSet<Integer> chosen = new TreeSet<>();
        if (instructions.containsKey(more)) {
            chosen.add(more);
        }
        for (Instruction instruction : instructions.values()) {
            int next = instruction.next();
            if (instruction.calls() && instructions.containsKey(next)) {
                computed.add(next);
                if (instruction.op() == Op.JALR
                        || !instructions.containsKey(instruction.target())) {
                    chosen.add(next);
                }
            }
            if (instruction.jumpsBack() && instructions.containsKey(instruction.target())) {
                // A loop: where a budget ended inside it, it is entered again here.
                chosen.add(instruction.target());
            }
            if (instruction.isAlone() && instructions.containsKey(next)) {
                chosen.add(next);
            }
            // What it takes the place of.
            Block block = at(instruction.offset());
            if (block != null && block.computed) {
                computed.add(instruction.offset());
            }
            if (block != null && block.region != null) {
                chosen.add(instruction.offset());
                absorbed.add(block.region);
            }
        }
        chosen.remove(seed);
        entries.add(seed);
        entries.addAll(chosen);
    }

    /**
     * Whether computed jumps look up a number of where they go. Searching the offsets themselves is
     * better for a few, such as returns; but each step of the search is a branch of its own, which
     * in an interpreter of bytecode is mispredicted as often as not.
     */
    boolean numbersComputed() {
        return computed.size() > MOST_SEARCHED && computed.size() <= Byte.MAX_VALUE;
    }

    /** Numbers of the places that computed jumps may go to, from 1 on, by half their offsets. */
    byte[] places() {
        if (!numbersComputed()) {
            return NO_PLACES;
        }
        byte[] places = new byte[PAGE / 2];
        byte number = 0;
        for (int offset : computed) {
            places[offset >> 1] = ++number;
        }
        return places;
    }

    /** Offsets that are jumped to, or fallen into from elsewhere than the instruction before. */
    Set<Integer> leaders() {
        TreeSet<Integer> leaders = new TreeSet<>(entries);
        leaders.addAll(computed);
        int before = -1;
        for (Instruction instruction : instructions.values()) {
            if (instruction.offset() != before) {
                // Something else, or nothing, lies before it.
                leaders.add(instruction.offset());
                if (instructions.containsKey(before)) {
                    leaders.add(before);
                }
            }
            before = instruction.next();
            if (instruction.jumps() && instructions.containsKey(instruction.target())) {
                leaders.add(instruction.target());
            }
            if (instruction.isBranch() && instructions.containsKey(instruction.next())) {
                // What follows is paid for only if it is executed.
                leaders.add(instruction.next());
            }
            if (instruction.ends()) {
                before = -1;
            }
        }
        return leaders;
    }
}
