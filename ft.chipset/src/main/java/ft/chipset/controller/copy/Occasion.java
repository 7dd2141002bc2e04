package ft.chipset.controller.copy;

/**
 * Why a system is synchronized.
 *
 * @param destination the system
 * @param again whether the pair was in step before: P6 FIG. 11 instead of FIG. 10
 * @param cause in words
 */
record Occasion(int destination, boolean again, String cause) {}
