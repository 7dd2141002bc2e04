package ft.chipset.state;

import ft.api.state.Mode;
import ft.api.state.SystemState;

/**
 * An entry of the state table.
 *
 * @param when what else must hold
 * @param to the next state
 * @param mode the next mode, or null to keep it
 * @param processing what follows
 */
public record Rule(Condition when, SystemState to, Mode mode, Processing processing) {}
