package ft.linux.verb;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.verb.VerbException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A UART of Linux with nobody at it: keeps what is written, types.
 *
 * <p><b>Threading:</b> one thread uses it; what the guest writes comes from another.
 */
final class Terminal implements AutoCloseable {
    /** What a shell asks of a terminal on which somebody sits. */
    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

    /** How a shell of the superuser asks. */
    private static final String PROMPT = "# ";

    private final FtServer server;
    private final String channel;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final AutoCloseable listening;
    private int told;

    /**
     * Listens from now on.
     *
     * @param lines hears of every line, in {@link #tell}
     */
    Terminal(FtServer server, String channel, Consumer<String> lines) {
        this.server = server;
        this.channel = channel;
        this.lines = lines;
        listening = server.onOutput(channel, this::hear);
    }

    private void hear(byte[] data) {
        synchronized (seen) {
            seen.writeBytes(data);
        }
    }

    /** Everything so far. */
    String text() {
        synchronized (seen) {
            return seen.toString(StandardCharsets.UTF_8);
        }
    }

    /** How many lines have begun so. */
    long lines(String beginning) {
        return text().lines().filter(line -> line.startsWith(beginning)).count();
    }

    /** Whether a line has begun so. */
    boolean hasLine(String beginning) {
        return lines(beginning) > 0;
    }

    /**
     * Whether a shell has asked for a command since a line began so the last time: what is typed
     * before a shell has its terminal is lost.
     */
    boolean isAsked(String beginning) {
        String all = text();
        int greeted = all.lastIndexOf("\n" + beginning);
        return greeted >= 0 && all.indexOf(PROMPT, greeted) >= 0;
    }

    /** What the pattern's group was where it was last; nothing if it was nowhere. */
    List<String> find(Pattern pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text());
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Types something. */
    void type(String text) throws VerbException {
        try {
            server.send(channel, text.getBytes(StandardCharsets.UTF_8));
        } catch (ServerException e) {
            throw new VerbException(e.getMessage(), e);
        }
    }

    /** Passes on the whole lines that are new. */
    void tell() {
        String all = text();
        for (int end = all.indexOf('\n', told); end >= 0; end = all.indexOf('\n', told)) {
            String line = all.substring(told, end).stripTrailing();
            lines.accept(ESCAPE.matcher(line).replaceAll(""));
            told = end + 1;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("It cannot end to listen", e);
        }
    }
}
