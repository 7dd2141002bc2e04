package ft.chipset.server;

import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.api.snapshot.SnapshotFiles;
import ft.chipset.description.Descriptions;
import ft.chipset.snapshot.RefusedFileException;
import ft.chipset.snapshot.ServerSnapshot;
import ft.chipset.snapshot.SnapshotReader;
import ft.chipset.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.osgi.service.component.annotations.Component;

/** Keeps snapshots in files. */
@Component
public final class SnapshotStore implements SnapshotFiles {
    @Override
    public void write(Snapshot snapshot, Path file, DoubleConsumer progress)
            throws ServerException {
        ServerSnapshot saved = ServerSnapshot.of(snapshot);
        try {
            SnapshotWriter.write(saved, Descriptions.toMap(saved.description()), file, progress);
        } catch (NoSuchFileException e) {
            throw new ServerException(
                    "The snapshot cannot be written into " + file + ": there is no such folder", e);
        } catch (IOException e) {
            throw new ServerException(
                    "The snapshot cannot be written into " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Snapshot read(Path file, DoubleConsumer progress) throws ServerException {
        if (!Files.isRegularFile(file)) {
            throw new ServerException(
                    Files.exists(file) ? file + " is no file" : "There is no file " + file);
        }
        try {
            return SnapshotReader.read(file, SnapshotStore::describe, progress);
        } catch (RefusedFileException e) {
            throw new ServerException("The file " + file + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ServerException(
                    "The snapshot " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** An older snapshot does not name options that have come since: they had no effect. */
    private static ServerDescription describe(Map<String, Object> options) throws ServerException {
        Map<String, Object> all = Descriptions.toMap(Descriptions.standard("unnamed"));
        for (String name : options.keySet()) {
            if (!all.containsKey(name)) {
                throw new ServerException(
                        "The snapshot is of a server with the option "
                                + name
                                + ", which this emulator does not know; use a newer one");
            }
        }
        all.putAll(options);
        return Descriptions.of(all);
    }
}
