package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.memory.MemoryController;
import java.util.Objects;

/**
 * Executes decoded blocks.
 *
 * <p>The budget is paid for block by block, so there is no count to keep for an instruction; what a
 * block did not spend because it was left early is given back, and the last block before the budget
 * ends is cut to what is left.
 */
public final class Interpreter implements Engine {
    private static final long PAGE = MainStorage.PAGE_SIZE;

    private final Hart hart;
    private final FastPath fastPath;
    private final SlowPath slowPath;
    private final Block scratch = Block.scratch();

    /** Makes the engine of a hart. */
    public Interpreter(Hart hart, MemoryController controller) {
        this.hart = hart;
        fastPath = new FastPath(controller);
        slowPath = new SlowPath(hart, controller);
    }

    @Override
    public int run(long end, int budget) {
        int left = budget;
        hart.stop = Stop.NONE;
        while (left > 0 && hart.stop != Stop.LEAVE && !hart.stop.isWaiting()) {
            hart.mmu.select();
            long pc = hart.pc;
            Block block = hart.fetch.block(pc);
            if (block == null && hart.stop == Stop.GUARD) {
                break;
            }
            if (block == null) {
                hart.clock = end - left--;
                hart.traps.take(pc);
                continue;
            }
            if (block.length > left) {
                scratch.cut(block, left);
                block = scratch;
            }
            left = execute(block, 0, pc & -PAGE, left - block.length, end);
        }
        hart.clock = end - left;
        return left;
    }

    /**
     * Executes from an instruction of a block on until a block has to be looked up or execution
     * stops.
     *
     * @param budget cycles that may be spent after that block, the rest of which is paid for
     * @param end the clock at which the budget is spent
     * @return cycles left
     */
    int execute(Block first, int index, long pageBase, int budget, long end) {
        int left = enter(first, index, pageBase, budget);
        while (fastPath.exitIndex > 0) {
            Block block = fastPath.exitBlock;
            long base = fastPath.exitBase;
            int next = fastPath.exitIndex;
            int rest = left + block.length - next;
            hart.clock = end - rest - 1;
            hart.pc = base + block.offsets[next - 1];
            Stop stop = slowPath.execute(block.ops[next - 1], base + block.offsets[next]);
            if (stop != Stop.NONE) {
                // An instruction that waits has not spent its cycle.
                return stop.isWaiting() ? rest + 1 : rest;
            }
            left = enter(block, next, base, left);
        }
        hart.pc = fastPath.exitPc;
        if (fastPath.exitIndex < 0 && left > 0) {
            link(fastPath.exitBlock, ~fastPath.exitIndex, fastPath.exitBase);
        }
        return left;
    }

    private int enter(Block block, int index, long base, int left) {
        // Nobody looks from here on.
        Objects.checkIndex(index, block.ops.length);
        return fastPath.execute(
                hart.x,
                hart.floats.permissions(),
                hart.mmu.tlb.table,
                hart.mmu.tlb.data,
                hart.fetch.tags,
                hart.fetch.pages,
                block,
                index,
                base,
                left);
    }

    // Another page may change on its own, and so may the second half of an instruction in the last
    // two bytes of this one: jumps to there are looked up every time.
    private void link(Block block, int index, long base) {
        long offset = hart.pc - base;
        if (!block.isScratch && offset >= 0 && offset < PAGE - 2) {
            Block target = hart.fetch.block(hart.pc);
            if (target != null) {
                block.links[index] = target;
            }
        }
    }
}
