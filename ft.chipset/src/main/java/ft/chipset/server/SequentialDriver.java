package ft.chipset.server;

import ft.chipset.controller.FtController;
import ft.chipset.link.StoppedException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One thread for all systems, with a schedule that a seed decides. */
final class SequentialDriver implements Driver {
    private static final long LONGEST_WAIT_NANOS = 50_000_000;

    private final Random schedule;
    private final Thread thread;
    private final Consumer<Throwable> broken;
    private List<FtController> controllers = List.of();
    private volatile boolean stopped;

    SequentialDriver(String server, long seed, Consumer<Throwable> broken) {
        schedule = new Random(seed);
        this.broken = broken;
        thread = new Thread(this::run, "ft-" + server);
        thread.setDaemon(true);
    }

    @Override
    public void start(List<FtController> all) {
        controllers = all;
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
        int first = schedule.nextInt(controllers.size());
        for (int i = 0; i < controllers.size(); i++) {
            if (controllers.get((first + i) % controllers.size()).step()) {
                return true;
            }
        }
        return false;
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
