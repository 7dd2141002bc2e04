package ft.cpu.hart;

/** What executes the instructions of a hart. All state is in the hart between two calls. */
public interface Engine {
    /**
     * Executes instructions from where the hart is, until the budget is spent or {@link Hart#stop}
     * says why not. One cycle of the budget is spent on each instruction, retired or trapped.
     *
     * @param end clock at which the budget is spent
     * @param budget cycles
     * @return cycles left
     */
    int run(long end, int budget);
}
