package ft.console.trace;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.trace.TraceEvent;
import ft.console.command.Listening;
import ft.console.symbols.SymbolTable;
import ft.console.text.OutputFile;
import ft.console.text.Problem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A trace that runs: its last lines are kept, the others are dropped and counted; all of them go to
 * a file if there is one. Any thread.
 */
public final class TraceLog implements AutoCloseable {
    /** Lines that are kept. */
    static final int KEPT = 10_000;

    private final TraceRequest request;
    private final TraceText text;
    private final PrintStream copy;
    private final Deque<String> lines = new ArrayDeque<>();
    private Listening listening;
    private long total;
    private boolean ended;

    private TraceLog(TraceRequest request, TraceText text, PrintStream copy) {
        this.request = request;
        this.text = text;
        this.copy = copy;
    }

    /**
     * Begins a trace.
     *
     * @param folder where a relative name of a file starts
     * @param screen where lines go that go to no file, or null for nowhere
     */
    public static TraceLog begin(
            FtServer server,
            TraceRequest request,
            List<SymbolTable> symbols,
            Path folder,
            PrintStream screen)
            throws Problem {
        PrintStream copy =
                request.file().isPresent() ? open(folder.resolve(request.file().get())) : screen;
        TraceLog log = new TraceLog(request, new TraceText(symbols), copy);
        try {
            log.listening = new Listening(server.trace(request.filter(), log::add));
        } catch (ServerException e) {
            log.close();
            throw Problem.of(e);
        }
        return log;
    }

    private static PrintStream open(Path file) throws Problem {
        try {
            return new PrintStream(
                    new BufferedOutputStream(Files.newOutputStream(file)),
                    false,
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw OutputFile.problem(file, e);
        }
    }

    private synchronized void add(TraceEvent event) {
        if (ended) {
            return;
        }
        String line = text.line(event);
        total++;
        lines.add(line);
        if (lines.size() > KEPT) {
            lines.remove();
        }
        if (copy != null) {
            copy.println(line);
        }
        notifyAll();
        if (request.count().isPresent() && total == request.count().getAsLong()) {
            ended = true;
            flush();
            // A thread of the server must not wait for the server.
            Thread closer = new Thread(this::close, "ft:trace count");
            closer.setDaemon(true);
            closer.start();
        }
    }

    private void flush() {
        if (copy != null) {
            copy.flush();
        }
    }

    /** What was asked for. */
    public TraceRequest request() {
        return request;
    }

    /** Lines there were so far. */
    public synchronized long total() {
        return total;
    }

    /** Whether it has ended. */
    public synchronized boolean ended() {
        return ended;
    }

    /** The last lines, as far as they are kept. */
    public synchronized List<String> last(int count) {
        List<String> kept = new ArrayList<>(lines);
        return kept.subList(Math.max(0, kept.size() - count), kept.size());
    }

    /** Lines that are not kept any more. */
    public synchronized long dropped() {
        return total - lines.size();
    }

    /**
     * Waits for lines after the first so many of all, or for the end.
     *
     * @return those of them that are kept; none at the end
     */
    public synchronized List<String> after(long seen) throws InterruptedException {
        while (total <= seen && !ended) {
            wait();
        }
        return last((int) Math.min(KEPT, total - seen));
    }

    @Override
    public void close() {
        Listening heard;
        synchronized (this) {
            ended = true;
            heard = listening;
            listening = null;
            flush();
            notifyAll();
        }
        if (heard != null) {
            heard.close();
        }
        if (copy != null && request.file().isPresent()) {
            copy.close();
        }
    }
}
