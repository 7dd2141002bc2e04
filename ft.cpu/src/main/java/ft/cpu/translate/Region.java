package ft.cpu.translate;

import ft.cpu.decode.Block;

/**
 * Guest code of one page that is translated. One thread executes it; it may be {@linkplain #prepare
 * prepared} by another.
 *
 * <p>At first it is code that is there soon. What is executed often gets a successor, for which the
 * JVM takes its time, and which may be made of several: only when all that belongs together has
 * been executed can it be seen what that is.
 */
public final class Region {
    // HotSpot compiles nothing larger than 8,000.
    private static final int MOST_BYTECODES = 7900;

    // The JVM optimizes what is called often; until then that is slow: it is called now and then,
    // and left soon.
    private static final int TRIALS = 2000;
    private static final int NOW_AND_THEN = 4;
    private static final int SHORT = 150;
    private static final int IN_BETWEEN = 4000;

    // After so many times that it was left for a permission, it is looked how often that is.
    private static final int MISSES = 256;

    /** Where it is left, by {@link RegionState#exit}. */
    public Exit[] exits;

    /** What has to be in the budget for the first instructions of each entry. */
    public int[] costs;

    /** What it is made of. */
    final RegionShape shape;

    private final Translator translator;
    private final byte[] places;
    private volatile boolean prepared;

    // What was asked for, and what it has come to: a JVM may not know how to be quick.
    private final boolean urgent;
    private boolean immediate;
    private Code code;
    private boolean failed;
    private Region successor;
    private boolean installed;
    private boolean settled;
    private long cycles;
    private int runs;
    private int trials;

    // It has been left for permissions so many times since that cycle of the hart's.
    private int misses;
    private long since;
    private boolean missesOften;

    /**
     * Makes one that is not there yet.
     *
     * @param urgent whether it shall be there soon, rather than be fast
     */
    Region(RegionShape shape, Translator translator, boolean urgent) {
        this.shape = shape;
        this.translator = translator;
        this.urgent = urgent;
        places = shape.places();
        for (Region region : shape.absorbed) {
            region.successor = this;
        }
        for (int entry = 0; entry < shape.entries.size(); entry++) {
            Block block = shape.block(entry);
            if (block != null) {
                block.awaited = this;
            }
        }
    }

    /** Translates it, and has the JVM do with it what can be done at once. */
    void prepare() {
        try {
            RegionCompiler compiler = new RegionCompiler(shape, translator.granuleShift);
            byte[] bytes = compiler.compile(MOST_BYTECODES);
            if (bytes != null) {
                exits = compiler.exits();
                costs = compiler.costs();
                immediate = urgent && translator.cache.primes();
                code = translator.cache.get(bytes, immediate, translator.heat.interval());
            }
        } catch (RuntimeException | LinkageError failure) {
            failed = true;
            translator.cache.failed(
                    new IllegalStateException("guest code could not be translated", failure));
        }
        prepared = true;
    }

    /** Whether it is known what became of it. */
    boolean isPrepared() {
        return prepared;
    }

    /** What is executed of it; null if it was too large, or {@linkplain #hasFailed failed}. */
    Code code() {
        return code;
    }

    /** Whether it could not be translated, and never will be: there is always another way. */
    boolean hasFailed() {
        return failed;
    }

    boolean isUrgent() {
        return urgent;
    }

    /** Whether what takes its place has to take up permissions again. */
    boolean shouldResume() {
        return missesOften || shape.resumes;
    }

    /**
     * It was left for an access that nothing but a permission was missing for. Where that happens
     * often there will be code that need not be left.
     *
     * @param clock of the hart, in cycles
     */
    public void missed(long clock) {
        misses++;
        if (misses < MISSES || missesOften || shape.resumes) {
            return;
        }
        missesOften = clock - since < (long) MISSES * translator.heat.rare();
        misses = 0;
        since = clock;
        if (missesOften && settled && successor == null) {
            settled = false;
            translator.optimize(this);
        }
    }

    boolean hasSuccessor() {
        return successor != null;
    }

    /** Nobody need wait for it. */
    void cancel() {
        for (Region region : shape.absorbed) {
            region.successor = null;
        }
        for (int entry = 0; entry < shape.entries.size(); entry++) {
            Block block = shape.block(entry);
            if (block != null && block.awaited == this) {
                block.awaited = null;
            }
        }
    }

    /** Has it executed, at first now and then if there is something better yet. */
    void install() {
        if (urgent) {
            takeOver();
        }
    }

    private void takeOver() {
        if (installed) {
            return;
        }
        installed = true;
        for (Region region : shape.absorbed) {
            // What is left of it is on its own again.
            region.successor = null;
            region.cycles = 0;
        }
        for (int entry = 0; entry < shape.entries.size(); entry++) {
            Block block = shape.block(entry);
            if (block != null) {
                block.translate(this, entry);
            }
        }
    }

    /**
     * Executes it, or its successor: see {@link RegionState#region}.
     *
     * @param base virtual address of the page
     * @param budget cycles that may be spent
     * @return cycles left
     */
    public int run(RegionState state, int entry, long base, int budget) {
        state.base = base;
        if (!settled) {
            return runUnsettled(state, entry, budget);
        }
        state.region = this;
        state.places = places;
        return code.run(state, entry, budget);
    }

    private int runUnsettled(RegionState state, int entry, int budget) {
        if (!immediate && successor == null) {
            return tryOut(state, entry, budget);
        }
        boolean hasNext = successor != null && successor.isPrepared() && successor.code != null;
        runs++;
        if (hasNext && runs % NOW_AND_THEN == 0) {
            int other = successor.shape.entries.indexOf(shape.entries.get(entry));
            if (other >= 0 && successor.costs[other] <= budget) {
                return successor.tryOut(state, other, budget);
            }
        }
        int left = run(state, entry, budget, hasNext ? IN_BETWEEN : budget);
        cycles += budget - left;
        if (immediate && cycles >= translator.heat.optimized() && successor == null) {
            translator.optimize(this);
        }
        return left;
    }

    private int tryOut(RegionState state, int entry, int budget) {
        trials++;
        if (trials >= TRIALS) {
            settled = true;
            takeOver();
        }
        return run(state, entry, budget, SHORT);
    }

    private int run(RegionState state, int entry, int budget, int most) {
        state.region = this;
        state.places = places;
        int withheld = Math.max(0, budget - Math.max(most, costs[entry]));
        return code.run(state, entry, budget - withheld) + withheld;
    }
}
