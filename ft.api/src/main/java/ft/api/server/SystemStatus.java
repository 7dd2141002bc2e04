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
 * @param signatures boundaries at which bus signatures were compared
 * @param compared IO requests compared
 * @param aborts requests that ended in a master abort
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
        long signatures,
        long compared,
        long aborts,
        String problem) {}
