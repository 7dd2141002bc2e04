package ft.cpu.translate;

import ft.cpu.translate.RegionShape.Instruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which jumps backwards go by way of the beginning of their region.
 *
 * <p>A region can be entered in the middle of a loop, because an inner loop begins there, or a call
 * comes back there. A loop that can be entered at two places is one that the JVM's compiler does
 * not take for a loop, and so it leaves out most of what makes loops fast, also for the loops
 * inside. Therefore a jump backwards to a loop with other entries goes to the beginning of the
 * region, which jumps to the place it is told: then that is what begins the loop, and the only
 * thing that does. Inner loops, which have no entry but their own beginning, are jumped back to as
 * they are.
 *
 * <p>Calls, returns and computed jumps never go that way, because what is gained is less than what
 * it costs: a call counts as something that goes on after it.
 */
final class Dispatch {
    // Never hashed: with what the JVM makes for that, the class loader of the bundle stayed.
    private record Edge(int from, int to) {}

    private final List<Integer> entries;
    private final Map<Integer, List<Integer>> before = new HashMap<>();
    private final List<Edge> indirect = new ArrayList<>();

    Dispatch(RegionShape shape) {
        entries = shape.entries;
        List<Edge> backwards = new ArrayList<>();
        for (Instruction instruction : shape.instructions.values()) {
            for (int to : after(instruction)) {
                if (shape.instructions.containsKey(to)) {
                    before.computeIfAbsent(to, o -> new ArrayList<>()).add(instruction.offset());
                    if (to <= instruction.offset()) {
                        backwards.add(new Edge(instruction.offset(), to));
                    }
                }
            }
        }
        backwards.stream().filter(this::hasOtherEntries).forEach(indirect::add);
    }

    /** Whether a jump goes by way of the beginning. */
    boolean isIndirect(int from, int to) {
        return indirect.stream().anyMatch(edge -> edge.from == from && edge.to == to);
    }

    private static List<Integer> after(Instruction instruction) {
        List<Integer> after = new ArrayList<>();
        if (instruction.jumps() && !instruction.calls()) {
            after.add(instruction.target());
        }
        if (!instruction.ends() || instruction.calls()) {
            after.add(instruction.next());
        }
        return after;
    }

    // What leads to a jump back without having come through where it goes is the loop.
    private boolean hasOtherEntries(Edge edge) {
        Set<Integer> loop = new HashSet<>(Set.of(edge.to));
        Deque<Integer> waiting = new ArrayDeque<>();
        if (loop.add(edge.from)) {
            waiting.add(edge.from);
        }
        while (!waiting.isEmpty()) {
            int offset = waiting.remove();
            if (entries.contains(offset)) {
                return true;
            }
            for (int from : before.getOrDefault(offset, List.of())) {
                if (loop.add(from)) {
                    waiting.add(from);
                }
            }
        }
        return false;
    }
}
