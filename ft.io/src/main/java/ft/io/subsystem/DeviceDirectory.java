package ft.io.subsystem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

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
    private final Map<BayPlan.Shape, BayPlan> plans = new HashMap<>();

    /** The last providers of types that have none any more. */
    private final Map<String, DeviceProvider> departed = new HashMap<>();

    private final BooleanSupplier frozen;
    private List<DeviceProvider> providers = List.of();

    /** A directory that is always open. */
    public DeviceDirectory() {
        this(() -> false);
    }

    /**
     * A directory.
     *
     * @param frozen says when nothing that changes here means anything any more, because the whole
     *     IO bundle goes
     */
    DeviceDirectory(BooleanSupplier frozen) {
        this.frozen = frozen;
    }

    boolean isFrozen() {
        return frozen.getAsBoolean();
    }

    /** Adds a provider. */
    public void add(DeviceProvider provider) {
        synchronized (this) {
            List<DeviceProvider> more = new ArrayList<>(providers);
            more.add(provider);
            more.sort(BEST_FIRST);
            providers = List.copyOf(more);
            departed.remove(provider.type());
            notifyAll();
        }
        watchers.forEach(Runnable::run);
    }

    /** Removes a provider. */
    public void remove(DeviceProvider provider) {
        synchronized (this) {
            List<DeviceProvider> fewer = new ArrayList<>(providers);
            fewer.remove(provider);
            providers = List.copyOf(fewer);
            departed.put(provider.type(), provider);
            notifyAll();
        }
        watchers.forEach(Runnable::run);
    }

    /** The providers of a type, the best first. */
    List<DeviceProvider> of(String type) {
        return all().stream().filter(each -> each.type().equals(type)).toList();
    }

    /** All providers, the best of each type before the others of it. */
    synchronized List<DeviceProvider> all() {
        return providers;
    }

    /** Where the types are that have no slot of their own. */
    synchronized BayPlan.Places bays(BayPlan.Shape shape) {
        return plans.computeIfAbsent(shape, any -> new BayPlan())
                .place(shape, providers, this::returns);
    }

    private boolean returns(String type) {
        DeviceProvider last = departed.get(type);
        return last != null && last.mayReturn();
    }

    /** Waits until a provider has come or gone, or for so long. */
    synchronized void awaitChange(long millis) throws InterruptedException {
        wait(millis);
    }

    /** All types that can be had, in alphabetical order. */
    List<String> types() {
        return all().stream().map(DeviceProvider::type).distinct().sorted().toList();
    }

    /** Calls after every change, on the thread that made it. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Stops calling. */
    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }
}
