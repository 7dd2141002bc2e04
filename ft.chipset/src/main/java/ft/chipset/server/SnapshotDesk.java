package ft.chipset.server;

import ft.api.fields.StateFields;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.chipset.snapshot.ServerSnapshot;
import ft.chipset.snapshot.SnapshotBuilder;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Puts snapshots together from what the controllers give, each on its own thread, at a boundary at
 * which all of them stand still. Any thread.
 */
final class SnapshotDesk {
    private final CurrentDescription description;
    private final Consumer<StateFields> server;
    private final Map<Long, CompletableFuture<Snapshot>> wanted = new ConcurrentHashMap<>();
    private SnapshotBuilder running;
    private WeakReference<ServerSnapshot> last = new WeakReference<>(null);

    /**
     * Of a server.
     *
     * @param server names what the server knows beside its systems
     */
    SnapshotDesk(CurrentDescription description, Consumer<StateFields> server) {
        this.description = description;
        this.server = server;
    }

    /** Somebody wants one, by a number. */
    CompletableFuture<Snapshot> want(long number) {
        CompletableFuture<Snapshot> future = new CompletableFuture<>();
        wanted.put(number, future);
        return future;
    }

    /** Nobody is going to get one any more. */
    void cancelAll(ServerException why) {
        synchronized (this) {
            running = null;
        }
        fail(List.copyOf(wanted.keySet()), why);
    }

    private void fail(List<Long> numbers, Throwable why) {
        for (long number : numbers) {
            CompletableFuture<Snapshot> future = wanted.remove(number);
            if (future != null) {
                future.completeExceptionally(why);
            }
        }
    }

    /**
     * Takes the part of a system.
     *
     * @param numbers of those who want a snapshot, the same for every system
     * @return whether that was the last part, and the server may go on
     */
    boolean save(int system, long clock, List<Long> numbers, Consumer<StateFields> names) {
        SnapshotBuilder builder = running();
        if (!builder.system(system, names)) {
            return false;
        }
        RuntimeException failure = builder.failure();
        if (failure != null) {
            // A device that cannot be saved breaks no server.
            ended(null);
            fail(
                    numbers,
                    new ServerException(
                            "No snapshot could be taken: " + failure.getMessage(), failure));
            return true;
        }
        ServerSnapshot snapshot = builder.done(description.now(), clock, server);
        ended(snapshot);
        for (long number : numbers) {
            CompletableFuture<Snapshot> future = wanted.remove(number);
            if (future != null) {
                future.complete(snapshot);
            }
        }
        return true;
    }

    private synchronized void ended(ServerSnapshot snapshot) {
        running = null;
        last = new WeakReference<>(snapshot);
    }

    private synchronized SnapshotBuilder running() {
        if (running == null) {
            running = new SnapshotBuilder(description.now().systems(), last.get());
        }
        return running;
    }
}
