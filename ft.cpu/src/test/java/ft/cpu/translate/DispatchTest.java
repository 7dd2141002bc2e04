package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Decoder;
import ft.cpu.decode.Op;
import ft.cpu.translate.RegionShape.Instruction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

    private final ByteBuffer code =
            ByteBuffer.allocate(MainStorage.PAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);

    private void nop(int number) {
        code.putInt(4 * number, 0x00000013);
    }

    private void branch(int from, int to) {
        int by = 4 * (to - from);
        // bne a0, a1
        code.putInt(
                4 * from,
                0x00b51063
                        | (by >> 12 & 1) << 31
                        | (by >> 5 & 0x3f) << 25
                        | (by >> 1 & 0xf) << 8
                        | (by >> 11 & 1) << 7);
    }

    private void jump(int from, int to, boolean calls) {
        int by = 4 * (to - from);
        code.putInt(
                4 * from,
                0x6f
                        | (calls ? 1 << 7 : 0)
                        | (by >> 20 & 1) << 31
                        | (by >> 1 & 0x3ff) << 21
                        | (by >> 11 & 1) << 20
                        | (by >> 12 & 0xff) << 12);
    }

    private void jumpComputed(int from, boolean returns) {
        // ret, or jr a5
        code.putInt(4 * from, returns ? 0x00008067 : 0x00078067);
    }

    private RegionShape shape() {
        CodePage page = new CodePage();
        Decoder decoder = new Decoder();
        for (int number = 0; number < LENGTH; number++) {
            page.block(code.array(), 4 * number, decoder);
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
            for (int number = 0; number < LENGTH; number++) {
                nop(number);
            }
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
        for (int number = 0; number < LENGTH; number++) {
            nop(number);
        }
        branch(20, 10);
        branch(30, 5);
        RegionShape shape = shape();
        Dispatch dispatch = new Dispatch(shape);
        assertThat(shape.entries).containsExactly(0, 20, 40);
        assertThat(dispatch.isIndirect(80, 40)).isFalse();
        assertThat(dispatch.isIndirect(120, 20)).isTrue();
    }
}
