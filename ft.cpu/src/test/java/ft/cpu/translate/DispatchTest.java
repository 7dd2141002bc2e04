package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.cpu.Asm;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Decoder;
import ft.cpu.decode.Op;
import ft.cpu.translate.RegionShape.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever jumps there are, each loop of a region is entered at one place only; calls count as
 * something that goes on after them.
 */
class DispatchTest {
    private static final int LENGTH = 60;
    private static final int BEGINNING = -1;

    private final List<Consumer<Asm>> instructions =
            new ArrayList<>(Collections.nCopies(LENGTH, DispatchTest::nop));

    private static void nop(Asm asm) {
        asm.word(Asm.NOP);
    }

    private void branch(int from, int to) {
        instructions.set(from, asm -> asm.branch(1, Asm.A0, Asm.A1, to));
    }

    private void jump(int from, int to, boolean calls) {
        instructions.set(from, asm -> asm.jal(calls ? Asm.RA : Asm.ZERO, to));
    }

    private void jumpComputed(int from, boolean returns) {
        instructions.set(from, asm -> asm.jalr(Asm.ZERO, returns ? Asm.RA : Asm.A5, 0));
    }

    private RegionShape shape() {
        Asm asm = new Asm();
        instructions.forEach(instruction -> instruction.accept(asm));
        byte[] code = Arrays.copyOf(asm.toBytes(), MainStorage.PAGE_SIZE);
        CodePage page = new CodePage();
        Decoder decoder = new Decoder();
        for (int number = 0; number < LENGTH; number++) {
            page.block(code, 4 * number, decoder);
        }
        return new RegionShape(page, page.blocks[0], page.blocks[0], 150, region -> false, false);
    }

    private static Map<Integer, Set<Integer>> graph(RegionShape shape, Dispatch dispatch) {
        Map<Integer, Set<Integer>> after = new HashMap<>();
        after.put(BEGINNING, new HashSet<>(shape.entries));
        for (Instruction at : shape.instructions.values()) {
            Set<Integer> targets = new HashSet<>();
            if (at.isBranch() || at.op() == Op.JAL && !at.calls()) {
                targets.add(at.target());
            }
            if (!at.ends() || at.calls()) {
                targets.add(at.next());
            }
            targets.retainAll(shape.instructions.keySet());
            Set<Integer> real = new HashSet<>();
            targets.forEach(to -> real.add(dispatch.isIndirect(at.offset(), to) ? BEGINNING : to));
            after.put(at.offset(), real);
        }
        // What follows calls may be there with nothing that comes back to it.
        Set<Integer> reached = new HashSet<>();
        reach(BEGINNING, after, reached);
        after.keySet().retainAll(reached);
        return after;
    }

    private static void reach(int node, Map<Integer, Set<Integer>> after, Set<Integer> reached) {
        if (reached.add(node)) {
            after.get(node).forEach(next -> reach(next, after, reached));
        }
    }

    /** Who is not jumped to, and whoever is jumped to by one only, is taken into that one. */
    private static int reduced(Map<Integer, Set<Integer>> after) {
        for (boolean again = true; again; ) {
            again = false;
            after.forEach((node, targets) -> targets.remove(node));
            for (Integer node : Set.copyOf(after.keySet())) {
                Set<Integer> from = new HashSet<>();
                after.forEach(
                        (one, targets) -> {
                            if (targets.contains(node)) {
                                from.add(one);
                            }
                        });
                if (node != BEGINNING && from.size() <= 1) {
                    Set<Integer> targets = after.remove(node);
                    from.forEach(
                            one -> {
                                after.get(one).remove(node);
                                after.get(one).addAll(targets);
                            });
                    again = true;
                    break;
                }
            }
        }
        return after.size();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8})
    void eachLoopIsEnteredAtOnePlace(int computed) {
        Random random = new Random(computed);
        for (int round = 0; round < 200; round++) {
            Collections.fill(instructions, DispatchTest::nop);
            for (int jumps = 0; jumps < 14; jumps++) {
                int from = random.nextInt(LENGTH);
                int to = random.nextInt(LENGTH);
                if (jumps < computed) {
                    jumpComputed(from, random.nextBoolean());
                    jump(random.nextInt(LENGTH), to, true);
                } else if (random.nextInt(4) == 0) {
                    jump(from, to, false);
                } else {
                    branch(from, to);
                }
            }
            RegionShape shape = shape();
            Dispatch dispatch = new Dispatch(shape);
            assertThat(reduced(graph(shape, dispatch))).isEqualTo(1);
        }
    }

    /** Two loops, one inside the other: only the outer one goes back by way of the beginning. */
    @Test
    void innerLoopsGoBackThemselves() {
        branch(20, 10);
        branch(30, 5);
        RegionShape shape = shape();
        Dispatch dispatch = new Dispatch(shape);
        assertThat(shape.entries).containsExactly(0, 20, 40);
        assertThat(dispatch.isIndirect(80, 40)).isFalse();
        assertThat(dispatch.isIndirect(120, 20)).isTrue();
    }
}
