package ft.crosslink.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where the owner of a port waits for news, and others ring.
 *
 * <p><b>Threading:</b> {@link #await} belongs to the owner; {@link #ring} and {@link #wake} are for
 * any thread and never block.
 */
final class Doorbell {
    private static final VarHandle WAITER;
    private static final VarHandle WOKEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WAITER = lookup.findVarHandle(Doorbell.class, "waiter", Thread.class);
            WOKEN = lookup.findVarHandle(Doorbell.class, "woken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int spins;
    private final BooleanSupplier news;
    private volatile Thread waiter;
    private volatile boolean woken;

    /**
     * Makes one.
     *
     * @param spins how often the owner looks before it sleeps
     * @param news whether the owner has anything to do; asked by the owner
     */
    Doorbell(int spins, BooleanSupplier news) {
        this.spins = spins;
        this.news = news;
    }

    /**
     * Waits for news or {@link #wake}, not longer than this, nor when the thread is interrupted.
     */
    void await(long nanos) {
        if (ready() || nanos <= 0) {
            return;
        }
        long start = System.nanoTime();
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
            if (ready()) {
                return;
            }
        }
        long remaining = nanos - (System.nanoTime() - start);
        while (remaining > 0) {
            // Whoever has something for the owner first makes it visible, then looks for a waiter;
            // here it is the other way round. So one of the two sees the other.
            waiter = Thread.currentThread();
            VarHandle.fullFence();
            boolean ready = ready();
            if (!ready) {
                LockSupport.parkNanos(this, remaining);
            }
            waiter = null;
            if (ready || ready() || Thread.currentThread().isInterrupted()) {
                return;
            }
            remaining = nanos - (System.nanoTime() - start);
        }
    }

    private boolean ready() {
        // Taken by an atomic swap, so that what was done before wake() is visible after it.
        return news.getAsBoolean() || woken && (boolean) WOKEN.getAndSet(this, false);
    }

    /** Ends the wait under way, or the next one, whatever there is to do. */
    void wake() {
        woken = true;
        ring();
    }

    /** Lets the owner look again. What it is to see must have been written before. */
    void ring() {
        VarHandle.fullFence(); // see await
        Thread waiting = waiter;
        if (waiting != null && WAITER.compareAndSet(this, waiting, (Thread) null)) {
            LockSupport.unpark(waiting);
        }
    }
}
