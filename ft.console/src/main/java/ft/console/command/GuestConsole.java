package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.text.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A terminal on a channel of a guest: shows what the guest sends and sends it the lines that are
 * typed. A line {@code ~.} or the character Ctrl-] leaves it.
 */
final class GuestConsole {
    /** Ctrl-]. */
    static final int LEAVE = 0x1d;

    /** Ctrl-C, which is the guest's. */
    static final int INTERRUPT = 0x03;

    private static final int RECENT = 1000;
    private static final String LEAVE_LINE = "~.\n";
    private static final long COALESCE_MILLIS = 20;
    private static final long LINGER_MILLIS = 1000;

    private final FtServer server;
    private final String channel;
    private final PrintStream screen;
    private final Semaphore news = new Semaphore(1);
    private int shown;
    private volatile boolean leaving;

    GuestConsole(FtServer server, String channel, PrintStream screen) {
        this.server = server;
        this.channel = channel;
        this.screen = screen;
    }

    /** Works until its user leaves; at the end of the input it stays for a last answer. */
    void run(InputStream keyboard) throws Problem, InterruptedException {
        shown = recent(server.output(channel));
        // A child of this thread, because Gogo binds the streams to threads and their children.
        Thread shower = new Thread(this::show, "ft:console " + channel);
        try (Listening listening = new Listening(server.onOutput(channel, data -> wake()))) {
            shower.start();
            try {
                send(keyboard);
            } finally {
                leaving = true;
                wake();
                shower.join();
            }
        }
    }

    private void send(InputStream keyboard) throws Problem, InterruptedException {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int typed;
            while ((typed = keyboard.read()) >= 0) {
                if (typed == LEAVE) {
                    return;
                }
                line.write(typed == '\r' ? '\n' : typed);
                if (typed == '\n' || typed == '\r' || typed == INTERRUPT) {
                    if (line.toString().equals(LEAVE_LINE)) {
                        return;
                    }
                    server.send(channel, line.toByteArray());
                    line.reset();
                }
            }
            if (line.size() > 0) {
                server.send(channel, line.toByteArray());
            }
            TimeUnit.MILLISECONDS.sleep(LINGER_MILLIS);
        } catch (ServerException e) {
            throw Problem.of(e);
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new Problem("The keyboard cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void wake() {
        news.release();
    }

    private void show() {
        try {
            while (true) {
                news.acquire();
                boolean last = leaving;
                if (!last) {
                    TimeUnit.MILLISECONDS.sleep(COALESCE_MILLIS);
                }
                news.drainPermits();
                byte[] all = server.output(channel);
                if (all.length < shown) {
                    // Power went off and on, so the channel began anew.
                    shown = 0;
                }
                screen.write(all, shown, all.length - shown);
                screen.flush();
                shown = all.length;
                if (last || leaving) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the last lines of some output begin. */
    private static int recent(byte[] output) {
        int start = Math.max(0, output.length - RECENT);
        while (start > 0 && start < output.length && output[start - 1] != '\n') {
            start++;
        }
        return start;
    }
}
