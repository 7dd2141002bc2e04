package ft.chipset.server;

import ft.api.observer.BoundaryObserver;
import ft.chipset.controller.FtController;
import ft.chipset.link.StoppedException;
import ft.chipset.link.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A thread for each system. Where only one of them has work, and the others serve it, it does their
 * part as well, in a stop ({@link Wire.Idler#takeOver}) and for as long as it copies ({@link
 * FtController#leads}): to wake another thread for each frame takes longer than most frames, and
 * much longer while Java's compilers, or other programs, have its processor.
 */
final class ParallelDriver implements Driver {
    private static final long LONGEST_WAIT_NANOS = 50_000_000;
    private static final long LONGEST_ANSWER_NANOS = 100_000;

    /** Much longer than a step of a controller that only serves. */
    private static final long LONGEST_TAKE_OVER_NANOS = 1_000_000_000;

    private final String server;
    private final Consumer<Throwable> broken;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Seat> seats = new ArrayList<>();
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

    /** A controller, and the lock of the thread that has it. */
    private record Seat(FtController controller, ReentrantLock lock) {
        /** Waits while its own thread is at work, but not for long. */
        void takeOver() {
            if (isTakenOver()) {
                return; // at each share of a copy again; it is given back in the stop at its end
            }
            try {
                lock.tryLock(LONGEST_TAKE_OVER_NANOS, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        boolean isTakenOver() {
            return lock.isHeldByCurrentThread();
        }

        /** Its own thread may have missed what it was woken for. */
        void giveBack() {
            lock.unlock();
            controller.wake();
        }
    }

    /** How a controller waits inside of a step, and its thread between two of them. */
    private final class Work implements Wire.Idler, Runnable {
        private final Seat own;
        private final List<Seat> others;

        Work(Seat own) {
            this.own = own;
            others = seats.stream().filter(seat -> seat != own).toList();
        }

        @Override
        public void run() {
            try {
                while (!stopped) {
                    if (!step()) {
                        own.controller.await(LONGEST_WAIT_NANOS);
                    }
                }
            } catch (StoppedException e) {
                // closed while it waited for another controller
            } catch (RuntimeException | Error e) {
                broken.accept(e);
            } finally {
                giveBack();
            }
        }

        private boolean step() {
            boolean leads = false;
            own.lock.lock();
            try {
                boolean worked = own.controller.step();
                leads = own.controller.leads();
                return leads ? stepOthers() | worked : worked;
            } finally {
                own.lock.unlock();
                if (!leads) {
                    giveBack();
                }
            }
        }

        /** Whether one of them found something to do. */
        private boolean stepOthers() {
            boolean worked = false;
            for (Seat other : others) {
                worked |= other.isTakenOver() && other.controller.step();
            }
            return worked;
        }

        @Override
        public void takeOver() {
            others.forEach(Seat::takeOver);
        }

        private void giveBack() {
            for (int i = 0; i < others.size(); i++) {
                if (others.get(i).isTakenOver()) {
                    others.get(i).giveBack();
                }
            }
        }

        @Override
        public void idle() {
            boolean served = false;
            for (Seat other : others) {
                served |= other.isTakenOver() && other.controller.serve();
            }
            if (!served) {
                own.controller.await(LONGEST_ANSWER_NANOS);
            }
        }
    }

    @Override
    public void start(List<FtController> controllers) {
        controllers.forEach(each -> seats.add(new Seat(each, new ReentrantLock())));
        for (int i = 0; i < seats.size(); i++) {
            Work work = new Work(seats.get(i));
            FtController controller = controllers.get(i);
            controller.stoppedBy(() -> stopped);
            controller.idler(work);
            Thread thread = new Thread(work, "ft-" + server + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    @Override
    public boolean observe(BoundaryObserver observer) {
        return false; // its controllers never stand still all at once
    }

    @Override
    public void wake() {
        seats.forEach(seat -> seat.controller.wake());
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
