package ft.observe.feed;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A bounded queue of things to do, and the thread that does them. Whoever puts something in never
 * waits: what does not fit is dropped and counted.
 */
public final class Outbox implements AutoCloseable {
    /** Enough for some resynchronizations in a row. */
    static final int CAPACITY = 4096;

    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long PATIENCE_MILLIS = 2000;

    private final String name;
    private final Runnable look;
    private final Consumer<Throwable> failed;
    private final Consumer<Outbox> whenClosed;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean closed;
    private long dropped;
    private Instant lastDrop;

    /**
     * Begins to work.
     *
     * @param look done after everything else, and every now and then
     * @param failed hears what came out of something that was to be done
     */
    Outbox(String name, Runnable look, Consumer<Throwable> failed, Consumer<Outbox> whenClosed) {
        this.name = name;
        this.look = look;
        this.failed = failed;
        this.whenClosed = whenClosed;
        thread = new Thread(this::work, "ft.observe " + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** What it is for. */
    public String name() {
        return name;
    }

    /** How many things did not fit. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** When something did not fit for the last time. */
    public Optional<Instant> lastDrop() {
        lock.lock();
        try {
            return Optional.ofNullable(lastDrop);
        } finally {
            lock.unlock();
        }
    }

    /** Has something done later, or drops it. */
    public void put(Runnable job) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (queue.size() >= CAPACITY) {
                dropped++;
                lastDrop = Instant.now();
                return;
            }
            queue.add(job);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            while (true) {
                Runnable job = take();
                if (job != null) {
                    guarded(job);
                }
                guarded(look);
            }
        } catch (InterruptedException e) {
            // It was closed.
        }
    }

    private Runnable take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new InterruptedException();
            }
            if (queue.isEmpty()) {
                filled.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }

    /** What a handler of somebody else throws ends nothing but its own call. */
    private void guarded(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            failed.accept(e);
        }
    }

    /** Ends it; what is in the queue is not done any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        whenClosed.accept(this);
        try {
            if (thread != Thread.currentThread()) {
                thread.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
