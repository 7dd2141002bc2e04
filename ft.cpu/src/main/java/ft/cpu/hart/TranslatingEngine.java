package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.memory.MemoryController;
import ft.cpu.translate.CodeCache;
import ft.cpu.translate.Exit;
import ft.cpu.translate.Heat;
import ft.cpu.translate.Region;
import ft.cpu.translate.RegionState;
import ft.cpu.translate.Translator;

/**
 * Executes translated code where there is some, and interprets the rest, with a look now and then
 * at where the hart is: what is found often is hot, and is translated.
 */
public final class TranslatingEngine implements Engine {
    private static final long PAGE = MainStorage.PAGE_SIZE;

    // What it costs to leave translated code and to come back, in interpreted cycles.
    private static final int ARRIVAL = 30;

    private final Hart hart;
    private final MemoryController controller;
    private final Interpreter interpreter;
    private final SlowPath slowPath;
    private final Translator translator;
    private final RegionState state;
    private final Heat heat;
    private final Block scratch = Block.scratch();

    // The region that was left to go on elsewhere, and whether by a computed jump.
    private Region arrivedFrom;
    private boolean arrivedByComputation;

    /** Makes the engine of a hart. */
    public TranslatingEngine(Hart hart, MemoryController controller, CodeCache cache, Heat heat) {
        this.hart = hart;
        this.controller = controller;
        interpreter = new Interpreter(hart, controller);
        slowPath = new SlowPath(hart, controller);
        translator = new Translator(cache, heat, controller.granuleShift());
        state = new RegionState(hart.x, hart.atomics.reservation);
        this.heat = heat;
    }

    @Override
    public int run(long end, int budget) {
        int left = budget;
        hart.stop = Stop.NONE;
        arrivedFrom = null;
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
            Region from = arrivedFrom;
            arrivedFrom = null;
            if (block.region == null) {
                block.computed |= from != null && arrivedByComputation;
                if (block.heat >= heat.cycles()) {
                    translate(block, pc, from);
                }
            }
            Region region = block.region;
            if (region != null && region.costs[block.entry] <= left) {
                left = execute(region, block.entry, pc & -PAGE, left, end);
            } else {
                int before = left;
                left = interpret(block, 0, pc & -PAGE, left, end);
                block.heat += before - left + (from == null ? 0 : ARRIVAL);
            }
        }
        translator.executed(budget - left);
        hart.clock = end - left;
        return left;
    }

    // Translates a hot block, or makes it part of the region that was left for it.
    private void translate(Block block, long pc, Region from) {
        CodePage page = hart.fetch.page(pc);
        boolean known = page != null && page.blocks[(int) (pc & PAGE - 1) >> 1] == block;
        if (!known || block.isScratch) {
            return;
        }
        boolean done =
                from == null
                        ? translator.translate(page, block)
                        : translator.extend(page, from, block);
        if (!done) {
            block.heat = 0;
        }
    }

    // Executes translated code from an entry of a region on until a block has to be looked up that
    // is not translated, or execution stops.
    private int execute(Region first, int firstEntry, long firstBase, int budget, long end) {
        Region region = first;
        int entry = firstEntry;
        long base = firstBase;
        int left = budget;
        prepare();
        while (true) {
            left = region.run(state, entry, base, left);
            region = state.region;
            if (state.touches > 0) {
                hart.mmu.tlb.settle(state);
            }
            Exit exit = region.exits[state.exit];
            left += exit.unspent();
            Block block = exit.block();
            if (block == null) {
                boolean computed = exit.index() == Exit.COMPUTED;
                long pc = computed ? state.pc : base + exit.index();
                Block next = hart.fetch.known(pc);
                if (next != null
                        && next.region != null
                        && next.region.costs[next.entry] <= left
                        && !exit.exhausted()) {
                    region = next.region;
                    entry = next.entry;
                    base = pc & -PAGE;
                    continue;
                }
                controller.signature = state.signature;
                hart.pc = pc;
                arrivedFrom = exit.exhausted() ? null : region;
                arrivedByComputation = computed;
                return left;
            }
            controller.signature = state.signature;
            int next = exit.index() + 1;
            hart.clock = end - left - 1;
            hart.pc = base + block.offsets[next - 1];
            int remembered = hart.mmu.tlb.remembered;
            Stop stop = slowPath.execute(block.ops[next - 1], base + block.offsets[next]);
            if (stop != Stop.NONE) {
                // An instruction that waits has not spent its cycle.
                return stop.isWaiting() ? left + 1 : left;
            }
            if (hart.mmu.tlb.remembered != remembered) {
                region.missed(hart.clock);
            }
            entry = exit.resume();
            if (entry < 0 || region.costs[entry] > left) {
                return next == block.length || left == 0
                        ? left
                        : interpret(block, next, base, left, end);
            }
            prepare();
        }
    }

    private void prepare() {
        hart.mmu.tlb.show(state);
        state.floats = hart.floats.permissions();
        state.signature = controller.signature;
    }

    // Interprets from an instruction of a block on until a block has to be looked up.
    private int interpret(Block first, int index, long base, int budget, long end) {
        int withheld = Math.max(0, budget - Math.max(heat.sample(), first.length - index));
        int left = budget - withheld;
        Block block = first;
        if (block.region != null || block.length - index > left) {
            scratch.cut(block, Math.min(block.length, index + left));
            block = scratch;
        }
        return interpreter.execute(
                        block, index, base, left - (block.length - index), end - withheld)
                + withheld;
    }
}
