package ft.bench.process;

import ft.api.verb.VerbException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process whose lines of output are looked at with a clock in the hand. Whoever opens it closes
 * it: then the process is gone, with its children.
 */
public final class Child implements AutoCloseable {
    /**
     * A line, and when it came.
     *
     * @param text without its end
     * @param nanos by the wall clock of this process
     * @param processorNanos what the child had used by then, 0 if nobody can tell
     */
    public record Line(String text, long nanos, long processorNanos) {}

    private static final Line END = new Line("", 0, 0);

    /** How much of its output a complaint shows. */
    private static final int SHOWN = 3;

    private final String name;
    private final Process process;
    private final long began;
    private final List<String> last = new ArrayList<>();
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    /**
     * Starts it. Its complaints come as output, too.
     *
     * @param name for complaints
     * @param environment on top of ours
     */
    public Child(String name, List<String> command, Map<String, String> environment)
            throws VerbException {
        this(name, command, environment, ProcessBuilder.Redirect.from(new File("/dev/null")));
    }

    /** Starts one that waits for what is {@linkplain #type typed}. */
    public static Child listening(
            String name, List<String> command, Map<String, String> environment)
            throws VerbException {
        return new Child(name, command, environment, ProcessBuilder.Redirect.PIPE);
    }

    private Child(
            String name,
            List<String> command,
            Map<String, String> environment,
            ProcessBuilder.Redirect input)
            throws VerbException {
        this.name = name;
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(input);
        builder.environment().putAll(environment);
        began = System.nanoTime();
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new VerbException(name + " cannot be started: " + e.getMessage() + ".", e);
        }
        Thread reader = new Thread(this::read, "ft bench: output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                long now = System.nanoTime();
                lines.add(new Line(line, now, processorNanos()));
            }
        } catch (IOException e) {
            // It was closed; there is nothing more to read.
        } finally {
            lines.add(END);
        }
    }

    /** A line of input for one that listens. */
    public void type(String line) throws VerbException {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new VerbException(name + " does not listen" + said() + ".", e);
        }
    }

    /** When it was started. */
    public long began() {
        return began;
    }

    /** What it has used so far, with all its threads; 0 if nobody can tell. */
    public long processorNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** Its id. */
    public long pid() {
        return process.pid();
    }

    /**
     * The next line; empty when it has ended.
     *
     * @throws VerbException when it says nothing for that long
     */
    public Optional<Line> line(Duration patience) throws VerbException, InterruptedException {
        Line line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new VerbException(
                    name + " said nothing for " + patience.toSeconds() + " s" + said() + ".");
        }
        if (line == END) {
            lines.add(END);
            return Optional.empty();
        }
        last.add(line.text());
        if (last.size() > SHOWN) {
            last.remove(0);
        }
        return Optional.of(line);
    }

    /** The next line with that beginning; what comes before is passed over. */
    public Line await(String beginning, Duration patience)
            throws VerbException, InterruptedException {
        Optional<Line> line = line(patience);
        while (line.isPresent() && !line.get().text().startsWith(beginning)) {
            line = line(patience);
        }
        return line.orElseThrow(
                () ->
                        new VerbException(
                                name + " ended before it said '" + beginning + "'" + said() + "."));
    }

    /** Its last words, for a complaint. */
    public String said() {
        return last.isEmpty() ? "" : "; its last words: " + String.join(" / ", last);
    }

    /** Waits for its end, and passes over what it says until then; its exit status. */
    public int end(Duration patience) throws VerbException, InterruptedException {
        while (line(patience).isPresent()) {
            // passed over
        }
        return process.waitFor();
    }

    /**
     * The same, with a limit for all of it.
     *
     * @throws VerbException when it has not ended by then
     */
    public int endWithin(Duration limit) throws VerbException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Line line = null;
        while (line != END) {
            line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new VerbException(name + " has not ended in " + limit.toSeconds() + " s.");
            }
        }
        return process.waitFor();
    }

    /** Ends it as Ctrl-C does, so that it can still write what it has to write. */
    public void askToEnd() {
        process.destroy();
    }

    @Override
    public void close() {
        // Only itself: beside our launcher waits what removes its folders when it is gone.
        process.destroyForcibly();
    }
}
