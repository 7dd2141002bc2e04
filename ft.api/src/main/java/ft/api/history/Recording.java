package ft.api.history;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A record that is being written; see {@link ServerHistory#record}. Any thread.
 *
 * <p>Every input is in the file as soon as it has taken effect, so a record that was not closed
 * replays up to its last line.
 */
@ProviderType
public interface Recording extends AutoCloseable {
    /** The file. */
    Path file();

    /** Inputs that have been written. */
    long inputs();

    /** Why the record ended early, in one sentence; empty while all is well. */
    Optional<String> problem();

    /** Ends the record at this moment. Does nothing if it has ended. */
    @Override
    void close();
}
