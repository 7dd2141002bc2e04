package ft.api.server;

import ft.api.part.PartStatus;
import java.time.Duration;
import java.util.List;

/**
 * A running server has moved to other parts, between two rounds; the guest's clock did not move.
 *
 * @param clock at which
 * @param stop wall clock time for which the guest stood still
 * @param before the parts that it had, as {@link FtServer#parts()} told
 * @param after the parts that it has
 * @param text one sentence on what has changed
 */
public record HandOver(
        long clock, Duration stop, List<PartStatus> before, List<PartStatus> after, String text) {
    /** Copies the lists. */
    public HandOver {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
