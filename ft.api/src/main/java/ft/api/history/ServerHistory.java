package ft.api.history;

import ft.api.server.ServerException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What of a server's history is kept. Nothing that a guest can see depends on it. Any thread.
 *
 * <p>Recorded is what comes from outside and takes effect: the operations of operators, what the
 * host sends to devices (by {@code FtServer.send} or from the host's end of a cable), programs that
 * are booted, and where bundles that come or go make a difference. Holding and letting go are not.
 */
@ProviderType
public interface ServerHistory {
    /**
     * Begins a record, before the first power-on of the server.
     *
     * @throws ServerException with one sentence when the server has run already, is recorded
     *     already, or the file cannot be written
     */
    Recording record(Path file) throws ServerException;

    /** The record that is being written. */
    Optional<Recording> recording();

    /**
     * Keeps the past from the next moment on: a snapshot every so often, fewer of what is long ago,
     * and all inputs since the first of them.
     *
     * @param cycles guest time between two snapshots, in cycles
     * @param bytes memory of the host that they may take
     * @throws ServerException with one sentence when the server cannot be saved
     */
    void keepPast(long cycles, long bytes) throws ServerException;

    /** Forgets the past and keeps no more of it. */
    void forgetPast();

    /** How much of the past is kept; empty if none is. */
    Optional<PastStatus> past();

    /**
     * Brings the server back to the last boundary at or before a clock of this boot, where it is
     * held; {@code FtServer.release} lets it go on from there with what comes then. What happened
     * after that moment is forgotten, operations for a clock that has not come included. Devices
     * see no host while the past is gone through again, and what they send there a second time goes
     * nowhere.
     *
     * <p>A server that is in the middle of a quantum, because a debugger has stopped it there,
     * first runs to the next boundary.
     *
     * @return completes with the clock at which it is held; with {@link ServerException} when that
     *     is further back than the past goes
     */
    CompletableFuture<Long> rewind(long clock);
}
