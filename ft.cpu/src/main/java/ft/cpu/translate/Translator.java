package ft.cpu.translate;

import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import java.util.ArrayList;
import java.util.List;

/** Has hot guest code translated to bytecode: chooses it, and puts in place what was made of it. */
public final class Translator {
    private static final int MOST_INSTRUCTIONS = 150;
    private static final int MOST_GENERATIONS = 3;

    final CodeCache cache;
    final Heat heat;
    final int granuleShift;
    private final List<Region> awaited = new ArrayList<>();
    private long executed;

    /**
     * Makes one.
     *
     * @param granuleShift of the granule of change tracking
     */
    public Translator(CodeCache cache, Heat heat, int granuleShift) {
        this.cache = cache;
        this.heat = heat;
        this.granuleShift = granuleShift;
    }

    /** Some cycles were executed. */
    public void executed(long cycles) {
        executed += cycles;
        if (!awaited.isEmpty()) {
            install();
        }
    }

    private void install() {
        for (Region region : List.copyOf(awaited)) {
            if (region.isPrepared()) {
                awaited.remove(region);
                install(region);
            }
        }
    }

    private void install(Region region) {
        if (region.hasFailed()) {
            // It goes on being awaited, so that nobody tries it again.
            return;
        }
        if (region.code() != null) {
            region.install();
            return;
        }
        // Too large for the JVM's compilers.
        region.cancel();
        begin(region.shape.smaller(), region.isUrgent());
    }

    /** Translates what is around a block of a page, if that can be afforded; whether it was. */
    public boolean translate(CodePage page, Block seed) {
        return translate(page, seed, seed);
    }

    /**
     * Translates a block of a page to which a region is often left: as a part of that region if it
     * may grow, or by itself; whether it could be afforded.
     */
    public boolean extend(CodePage page, Region region, Block block) {
        Block seed = region.shape.seed;
        boolean grows =
                page.blocks[seed.offsets[0] >> 1] == seed
                        && seed.region == region
                        && region.shape.generation < MOST_GENERATIONS
                        && region.shape.size() < MOST_INSTRUCTIONS / 2;
        return translate(page, grows ? seed : block, block);
    }

    private boolean translate(CodePage page, Block seed, Block more) {
        cache.earn(executed);
        executed = 0;
        if (seed.awaited != null || more.awaited != null || !cache.pays(heat.interval())) {
            return false;
        }
        Region replaced = seed.region;
        begin(
                new RegionShape(
                        page,
                        seed,
                        more,
                        MOST_INSTRUCTIONS,
                        region -> region == replaced,
                        heat.rare() == Heat.ALL_RESUME),
                true);
        return true;
    }

    /** Has a region, and what else belongs to it, made for the JVM's optimizing compiler. */
    void optimize(Region hot) {
        Block seed = hot.shape.seed(hot);
        if (seed == null || seed.awaited != null) {
            return;
        }
        begin(
                new RegionShape(
                        hot.shape.page,
                        seed,
                        seed,
                        MOST_INSTRUCTIONS,
                        region ->
                                region == hot
                                        || !region.hasSuccessor()
                                                && region.shape.generation < MOST_GENERATIONS,
                        hot.shouldResume()),
                false);
    }

    private void begin(RegionShape shape, boolean urgent) {
        if (shape.size() == 0) {
            // Others have been there first.
            return;
        }
        Region region = new Region(shape, this, urgent);
        awaited.add(region);
        cache.execute(region::prepare);
        install();
    }
}
