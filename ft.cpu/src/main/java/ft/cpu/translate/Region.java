package ft.cpu.translate;

/** Guest code of one page that was translated. */
public final class Region {
    /** The code. */
    public final Code code;

    /** Where it is left, by {@link RegionState#exit}. */
    public final Exit[] exits;

    /** What has to be in the budget for the first instructions of each entry. */
    public final int[] costs;

    /** How often it was run, as far as that matters. */
    public int runs;

    Region(Code code, Exit[] exits, int[] costs) {
        this.code = code;
        this.exits = exits;
        this.costs = costs;
    }
}
