package ft.provision.upgrade;

import ft.api.server.FtServer;
import ft.api.snapshot.SnapshotFiles;
import java.util.Optional;

/** What is offered as a service now; it comes and goes with the bundle that makes servers. */
interface Fleet {
    /** The server of a name. */
    Optional<FtServer> server(String name);

    /** What writes and reads snapshots. */
    Optional<SnapshotFiles> files();
}
