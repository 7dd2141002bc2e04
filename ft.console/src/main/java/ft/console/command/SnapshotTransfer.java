package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.api.snapshot.SnapshotFiles;
import ft.console.text.Problem;
import ft.console.text.ProgressLine;
import java.io.PrintStream;
import java.nio.file.Path;

/** Brings snapshots into files and back, with something to see meanwhile. */
public final class SnapshotTransfer {
    private static final String INDENT = "  ";

    private SnapshotTransfer() {}

    /** Writes a file, with progress. */
    public static void write(SnapshotFiles files, Snapshot snapshot, Path file, PrintStream out)
            throws Problem {
        try (ProgressLine line = new ProgressLine(out, INDENT)) {
            files.write(snapshot, file, done -> line.show("writing", done));
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    /** Loads a file, with progress; the clock at which the guest is held. */
    public static long load(SnapshotFiles files, FtServer server, Path file, PrintStream out)
            throws Problem {
        try (ProgressLine line = new ProgressLine(out, INDENT)) {
            Snapshot snapshot = files.read(file, done -> line.show("reading", done));
            server.load(snapshot);
            return snapshot.clock();
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }
}
