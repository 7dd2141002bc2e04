package ft.api.snapshot;

import ft.api.server.ServerDescription;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A whole server as it was at an instruction boundary: everything that decides how it goes on. It
 * goes on from there as if nothing had been: "run N, save, load, run M" is "run N + M".
 *
 * <p>Immutable; may be loaded as often as one likes, into as many servers. Blocks of main storage
 * and disks that did not change between two snapshots of a server are in memory once, so that one
 * can be taken every so often.
 */
@ProviderType
public interface Snapshot {
    /** What the server was made of; it loads into a server that is made of the same. */
    ServerDescription description();

    /** Clock of the service at the boundary, in cycles. */
    long clock();

    /** When it was taken. */
    Instant taken();

    /**
     * Bytes of blocks that this snapshot holds and the one that was taken before it does not: what
     * it costs to keep it beside that one.
     */
    long ownBytes();
}
