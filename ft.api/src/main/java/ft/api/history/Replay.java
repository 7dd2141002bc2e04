package ft.api.history;

import ft.api.server.FtServer;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** A server that is given the inputs of a record; see {@link Historian#replay}. */
@ProviderType
public interface Replay extends AutoCloseable {
    /**
     * The server, of the record's description. Nothing but the record gives it input: what is sent
     * to it or asked of it is refused, other than holding, letting go and looking. It stands at the
     * end of the record when that has come.
     */
    FtServer server();

    /** What is there to know of the record. */
    RecordSummary summary();

    /**
     * Lets the server run.
     *
     * @return completes when the record has ended or history has differed
     */
    CompletableFuture<ReplayResult> start();

    /** Closes the server. */
    @Override
    void close();
}
