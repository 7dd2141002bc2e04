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
import java.util.stream.Stream;

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
            if (instruction.jumpsBack()) {
                ends.merge(instruction.target(), instruction.next(), Math::max);
            }
        }
        ends.forEach(this::consider);
    }

    /** The loop that begins at an offset; null if there is none. */
    Loop at(int offset) {
        return loops.get(offset);
    }

    private void consider(int head, int end) {
        Collection<Instruction> body = shape.instructions.subMap(head, end).values();
        if (body.size() > MOST_INSTRUCTIONS
                || !isInARow(body, head, end)
                || isEnteredInside(head, end)
                || !body.stream().allMatch(instruction -> isSimple(instruction, head, end))) {
            return;
        }
        List<Integer> carried = carried(body);
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

    // At its beginning a loop may be entered from anywhere: its registers are loaded there.
    private boolean isEnteredInside(int head, int end) {
        for (Instruction instruction : shape.instructions.values()) {
            boolean isOutside = instruction.offset() < head || instruction.offset() >= end;
            if (isOutside && instruction.jumps() && isInside(instruction.target(), head, end)) {
                return true;
            }
        }
        return Stream.of(shape.entries, shape.computed)
                .flatMap(Collection::stream)
                .anyMatch(place -> isInside(place, head, end));
    }

    private static boolean isInside(int offset, int head, int end) {
        return offset > head && offset < end;
    }

    // Neither a call nor another loop, and gone on after it but at the end.
    private static boolean isSimple(Instruction instruction, int head, int end) {
        if (instruction.calls() || instruction.jumpsBack() && instruction.target() != head) {
            return false;
        }
        return !instruction.ends() || instruction.op() == Op.JAL && instruction.next() == end;
    }

    // What is written, and was read before that in the same round.
    private static List<Integer> carried(Collection<Instruction> body) {
        Set<Integer> written = new HashSet<>();
        Set<Integer> readFirst = new HashSet<>();
        for (Instruction instruction : body) {
            for (int register : new int[] {instruction.rs1(), instruction.rs2()}) {
                if (!written.contains(register)) {
                    readFirst.add(register);
                }
            }
            written.add(instruction.rd());
        }
        return readFirst.stream()
                .filter(written::contains)
                .filter(RegionMethod::holds)
                .sorted()
                .toList();
    }
}
