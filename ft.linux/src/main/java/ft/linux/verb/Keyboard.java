package ft.linux.verb;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Sends what is typed to a channel of a guest. A terminal is switched so that every key goes there,
 * Ctrl-C too, and put back at the end. A tilde at the beginning of a line is for the server.
 */
final class Keyboard implements Escapes.Listener, AutoCloseable {
    private static final File TERMINAL = new File("/dev/tty");
    private static final int CHUNK = 256;

    private final FtServer server;
    private final List<String> channels;
    private final InputStream in;
    private final boolean isTerminal = System.console() != null;
    private final Thread restorer = new Thread(this::restore, "ft linux: terminal");
    private String before = "";
    private final PrintStream err;
    private final Escapes escapes = new Escapes(this);
    private volatile boolean left;
    private volatile int chosen;

    /**
     * At the first of some channels.
     *
     * @param in where keys come from
     */
    Keyboard(FtServer server, List<String> channels, InputStream in, PrintStream err) {
        this.server = server;
        this.channels = channels;
        this.in = in;
        this.err = err;
    }

    /** Begins to read. */
    void start() {
        if (isTerminal && in == System.in) {
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

    /** Where keys go. */
    String channel() {
        return channels.get(chosen);
    }

    private void read() {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int length = in.read(buffer); length >= 0 && !left; length = in.read(buffer)) {
                byte[] typed = escapes.filter(buffer, length);
                if (typed.length > 0) {
                    server.send(channel(), typed);
                }
            }
        } catch (IOException | ServerException e) {
            // Nobody can type any more; Linux goes on.
        }
    }

    @Override
    public void leave() {
        left = true;
    }

    @Override
    public void order(Operation operation) {
        server.submit(operation)
                .whenComplete(
                        (said, refused) ->
                                err.println("ft: " + (refused == null ? said : sentence(refused))));
    }

    private static String sentence(Throwable refused) {
        Throwable cause = refused instanceof CompletionException ? refused.getCause() : refused;
        return cause.getMessage();
    }

    @Override
    public void console(int io) {
        if (io < channels.size()) {
            chosen = io;
            err.println("ft: this is " + channel() + " now");
        } else {
            err.println(
                    "ft: there are the consoles of IO subsystems 0 to " + (channels.size() - 1));
        }
    }

    @Override
    public void help() {
        Escapes.HELP.forEach(line -> err.println("ft: " + line));
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
