package ft.console;

import ft.api.history.Historian;
import ft.api.history.Moment;
import ft.api.history.PastStatus;
import ft.api.history.RecordSummary;
import ft.api.history.Recording;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.history.ServerHistory;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Histories that say what was asked of them. */
public final class FakeHistorian implements Historian, ServerHistory {
    public final List<String> asked = new ArrayList<>();

    /** How a replay goes. */
    public ReplayResult result = new ReplayResult(true, "Equal", 3, new Moment(1, 77, 0));

    /** Why nothing can be recorded or replayed; empty if it can. */
    public String refusal = "";

    private Optional<Recording> recording = Optional.empty();
    private boolean kept;

    @Override
    public ServerHistory of(FtServer server) {
        return this;
    }

    private void refuse() throws ServerException {
        if (!refusal.isEmpty()) {
            throw new ServerException(refusal);
        }
    }

    @Override
    public Recording record(Path file) throws ServerException {
        refuse();
        asked.add("record " + file.getFileName());
        Recording begun =
                new Recording() {
                    @Override
                    public Path file() {
                        return file.getFileName();
                    }

                    @Override
                    public long inputs() {
                        return 5;
                    }

                    @Override
                    public Optional<String> problem() {
                        return Optional.empty();
                    }

                    @Override
                    public void close() {
                        asked.add("end");
                        recording = Optional.empty();
                    }
                };
        recording = Optional.of(begun);
        return begun;
    }

    @Override
    public Optional<Recording> recording() {
        return recording;
    }

    @Override
    public void keepPast(long cycles, long bytes) {
        asked.add("keep");
        kept = true;
    }

    @Override
    public void forgetPast() {
        asked.add("forget");
        kept = false;
    }

    @Override
    public Optional<PastStatus> past() {
        Moment first = new Moment(1, 5, 0);
        return kept
                ? Optional.of(new PastStatus(first, new Moment(1, 900, 0), List.of(first), 3 << 20))
                : Optional.empty();
    }

    @Override
    public CompletableFuture<Long> rewind(long clock) {
        asked.add("rewind " + clock);
        return CompletableFuture.completedFuture(clock);
    }

    @Override
    public Replay replay(Path record, Map<String, String> options) throws ServerException {
        refuse();
        asked.add("replay " + record.getFileName() + " " + options);
        return new Replay() {
            @Override
            public FtServer server() {
                return new FakeServer();
            }

            @Override
            public RecordSummary summary() {
                return new RecordSummary("default", 5, 3, new Moment(1, 77, 0), false);
            }

            @Override
            public CompletableFuture<ReplayResult> start() {
                return CompletableFuture.completedFuture(result);
            }

            @Override
            public void close() {
                asked.add("close");
            }
        };
    }
}
