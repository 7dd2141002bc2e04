package ft.linux.verb;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends what is typed to a channel of a guest. A terminal is switched so that every key goes there,
 * Ctrl-C too, and put back at the end; {@code ~.} at the beginning of a line leaves.
 */
final class Keyboard implements AutoCloseable {
    private static final File TERMINAL = new File("/dev/tty");
    private static final int CHUNK = 256;

    private final FtServer server;
    private final String channel;
    private final boolean isTerminal = System.console() != null;
    private final Thread restorer = new Thread(this::restore, "ft linux: terminal");
    private String before = "";
    private boolean lineBegins = true;
    private boolean tilde;
    private volatile boolean left;

    Keyboard(FtServer server, String channel) {
        this.server = server;
        this.channel = channel;
    }

    /** Begins to read. */
    void start() {
        if (isTerminal && System.in != null) {
            before = stty("-g");
            if (!before.isEmpty()) {
                Runtime.getRuntime().addShutdownHook(restorer);
                stty("raw", "-echo", "opost", "onlcr");
            }
        }
        Thread reader = new Thread(this::read, "ft linux: keyboard");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether its user has left. */
    boolean isLeft() {
        return left;
    }

    private void read() {
        byte[] buffer = new byte[CHUNK];
        InputStream in = System.in;
        try {
            for (int length = in.read(buffer); length >= 0 && !left; length = in.read(buffer)) {
                byte[] typed = filter(buffer, length);
                if (typed.length > 0) {
                    server.send(channel, typed);
                }
            }
        } catch (IOException | ServerException e) {
            // Nobody can type any more; Linux goes on.
        }
    }

    /** What goes to the guest: all but the sign to leave. A tilde waits for what follows it. */
    private byte[] filter(byte[] typed, int length) {
        byte[] passed = new byte[length + 1];
        int count = 0;
        for (int i = 0; i < length && !left; i++) {
            byte key = typed[i];
            if (tilde) {
                tilde = false;
                if (key == '.') {
                    left = true;
                    break;
                }
                passed[count++] = '~';
            } else if (lineBegins && key == '~') {
                tilde = true;
                lineBegins = false;
                continue;
            }
            passed[count++] = key;
            lineBegins = key == '\r' || key == '\n';
        }
        return java.util.Arrays.copyOf(passed, count);
    }

    private void restore() {
        if (!before.isEmpty()) {
            stty(before);
        }
    }

    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(TERMINAL)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return ""; // no such program or terminal: keys come by the line
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        restore();
        if (!before.isEmpty()) {
            try {
                Runtime.getRuntime().removeShutdownHook(restorer);
            } catch (IllegalStateException e) {
                // The program is ending, and the hook is at work.
            }
        }
    }
}
