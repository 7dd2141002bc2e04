package ft.api.server;

/**
 * A resynchronization under way.
 *
 * @param strategy name of the copy strategy
 * @param phase in words, such as {@code copying, guest runs (T106)}
 * @param fraction part of the phase that is done, 0 to 1, below 0 if unknown
 */
public record ResyncProgress(String strategy, String phase, double fraction) {}
