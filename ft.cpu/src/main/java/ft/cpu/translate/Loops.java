package ft.cpu.translate;

import ft.cpu.decode.Op;
import ft.cpu.translate.RegionShape.Instruction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The innermost loops of a region, and the registers by which one round depends on the one before:
 * these are in local variables while the loop runs.
 *
 * <p>The JVM's compiler reads a register from the hart's array in each round of a loop anew, since
 * it does not see through what an array was at the end of the round before. A register that is
 * counted up by each round is written to memory and read from there each time then, and the round
 * takes six cycles of the host at least, however short it is. Registers that a round only reads, or
 * writes before it reads them, cost nothing where they are, and would take the host's registers.
 *
 * <p>Such a loop lies in a row, has its beginning for its only entry, and no loop inside.
 */
final class Loops {
    /** Registers that are kept at most. */
    static final int MOST_REGISTERS = 6;

    // What has more has other things to wait for, and is left at more places.
    private static final int MOST_INSTRUCTIONS = 10;

    /**
     * A loop.
     *
     * @param head offset of its beginning
     * @param end offset behind it
     * @param registers that a round takes over from the one before, ascending
     */
    record Loop(int head, int end, List<Integer> registers) {
        boolean contains(int offset) {
            return offset >= head && offset < end;
        }
    }

    private final RegionShape shape;
    private final Map<Integer, Loop> loops = new HashMap<>();

    Loops(RegionShape shape) {
        this.shape = shape;
        TreeMap<Integer, Integer> ends = new TreeMap<>();
        for (Instruction instruction : shape.instructions.values()) {
            if (jumps(instruction) && instruction.target() <= instruction.offset()) {
                ends.merge(instruction.target(), instruction.next(), Math::max);
            }
        }
        ends.forEach(this::consider);
    }

    /** The loop that begins at an offset; null if there is none. */
    Loop at(int offset) {
        return loops.get(offset);
    }

    private static boolean jumps(Instruction instruction) {
        return instruction.isBranch() || instruction.op() == Op.JAL;
    }

    private void consider(int head, int end) {
        if (!shape.instructions.containsKey(head)) {
            return;
        }
        Collection<Instruction> body = shape.instructions.subMap(head, end).values();
        if (body.size() > MOST_INSTRUCTIONS || !isInARow(body, head, end) || isEntered(head, end)) {
            return;
        }
        Set<Integer> written = new HashSet<>();
        Set<Integer> readFirst = new HashSet<>();
        for (Instruction instruction : body) {
            boolean isLast = instruction.next() == end;
            if (instruction.ends() && (!isLast || instruction.op() != Op.JAL)
                    || instruction.calls()
                    || jumps(instruction)
                            && instruction.target() <= instruction.offset()
                            && instruction.target() != head) {
                return;
            }
            for (int register : new int[] {instruction.rs1(), instruction.rs2()}) {
                if (!written.contains(register)) {
                    readFirst.add(register);
                }
            }
            written.add(instruction.rd());
        }
        List<Integer> carried =
                readFirst.stream()
                        .filter(register -> written.contains(register))
                        .filter(RegionMethod::holds)
                        .sorted()
                        .toList();
        if (!carried.isEmpty() && carried.size() <= MOST_REGISTERS) {
            loops.put(head, new Loop(head, end, carried));
        }
    }

    private static boolean isInARow(Collection<Instruction> body, int head, int end) {
        int next = head;
        for (Instruction instruction : body) {
            if (instruction.offset() != next) {
                return false;
            }
            next = instruction.next();
        }
        return next == end;
    }

    // Otherwise than by its beginning.
    private boolean isEntered(int head, int end) {
        for (Instruction instruction : shape.instructions.values()) {
            boolean inside = instruction.offset() >= head && instruction.offset() < end;
            if (!inside && jumps(instruction) && isInside(instruction.target(), head, end)) {
                return true;
            }
        }
        return shape.entries.stream().anyMatch(entry -> isInside(entry, head, end))
                || shape.computed.stream().anyMatch(place -> place >= head && place < end);
    }

    private static boolean isInside(int offset, int head, int end) {
        return offset > head && offset < end;
    }
}
