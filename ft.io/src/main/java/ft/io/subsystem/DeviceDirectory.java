package ft.io.subsystem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who provides which device type at the moment.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class DeviceDirectory {
    private static final Comparator<DeviceProvider> BEST_FIRST =
            Comparator.comparingInt(DeviceProvider::ranking)
                    .reversed()
                    .thenComparingLong(DeviceProvider::id);

    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private List<DeviceProvider> providers = List.of();

    /** Adds a provider. */
    public void add(DeviceProvider provider) {
        synchronized (this) {
            List<DeviceProvider> more = new ArrayList<>(providers);
            more.add(provider);
            more.sort(BEST_FIRST);
            providers = List.copyOf(more);
        }
        watchers.forEach(Runnable::run);
    }

    /** Removes a provider. */
    public void remove(DeviceProvider provider) {
        synchronized (this) {
            List<DeviceProvider> fewer = new ArrayList<>(providers);
            fewer.remove(provider);
            providers = List.copyOf(fewer);
        }
        watchers.forEach(Runnable::run);
    }

    /** The best provider of a type. */
    Optional<DeviceProvider> best(String type) {
        return snapshot().stream().filter(each -> each.type().equals(type)).findFirst();
    }

    /** Whether a provider is there still. */
    boolean has(DeviceProvider provider) {
        return snapshot().contains(provider);
    }

    /** All types that can be had, in alphabetical order. */
    List<String> types() {
        return snapshot().stream().map(DeviceProvider::type).distinct().sorted().toList();
    }

    /** Calls after every change, on the thread that made it. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Stops calling. */
    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    private synchronized List<DeviceProvider> snapshot() {
        return providers;
    }
}
