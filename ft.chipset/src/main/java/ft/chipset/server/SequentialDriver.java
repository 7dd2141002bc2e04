package ft.chipset.server;

import ft.api.observer.BoundaryObserver;
import ft.chipset.controller.FtController;
import ft.chipset.controller.Observation;
import ft.chipset.link.StoppedException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One thread for all systems, with a schedule that a seed decides: a step that found nothing to do
 * does not count, so the schedule does not depend on how long somebody waited.
 */
final class SequentialDriver implements Driver {
    private static final long LONGEST_WAIT_NANOS = 50_000_000;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final Thread thread;
    private final Consumer<Throwable> broken;
    private List<FtController> controllers = List.of();
    private Observation observation;
    private volatile BoundaryObserver observer;
    private long observed;
    private long schedule;
    private volatile boolean stopped;

    SequentialDriver(String server, long seed, Consumer<Throwable> broken) {
        schedule = seed;
        this.broken = broken;
        thread = new Thread(this::run, "ft-" + server);
        thread.setDaemon(true);
    }

    @Override
    public void start(List<FtController> all) {
        controllers = all;
        observation = new Observation(all);
        for (FtController controller : all) {
            controller.stoppedBy(() -> stopped);
            // A controller that needs an answer lets the others serve; they stand still otherwise.
            controller.idler(
                    () -> {
                        for (FtController other : all) {
                            if (other != controller) {
                                other.serve();
                            }
                        }
                    });
        }
        thread.start();
    }

    private void run() {
        try {
            while (!stopped) {
                if (!stepOne()) {
                    LockSupport.parkNanos(this, LONGEST_WAIT_NANOS);
                }
            }
        } catch (StoppedException e) {
            // closed while a controller waited for another one
        } catch (RuntimeException | Error e) {
            broken.accept(e);
        }
    }

    private boolean stepOne() {
        BoundaryObserver watching = observer;
        long next = schedule + GOLDEN;
        int first = (int) Long.remainderUnsigned(mix(next), controllers.size());
        for (int i = 0; i < controllers.size(); i++) {
            FtController controller = controllers.get((first + i) % controllers.size());
            if ((watching == null || mayStep(controller)) && controller.step()) {
                schedule = next;
                if (watching != null) {
                    show(watching);
                }
                return true;
            }
        }
        return false;
    }

    /** SplitMix64's finalizer. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** While somebody watches, none begins a round before all have ended the last one. */
    private boolean mayStep(FtController controller) {
        if (controller.isBetweenRounds()) {
            for (FtController other : controllers) {
                if (!other.isBetweenRounds() && other.round() == controller.round()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void show(BoundaryObserver watching) {
        long round = controllers.get(0).round();
        if (round == observed) {
            return;
        }
        for (FtController controller : controllers) {
            if (!controller.isBetweenRounds() || controller.round() != round) {
                return;
            }
        }
        observed = round;
        watching.boundary(observation);
    }

    @Override
    public boolean observe(BoundaryObserver newObserver) {
        controllers.forEach(controller -> controller.watchedBy(newObserver));
        observer = newObserver;
        return true;
    }

    @Override
    public void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            while (thread.isAlive() && thread != Thread.currentThread()) {
                wake();
                thread.join(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
