package ft.cpu.translate;

import ft.cpu.decode.Block;

/** Guest code of one page that was translated. */
public final class Region {
    /** The code. */
    public final Code code;

    /** Where it is left, by {@link RegionState#exit}. */
    public final Exit[] exits;

    /** What has to be in the budget for the first instructions of each entry. */
    public final int[] costs;

    /** See {@link RegionState#places}. */
    public final byte[] places;

    /** The block that it was made around. */
    public final Block seed;

    /** How many it takes the place of, one after another. */
    public final int generation;

    /** Its instructions. */
    public final int size;

    /** How often it was run, as far as that matters. */
    public int runs;

    Region(Block seed, int generation, RegionShape shape, Code code, Exit[] exits, int[] costs) {
        this.seed = seed;
        this.generation = generation;
        size = shape.instructions.size();
        places = shape.places();
        this.code = code;
        this.exits = exits;
        this.costs = costs;
    }
}
