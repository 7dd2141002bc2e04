package ft.api.server;

/** What an operator can do to a server. Takes effect at an instruction boundary. */
public sealed interface Operation {
    /** Instead of a system's number: all of them, at the same boundary. */
    int ALL = -1;

    /** The system it is about. */
    int system();

    /**
     * Powers a system on (T100, T200), board controller sequence included.
     *
     * @param system the system, or {@link #ALL}: only then does the guest find the IO subsystems of
     *     all systems from its first instruction on
     */
    record PowerOn(int system) implements Operation {}

    /**
     * Powers a system off, CPU and IO.
     *
     * @param system the system, or {@link #ALL}
     */
    record PowerOff(int system) implements Operation {}

    /**
     * Pulls a board.
     *
     * @param system the system
     * @param board which
     */
    record Pull(int system, Board board) implements Operation {}

    /**
     * Puts a board back; it is powered on.
     *
     * @param system the system
     * @param board which
     */
    record Insert(int system, Board board) implements Operation {}

    /**
     * Starts the synchronization of a system that is Offline (T105).
     *
     * @param system the system
     */
    record Synchronize(int system) implements Operation {}

    /**
     * Ends Online async early, which starts the resynchronization.
     *
     * @param system either of the pair
     */
    record LeaveAsync(int system) implements Operation {}

    /**
     * Makes a system ACT where modes may be exchanged.
     *
     * @param system the system
     */
    record MakeActive(int system) implements Operation {}

    /**
     * Isolates a CPU subsystem.
     *
     * @param system the system
     */
    record Isolate(int system) implements Operation {}

    /**
     * Resets an isolated CPU subsystem.
     *
     * @param system the system
     */
    record Reset(int system) implements Operation {}

    /**
     * Selects the copy strategy for resynchronizations to come.
     *
     * @param system ignored; 0
     * @param strategy its name
     */
    record SelectStrategy(int system, String strategy) implements Operation {}

    /**
     * Injects a fault.
     *
     * @param fault what and where
     */
    record Inject(Fault fault) implements Operation {
        @Override
        public int system() {
            return fault.system();
        }
    }
}
