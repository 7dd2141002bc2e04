package ft.cpu.translate;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Translated code by its bytecode. Systems in lock-step run the same, so one class, and one effort
 * of the JVM's compilers, do for all of them; and for a guest that is started again. Any thread may
 * call.
 */
public final class CodeCache {
    private static final int MOST = 4096;
    private static final int MOST_WAITING = 16;
    private static final long IDLE_SECONDS = 2;
    private static final long LONGEST_END_SECONDS = 1;

    // What it is told that could not be translated; null if there is no background.
    private final Consumer<RuntimeException> failed;
    private final boolean inBackground;

    // The least recently used first. What no region uses may be unloaded when memory gets scarce.
    private final Map<ByteBuffer, SoftReference<Code>> codes =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<ByteBuffer, SoftReference<Code>> eldest) {
                    return size() > MOST;
                }
            };

    // What may be spent on classes: cycles that were executed, less what classes have cost.
    private long credit;
    private int waiting;
    private int users;
    private ExecutorService background;

    private CodeCache(Consumer<RuntimeException> failed) {
        this.failed = failed;
        inBackground = failed != null;
    }

    /**
     * One that translates at once, and has all for the JVM's optimizing compiler. What cannot be
     * translated is an exception for whoever executes it.
     */
    public static CodeCache direct() {
        return new CodeCache(null);
    }

    /**
     * One with a thread of its own, which translates, and waits for the JVM's fast compiler, while
     * harts go on interpreting.
     *
     * @param failed is told, in that thread, what could not be translated; it is interpreted
     */
    public static CodeCache background(Consumer<RuntimeException> failed) {
        return new CodeCache(failed);
    }

    /** Somebody will use it. */
    public synchronized void enter() {
        users++;
        if (inBackground) {
            // Before the JVM compiles what that is about.
            execute(HotSpot::agrees);
        }
    }

    /** Somebody does not use it any more; when nobody does, its thread ends. */
    public void leave() {
        ExecutorService ended = null;
        synchronized (this) {
            users--;
            if (users == 0) {
                ended = background;
                background = null;
                waiting = 0;
            }
        }
        if (ended != null) {
            ended.shutdownNow();
            try {
                ended.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Some cycles were executed, so that more may be spent on classes. */
    synchronized void earn(long cycles) {
        credit += cycles;
    }

    /** Whether a class may be made that costs so many cycles, which are spent then. */
    synchronized boolean pays(int cost) {
        boolean pays = credit >= cost && waiting < MOST_WAITING;
        if (pays) {
            credit -= cost;
        }
        return pays;
    }

    /** Has something done elsewhere, or here and now. */
    void execute(Runnable task) {
        if (!inBackground) {
            task.run();
            return;
        }
        synchronized (this) {
            if (background == null) {
                background = start();
            }
            waiting++;
            background.execute(() -> finish(task));
        }
    }

    private static ExecutorService start() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> {
                            Thread thread = new Thread(work, "ft-translator");
                            thread.setDaemon(true);
                            return thread;
                        });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    private void finish(Runnable task) {
        try {
            task.run();
        } finally {
            synchronized (this) {
                // What was under way when everybody left is not counted any more.
                waiting = Math.max(0, waiting - 1);
            }
        }
    }

    /** Something could not be translated. */
    void failed(RuntimeException problem) {
        if (!inBackground) {
            throw problem;
        }
        failed.accept(problem);
    }

    /** Whether there can be code that is compiled before it is needed. */
    boolean primes() {
        return inBackground && HotSpot.agrees();
    }

    /**
     * What a class file comes to, made if it is not there yet; null if nobody wants it any more.
     *
     * @param immediate whether it is compiled before it is needed, and never optimized
     * @param cost that was paid, and is given back if it is there
     */
    Code get(byte[] bytes, boolean immediate, int cost) {
        ByteBuffer key = digest(bytes, immediate);
        synchronized (codes) {
            SoftReference<Code> reference = codes.get(key);
            Code code = reference == null ? null : reference.get();
            if (code != null) {
                earn(cost);
                return code;
            }
            code = HiddenClasses.define(bytes, immediate);
            if (inBackground && Thread.currentThread().isInterrupted()) {
                return null;
            }
            codes.put(key, new SoftReference<>(code));
            return code;
        }
    }

    private static ByteBuffer digest(byte[] bytes, boolean immediate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            digest.update((byte) (immediate ? 1 : 0));
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
