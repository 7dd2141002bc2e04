package ft.chipset.server;

import ft.api.history.Moment;
import ft.api.history.RecordSummary;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.server.FtServer;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.chipset.history.Script;
import ft.chipset.record.CheckMark;
import ft.chipset.record.RecordContent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gives a server the inputs of a record, and compares what it does with what the record has. */
final class RecordReplay implements Replay {
    /** It is looked this often whether the server still goes on. */
    private static final long LOOK_EVERY_MILLIS = 250;

    private final DescribedServer server;
    private final RecordContent content;
    private final Runnable whenClosed;
    private final CompletableFuture<ReplayResult> result = new CompletableFuture<>();
    private final Judge judge = new Judge();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "ft-replay");
                        thread.setDaemon(true);
                        return thread;
                    });
    private Optional<Moment> stood = Optional.empty();

    RecordReplay(DescribedServer server, RecordContent content, Runnable whenClosed) {
        this.server = server;
        this.content = content;
        this.whenClosed = whenClosed;
    }

    @Override
    public FtServer server() {
        return server;
    }

    @Override
    public RecordSummary summary() {
        return new RecordSummary(
                content.options().getOrDefault(FtServer.NAME, ""),
                content.inputs().size(),
                content.marks().size(),
                content.end(),
                content.truncated());
    }

    @Override
    public CompletableFuture<ReplayResult> start() {
        if (content.end().equals(Moment.BEGINNING)) {
            result.complete(new ReplayResult(true, "Nothing was recorded", 0, content.end()));
            return result;
        }
        server.desk().history().add(judge);
        try {
            List<Moment> stops = content.marks().stream().map(CheckMark::moment).toList();
            server.player()
                    .play(
                            new Script(content.inputs(), stops, content.end()),
                            new Answers(content.programs(), content.inputs()))
                    .whenCompleteAsync(this::ended, watch);
            watch.scheduleWithFixedDelay(
                    this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ServerException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** Compares at the check marks. */
    private final class Judge implements HistoryListener {
        private int equal;

        @Override
        public void boundary(Moment moment) {
            if (equal == content.marks().size()) {
                return;
            }
            CheckMark mark = content.marks().get(equal);
            int order = moment.compareTo(mark.moment());
            String difference = "";
            if (order > 0) {
                difference = "no boundary is at " + mark.moment();
            } else if (order == 0) {
                difference = mark.difference(server.desk().history().mark());
            }
            if (!difference.isEmpty()) {
                differ(equal, mark, difference);
            } else if (order == 0) {
                equal++;
            }
        }
    }

    private void differ(int equal, CheckMark mark, String difference) {
        server.desk().history().remove(judge);
        String before =
                equal == 0
                        ? "it was the first one"
                        : "the one before, at "
                                + content.marks().get(equal - 1).moment()
                                + ", was equal";
        different(
                String.format(
                        "History differs at check mark %d, %s: %s; %s",
                        equal + 1, mark.moment(), difference, before));
    }

    private void different(String text) {
        Moment now = server.desk().history().moment();
        result.complete(new ReplayResult(false, text, judge.equal, now));
    }

    private void ended(Moment moment, Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(failure);
            return;
        }
        int marks = content.marks().size();
        if (judge.equal < marks) {
            different("The guest did not come to " + content.marks().get(judge.equal).moment());
            return;
        }
        String what = String.format("%d inputs, %d check marks", content.inputs().size(), marks);
        if (!content.memory().isEmpty()) {
            // Who tells the end has not closed its round yet.
            Optional<Operator.Standing> standing = server.operator().standing().join();
            while (standing.isEmpty() && !watch.isShutdown()) {
                standing = server.operator().standing().join();
            }
            Optional<Probe> probe = standing.flatMap(Operator.Standing::probe);
            List<String> memory = probe.map(Probe::memory).orElse(List.of());
            List<String> context = probe.map(Probe::context).orElse(List.of());
            if (!memory.equals(content.memory()) || !context.equals(content.context())) {
                String part = memory.equals(content.memory()) ? "contexts" : "main storage";
                different(
                        "All check marks are equal, but "
                                + part
                                + " at the end, "
                                + moment
                                + ", is not");
                return;
            }
            what += ", main storage and contexts at the end";
        }
        String text =
                content.truncated()
                        ? "Equal as far as the record goes, which breaks off at "
                        : "Equal to the end at ";
        result.complete(new ReplayResult(true, text + moment + ": " + what, marks, moment));
    }

    /** A history that differs may never come to what is next in the record. */
    private void look() {
        if (result.isDone()) {
            return;
        }
        server.starving()
                .thenAccept(
                        now -> {
                            if (now.isPresent() && now.equals(stood)) {
                                different(
                                        "History differs: the server stands still at "
                                                + now.get()
                                                + ", but the record goes on");
                            }
                            stood = now;
                        });
    }

    @Override
    public void close() {
        watch.shutdownNow();
        server.close();
        whenClosed.run();
        result.completeExceptionally(new ServerException("The replay was closed"));
    }
}
