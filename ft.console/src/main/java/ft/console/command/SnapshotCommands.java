package ft.console.command;

import ft.api.server.FtServer;
import ft.api.snapshot.Snapshot;
import ft.api.snapshot.SnapshotFiles;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that keep a whole server in a file, and bring it back. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"save", "load"})
public class SnapshotCommands implements CommandGroup {
    private final Servers servers;
    private final SnapshotFiles files;

    /** Made by Declarative Services. */
    @Activate
    public SnapshotCommands(@Reference Servers servers, @Reference SnapshotFiles files) {
        this.servers = servers;
        this.files = files;
    }

    @Override
    public String title() {
        return "Snapshots";
    }

    /** {@code ft:save}. */
    @Descriptor("saves the whole server in a file; it goes on meanwhile")
    public String save(
            CommandSession session, @Descriptor("FILE [--at CLOCK] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:save", words);
        FtServer server = servers.choose(arguments);
        Optional<String> at = arguments.option("--at");
        String name = arguments.word("a file");
        arguments.end();
        long clock = at.isPresent() ? Arguments.number("a clock", at.get()) : 0;
        CompletableFuture<Snapshot> asked = server.saveAt(clock);
        if (!asked.isDone() && server.progress().isPresent()) {
            System.err.println("  waits until the synchronization has ended");
        }
        Snapshot snapshot = Waiting.done(server, asked);
        SnapshotTransfer.write(files, snapshot, session.currentDir().resolve(name), System.err);
        return "The server at clock " + snapshot.clock() + " is in " + name + ".";
    }

    /** {@code ft:load}. */
    @Descriptor("makes the server what a file holds, in place of what it is")
    public String load(
            CommandSession session, @Descriptor("FILE [--hold] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:load", words);
        FtServer server = servers.choose(arguments);
        boolean hold = arguments.flag("--hold");
        String name = arguments.word("a file");
        arguments.end();
        long clock =
                SnapshotTransfer.load(
                        files, server, session.currentDir().resolve(name), System.err);
        if (!hold) {
            server.release();
        }
        return "The server goes on from clock "
                + clock
                + (hold ? "; it is held until ft:release." : ".");
    }
}
