package ft.api.history;

import java.util.List;

/**
 * How much of its past a server keeps.
 *
 * @param earliest the first moment it can be brought back to; the present one as long as there is
 *     no snapshot
 * @param latest the moment it is at
 * @param snapshots the moments from which it can be gone through again, oldest first
 * @param bytes what they take in the memory of the host
 */
public record PastStatus(Moment earliest, Moment latest, List<Moment> snapshots, long bytes) {
    /** Copies the list. */
    public PastStatus {
        snapshots = List.copyOf(snapshots);
    }
}
