package ft.chaos;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

/** Looks whether there is progress; if there is none, says what every thread does, and ends it. */
final class Watchdog implements AutoCloseable {
    private final Thread watched = Thread.currentThread();
    private final Thread thread = new Thread(this::watch, "chaos-watchdog");
    private final long patience;
    private volatile String doing = "start";
    private volatile long since = System.nanoTime();
    private volatile String found = "";

    Watchdog(long seconds) {
        patience = TimeUnit.SECONDS.toNanos(seconds);
        thread.setDaemon(true);
        thread.start();
    }

    /** Something begins. */
    void begin(String what) {
        doing = what;
        since = System.nanoTime();
    }

    /** Why it has interrupted; empty if it has not. */
    String found() {
        return found;
    }

    private void watch() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try {
            while (true) {
                Thread.sleep(500);
                long[] locked = threads.findDeadlockedThreads();
                if (locked != null || System.nanoTime() - since > patience) {
                    StringBuilder text = new StringBuilder();
                    text.append(locked != null ? "Deadlock" : "No end").append(" of: ");
                    text.append(doing).append('\n');
                    for (ThreadInfo info : threads.dumpAllThreads(true, true)) {
                        text.append(info);
                    }
                    found = text.toString();
                    watched.interrupt();
                    return;
                }
            }
        } catch (InterruptedException exception) {
            // The soak has ended.
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
