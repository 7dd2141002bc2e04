package ft.chipset.snapshot;

import ft.api.fields.StateFields;
import ft.api.server.ServerDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A snapshot while the parts of the systems come in, from any thread. */
public final class SnapshotBuilder {
    private final ServerSnapshot before;
    private final BlockPool pool = new BlockPool();
    private final SavedPart[] systems;
    private int left;
    private RuntimeException failure;

    /**
     * Without a part.
     *
     * @param count number of systems
     * @param before the snapshot before, whose blocks are shared; or null
     */
    public SnapshotBuilder(int count, ServerSnapshot before) {
        this.before = before;
        systems = new SavedPart[count];
        left = systems.length;
    }

    /**
     * Takes the part of a system.
     *
     * @return whether it was the last one
     */
    public boolean system(int system, Consumer<StateFields> names) {
        SavedPart old = before == null ? null : before.systems().get(system);
        SavedPart part = null;
        RuntimeException why = null;
        try {
            part = save(ServerSnapshot.system(system), old, names);
        } catch (RuntimeException e) {
            why = e;
        }
        synchronized (this) {
            systems[system] = part;
            failure = failure == null ? why : failure;
            return --left == 0;
        }
    }

    /** Why a part could not be saved; null if all could. */
    public synchronized RuntimeException failure() {
        return failure;
    }

    /**
     * Takes what the server knows, when everything else is there.
     *
     * @param description of the server, as it is now
     */
    public synchronized ServerSnapshot done(
            ServerDescription description, long clock, Consumer<StateFields> names) {
        SavedPart old = before == null ? null : before.server();
        SavedPart server = save(ServerSnapshot.SERVER, old, names);
        List<SavedPart> all = new ArrayList<>(Arrays.asList(systems));
        return new ServerSnapshot(description, clock, Instant.now(), pool.ownBytes(), server, all);
    }

    private SavedPart save(String name, SavedPart old, Consumer<StateFields> names) {
        SavedPart part = new SavedPart(name, Origin.of(this));
        names.accept(new PartSaver(part, old, pool, true));
        return part;
    }
}
