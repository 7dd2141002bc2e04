package ft.api.server;

import ft.api.state.Mode;
import ft.api.state.SystemState;

/**
 * A system as it was at the last boundary.
 *
 * @param system its number
 * @param state its state
 * @param mode its mode
 * @param cpuBoard whether the CPU board is there
 * @param ioBoard whether the IO board is there
 * @param linked whether the crosslink is connected
 * @param clock clock of its CPU subsystem, in cycles
 * @param retired instructions retired
 * @param counters what it has counted
 * @param problem one sentence if something is wrong with it, else {@code ""}
 */
public record SystemStatus(
        int system,
        SystemState state,
        Mode mode,
        boolean cpuBoard,
        boolean ioBoard,
        boolean linked,
        long clock,
        long retired,
        SystemCounters counters,
        String problem) {
    /** The same with a problem. */
    public SystemStatus troubledBy(String sentence) {
        return new SystemStatus(
                system, state, mode, cpuBoard, ioBoard, linked, clock, retired, counters, sentence);
    }
}
