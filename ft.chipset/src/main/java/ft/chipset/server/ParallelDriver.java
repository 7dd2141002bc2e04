package ft.chipset.server;

import ft.api.observer.BoundaryObserver;
import ft.chipset.controller.FtController;
import ft.chipset.link.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A thread for each system. */
final class ParallelDriver implements Driver {
    private static final long LONGEST_WAIT_NANOS = 50_000_000;

    private final String server;
    private final Consumer<Throwable> broken;
    private final List<Thread> threads = new ArrayList<>();
    private List<FtController> controllers = List.of();
    private volatile boolean stopped;

    /**
     * Not started.
     *
     * @param server name, for the threads
     * @param broken hears of a controller that failed
     */
    ParallelDriver(String server, Consumer<Throwable> broken) {
        this.server = server;
        this.broken = broken;
    }

    @Override
    public void start(List<FtController> all) {
        controllers = all;
        for (int i = 0; i < all.size(); i++) {
            FtController controller = all.get(i);
            controller.stoppedBy(() -> stopped);
            Thread thread = new Thread(() -> run(controller), "ft-" + server + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void run(FtController controller) {
        try {
            while (!stopped) {
                if (!controller.step()) {
                    controller.await(LONGEST_WAIT_NANOS);
                }
            }
        } catch (StoppedException e) {
            // closed while it waited for another controller
        } catch (RuntimeException | Error e) {
            broken.accept(e);
        }
    }

    @Override
    public boolean observe(BoundaryObserver observer) {
        return false; // its controllers never stand still all at once
    }

    @Override
    public void wake() {
        controllers.forEach(FtController::wake);
    }

    @Override
    public void close() {
        stopped = true;
        wake();
        for (Thread thread : threads) {
            try {
                while (thread.isAlive() && thread != Thread.currentThread()) {
                    wake();
                    thread.join(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
