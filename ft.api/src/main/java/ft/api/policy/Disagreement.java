package ft.api.policy;

/**
 * What the IO comparators saw in a quantum. All FT controllers of the server know it alike.
 *
 * @param clock of the boundary, in cycles
 * @param active the system that is ACT
 * @param online how many systems were in Online sync
 * @param busDiffers whether the bus signatures of the quantum differ too
 * @param text what differs, in words
 */
public record Disagreement(long clock, int active, int online, boolean busDiffers, String text) {}
