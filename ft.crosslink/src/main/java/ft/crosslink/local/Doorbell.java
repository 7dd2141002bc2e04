package ft.crosslink.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where the owner of a port waits for news, and others ring.
 *
 * <p>The owner looks for a while before it sleeps, because waking up takes longer than most waits
 * of a system for another that runs beside it. How long depends on what that was worth before: one
 * that has nothing to do, or waits for somebody who gets no processor, soon sleeps at once.
 *
 * <p><b>Threading:</b> {@link #await} belongs to the owner, or to who was when it began and has
 * lost the port to another thread since: then it may miss news, but not {@link #wake}. {@link
 * #ring} and {@link #wake} are for any thread and never block.
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

    /** Part of the looks that are left where they are of no use, to find out when they are. */
    private static final int LEAST = 64;

    private final int spins;
    private final BooleanSupplier news;
    private int looks; // the owner's
    private volatile Thread waiter;
    private volatile boolean woken;
    private volatile long rung; // when the owner was last woken up, 0 if not in this wait

    /**
     * Makes one.
     *
     * @param spins how often the owner looks before it sleeps, at most
     * @param news whether the owner has anything to do; asked by the owner
     */
    Doorbell(int spins, BooleanSupplier news) {
        this.spins = spins;
        this.news = news;
        looks = spins;
    }

    /**
     * Waits for news or {@link #wake}, not longer than this, nor when the thread is interrupted.
     */
    void await(long nanos) {
        if (ready() || nanos <= 0) {
            return;
        }
        long start = System.nanoTime();
        for (int i = 0; i < looks; i++) {
            Thread.onSpinWait();
            if (ready()) {
                return;
            }
        }
        long looked = System.nanoTime() - start;
        rung = 0;
        sleep(start, nanos);
        // Not when it woke up: who sleeps is late, however short the wait would have been.
        long end = rung;
        learn(looked, (end == 0 ? System.nanoTime() : end) - start);
    }

    /** What it would have been worth to look as often as possible. */
    private void learn(long looked, long waited) {
        if (looks > 0 && waited <= looked / looks * spins) {
            looks = spins;
        } else if (looks > spins / LEAST) {
            looks /= 2;
        }
    }

    private void sleep(long start, long nanos) {
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
            rung = System.nanoTime();
            LockSupport.unpark(waiting);
        }
    }
}
