package ft.chipset.server;

import ft.api.history.Moment;
import ft.api.history.PastStatus;
import ft.api.history.Recording;
import ft.api.history.ServerHistory;
import ft.api.io.SlotDescription;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.chipset.description.Descriptions;
import ft.chipset.description.SlotLines;
import ft.chipset.record.RecordHead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** What is kept of the history of a described server. Any thread. */
final class DescribedHistory implements ServerHistory {
    private static final long LONGEST_ANSWER_SECONDS = 2;

    private final CurrentDescription description;
    private final Parts parts;
    private final LazyMachine machine;
    private final HostDesk desk;
    private final Operator operator;
    private final Player player;
    private final Reload reload;
    private final Object rewinding = new Object();
    private Optional<ServerPast> past = Optional.empty();
    private Optional<FileRecording> recording = Optional.empty();

    /** Makes a server what it was. */
    @FunctionalInterface
    interface Reload {
        /** Loads a snapshot of it. */
        void load(Snapshot snapshot) throws ServerException;
    }

    DescribedHistory(
            CurrentDescription description,
            Parts parts,
            LazyMachine machine,
            HostDesk desk,
            Operator operator,
            Player player,
            Reload reload) {
        this.description = description;
        this.parts = parts;
        this.machine = machine;
        this.desk = desk;
        this.operator = operator;
        this.player = player;
        this.reload = reload;
    }

    @Override
    public synchronized Recording record(Path file) throws ServerException {
        if (recording().isPresent()) {
            throw new ServerException(
                    "Server "
                            + description.now().name()
                            + " is recorded to "
                            + recording.get().file()
                            + " already; end that first");
        }
        machine.build();
        if (!desk.history().isUntouched()) {
            throw new ServerException(
                    "A record begins before the first power-on, and server "
                            + description.now().name()
                            + " has run already; ./ft run --record FILE records one from its begin");
        }
        try {
            FileRecording begun = new FileRecording(file, head(), desk, this::standing);
            recording = Optional.of(begun);
            desk.history().add(begun);
            return begun;
        } catch (IOException e) {
            throw new ServerException("The record " + file + " cannot be written: " + e, e);
        }
    }

    /** One that does not answer has failed, and does not stand still. */
    private Optional<Operator.Standing> standing() {
        return operator.standing()
                .completeOnTimeout(Optional.empty(), LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private RecordHead head() throws ServerException {
        Map<String, Path> images = new TreeMap<>();
        for (SlotDescription slot : description.now().slots()) {
            String image = slot.options().get(RecordedServer.IMAGE);
            if (image != null) {
                images.put(slot.name(), Path.of(image));
            }
        }
        Map<String, String> options = new TreeMap<>();
        Descriptions.toMap(description.now())
                .forEach(
                        (name, value) -> {
                            if (!name.equals(RecordedServer.SLOTS)) {
                                options.put(name, value.toString());
                            }
                        });
        return new RecordHead(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                parts.bundles(description.now(), List.of()),
                options,
                description.now().slots().stream().map(SlotLines::write).toList(),
                images);
    }

    @Override
    public synchronized Optional<Recording> recording() {
        return recording.filter(each -> !each.hasEnded()).map(each -> each);
    }

    /** The server is about to be closed. */
    void close() {
        recording().ifPresent(Recording::close);
    }

    @Override
    public synchronized void keepPast(long cycles, long bytes) throws ServerException {
        machine.build();
        forgetPast();
        ServerPast begun = new ServerPast(desk.history(), () -> operator.save(0), cycles, bytes);
        past = Optional.of(begun);
        desk.history().add(begun);
        begun.take();
    }

    @Override
    public synchronized void forgetPast() {
        past.ifPresent(desk.history()::remove);
        past = Optional.empty();
    }

    @Override
    public synchronized Optional<PastStatus> past() {
        return past.map(ServerPast::status);
    }

    @Override
    public CompletableFuture<Long> rewind(long clock) {
        Optional<ServerPast> kept;
        synchronized (this) {
            kept = past;
        }
        if (kept.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new ServerException("The server keeps no past to go back to"));
        }
        // Not on a thread of the server, which ends when a snapshot is loaded.
        return operator.hold(0).thenApplyAsync(now -> rewind(kept.get(), clock, now));
    }

    private long rewind(ServerPast kept, long clock, long now) {
        if (clock >= now) {
            return now;
        }
        synchronized (rewinding) {
            try {
                Moment here = desk.history().moment();
                long boundary = clock / description.now().quantum() * description.now().quantum();
                Moment target = kept.lastAt(new Moment(here.boot(), boundary, 0));
                ServerPast.Way way = kept.way(target);
                close(); // a record goes forward only
                kept.sleep();
                desk.mute(true);
                try {
                    reload.load(way.from());
                    player.play(way.script(), new Answers(desk.programs(), way.script().inputs()))
                            .join();
                } finally {
                    desk.mute(false);
                    kept.wake(desk.history().moment());
                }
                return desk.history().moment().clock();
            } catch (ServerException e) {
                throw new CompletionException(e);
            }
        }
    }

    /** Another past begins. */
    synchronized void loaded() {
        close();
        if (past.isPresent()) {
            forgetPast();
        }
    }
}
