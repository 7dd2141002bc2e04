package ft.cpu.translate;

import ft.cpu.translate.RegionShape.Instruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a region looks at its budget, and what has to be in it there: at its entries, wherever a
 * jump goes back to, and wherever computed jumps may go. Each such place needs as much as the
 * longest way to the next.
 */
final class Budget {
    private final Set<Integer> checked = new HashSet<>();
    private final Map<Integer, Integer> longest = new HashMap<>();

    Budget(RegionShape shape) {
        checked.addAll(shape.entries);
        checked.addAll(shape.computed);
        for (Instruction instruction : shape.instructions.values()) {
            if (instruction.jumpsBack()) {
                checked.add(instruction.target());
            }
        }
        List<Instruction> all = List.copyOf(shape.instructions.values());
        for (int number = all.size() - 1; number >= 0; number--) {
            Instruction instruction = all.get(number);
            int rest = 0;
            if (instruction.jumps()) {
                rest = afterwards(instruction.target());
            }
            if (!instruction.ends()) {
                rest = Math.max(rest, afterwards(instruction.next()));
            }
            longest.put(instruction.offset(), 1 + rest);
        }
    }

    // Of what lies outside it is nothing.
    private int afterwards(int offset) {
        return checked.contains(offset) ? 0 : longest.getOrDefault(offset, 0);
    }

    boolean isCheckedAt(int offset) {
        return checked.contains(offset);
    }

    int cost(int offset) {
        return longest.get(offset);
    }
}
