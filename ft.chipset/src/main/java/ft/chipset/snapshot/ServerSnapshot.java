package ft.chipset.snapshot;

import ft.api.fields.StateFields;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A snapshot as it is in memory.
 *
 * @param description of the server
 * @param clock of the service
 * @param taken when
 * @param ownBytes of blocks that the one before does not have
 * @param server what the server knows beside its systems
 * @param systems a part of each system's controller
 */
public record ServerSnapshot(
        ServerDescription description,
        long clock,
        Instant taken,
        long ownBytes,
        SavedPart server,
        List<SavedPart> systems)
        implements Snapshot {
    /** Name of the server's own part. */
    static final String SERVER = "server";

    /** Copies the list. */
    public ServerSnapshot {
        systems = List.copyOf(systems);
    }

    /** Name of a system's part. */
    static String system(int system) {
        return "system" + system;
    }

    /**
     * A snapshot that was taken here.
     *
     * @throws ServerException with one sentence if it is another one
     */
    public static ServerSnapshot of(Snapshot snapshot) throws ServerException {
        if (snapshot instanceof ServerSnapshot saved) {
            return saved;
        }
        throw new ServerException("This is no snapshot that was taken of such a server");
    }

    /** All parts that are no part of another one. */
    List<SavedPart> all() {
        List<SavedPart> all = new ArrayList<>(systems);
        all.add(server);
        return all;
    }

    /** Gives back what the server knew beside its systems. */
    public void loadServer(Consumer<StateFields> names) {
        names.accept(new PartLoader(server, true));
    }

    /** Gives back what a system's controller had. */
    public void loadSystem(int system, Consumer<StateFields> names) {
        names.accept(new PartLoader(systems.get(system), true));
    }

    /** A name for people. */
    @Override
    public String toString() {
        return "snapshot of " + description.name() + " at clock " + clock;
    }
}
