package ft.console;

import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.api.snapshot.SnapshotFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** Files that hold the clock of a snapshot. */
public class FakeFiles implements SnapshotFiles {
    @Override
    public void write(Snapshot snapshot, Path file, DoubleConsumer progress) {
        try {
            Files.writeString(file, Long.toString(snapshot.clock()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.accept(1);
    }

    @Override
    public Snapshot read(Path file, DoubleConsumer progress) throws ServerException {
        try {
            long clock = Long.parseLong(Files.readString(file));
            progress.accept(1);
            return new FakeServer.FakeSnapshot(clock);
        } catch (IOException e) {
            throw new ServerException("There is no file " + file, e);
        }
    }
}
