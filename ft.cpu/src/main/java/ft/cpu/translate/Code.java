package ft.cpu.translate;

/** The bytecode of guest code; it depends on that code alone, so that whoever runs it shares it. */
public abstract class Code {
    /**
     * Executes instructions until something has to be done elsewhere; {@link RegionState#exit} says
     * where that is.
     *
     * @param entry number of the entry to begin at
     * @param left cycles that may be spent; less than 0 to go round a loop as many times, and do
     *     nothing
     * @return cycles left
     */
    public abstract int run(RegionState state, int entry, int left);
}
