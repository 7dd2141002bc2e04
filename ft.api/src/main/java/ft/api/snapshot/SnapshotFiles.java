package ft.api.snapshot;

import ft.api.server.ServerException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps snapshots in files. Registered as a service. Any thread. */
@ProviderType
public interface SnapshotFiles {
    /**
     * Writes a file, all of it or nothing: a file that was there before is replaced at the end.
     *
     * @param progress hears which part is done, 0 to 1
     * @throws ServerException with one sentence when it cannot be written
     */
    void write(Snapshot snapshot, Path file, DoubleConsumer progress) throws ServerException;

    /**
     * Reads a file.
     *
     * @param progress hears which part is done, 0 to 1
     * @throws ServerException with one sentence when there is none, when it is not a snapshot, is
     *     damaged or cut short, or is of a version that cannot be read here
     */
    Snapshot read(Path file, DoubleConsumer progress) throws ServerException;
}
