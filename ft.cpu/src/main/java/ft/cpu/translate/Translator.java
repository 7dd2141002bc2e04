package ft.cpu.translate;

import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;

/** Translates hot guest code to bytecode. */
public final class Translator {
    private static final int MOST_INSTRUCTIONS = 150;
    private static final int MOST_GENERATIONS = 3;

    // HotSpot compiles nothing larger than 8,000.
    private static final int MOST_BYTECODES = 7900;

    private final CodeCache cache;
    private final int cost;
    private final int granuleShift;
    private long executed;

    /**
     * Makes one.
     *
     * @param cost cycles that have to be executed for each class that is made
     * @param granuleShift of the granule of change tracking
     */
    public Translator(CodeCache cache, int cost, int granuleShift) {
        this.cache = cache;
        this.cost = cost;
        this.granuleShift = granuleShift;
    }

    /** Some cycles were executed. */
    public void executed(long cycles) {
        executed += cycles;
    }

    /** Translates what is around a block of a page, if that can be afforded; whether it was. */
    public boolean translate(CodePage code, Block seed) {
        return translate(code, seed, seed);
    }

    /**
     * Translates a block of a page to which a region is often left: as a part of that region if it
     * may grow, or by itself; whether it could be afforded.
     */
    public boolean extend(CodePage code, Region region, Block block) {
        boolean grows =
                code.blocks[region.seed.offsets[0] >> 1] == region.seed
                        && region.seed.region == region
                        && region.generation < MOST_GENERATIONS
                        && region.size < MOST_INSTRUCTIONS / 2;
        return translate(code, grows ? region.seed : block, block);
    }

    private boolean translate(CodePage code, Block seed, Block more) {
        cache.earn(executed);
        executed = 0;
        int most = MOST_INSTRUCTIONS;
        while (true) {
            RegionShape shape = new RegionShape(code, seed.offsets[0], more.offsets[0], most);
            RegionCompiler compiler = new RegionCompiler(shape, granuleShift);
            byte[] bytes = compiler.compile(MOST_BYTECODES);
            if (bytes == null) {
                most = Math.min(most, shape.instructions.size()) * 3 / 4;
                continue;
            }
            Code made = cache.get(bytes, cost);
            if (made == null) {
                return false;
            }
            int generation = seed.region == null ? 0 : seed.region.generation + 1;
            Region region =
                    new Region(seed, generation, shape, made, compiler.exits(), compiler.costs());
            for (int entry = 0; entry < shape.entries.size(); entry++) {
                Block block = code.blocks[shape.entries.get(entry) >> 1];
                if (block != null) {
                    block.translate(region, entry);
                }
            }
            return true;
        }
    }
}
