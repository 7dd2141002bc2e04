package ft.cpu.translate;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

        /** Where it jumps to, if it is a branch or a JAL. */
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

    private final CodePage code;
    private final Region replaced;
    private final int most;
    private final Deque<Integer> waiting = new ArrayDeque<>();

    /**
     * The shape around a block.
     *
     * @param more another offset that has to be in it
     * @param most instructions
     */
    RegionShape(CodePage code, int seed, int more, int most) {
        this.code = code;
        this.most = most;
        replaced = block(seed).region;
        waiting.add(seed);
        waiting.add(more);
        while (!waiting.isEmpty() && instructions.size() < most) {
            follow(waiting.remove());
        }
        chooseEntries(seed, more);
    }

    private void follow(int offset) {
        Block block = block(offset);
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
            if (instruction.isBranch() || instruction.op() == Op.JAL) {
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
        Block block = block(offset);
        return block != null && block.region != null && block.region != replaced;
    }

    private void addComputed() {
        for (Block block : code.blocks) {
            if (block != null && block.computed) {
                waiting.add((int) block.offsets[0]);
            }
        }
    }

    private Block block(int offset) {
        return offset < 0 || offset >= PAGE ? null : code.blocks[offset >> 1];
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
            boolean jumps = instruction.isBranch() || instruction.op() == Op.JAL;
            if (jumps
                    && instruction.target() <= instruction.offset()
                    && instructions.containsKey(instruction.target())) {
                // A loop: where a budget ended inside it, it is entered again here.
                chosen.add(instruction.target());
            }
            if (instruction.isAlone() && instructions.containsKey(next)) {
                chosen.add(next);
            }
            // What it takes the place of.
            Block block = block(instruction.offset());
            if (block != null && block.computed) {
                computed.add(instruction.offset());
            }
            if (block != null && block.region != null) {
                chosen.add(instruction.offset());
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
            if ((instruction.isBranch() || instruction.op() == Op.JAL)
                    && instructions.containsKey(instruction.target())) {
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
