package ft.api.upgrade;

/**
 * How far the step that is under way is.
 *
 * @param phase what it does
 * @param fraction 0 to 1; below 0 if unknown
 */
public record UpgradeProgress(String phase, double fraction) {}
