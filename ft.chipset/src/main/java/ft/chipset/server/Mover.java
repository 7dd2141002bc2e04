package ft.chipset.server;

import ft.api.part.PartStatus;
import ft.api.server.HandOver;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.chipset.controller.view.GuestTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Moves a server, whose controllers stand still for it, to the parts that are installed now. On a
 * thread of its own, because the threads of the machine end with it.
 */
final class Mover {
    private final CurrentDescription description;
    private final LazyMachine machine;
    private final HostDesk desk;
    private final ServerRecords records;
    private final MachineParts parts;
    private final Runnable goOn;
    private volatile CompletableFuture<Machine> parked;

    /**
     * Of a server.
     *
     * @param goOn lets the controllers go on, those before or those after
     */
    Mover(
            CurrentDescription description,
            LazyMachine machine,
            HostDesk desk,
            ServerRecords records,
            MachineParts parts,
            Runnable goOn) {
        this.description = description;
        this.machine = machine;
        this.desk = desk;
        this.records = records;
        this.parts = parts;
        this.goOn = goOn;
    }

    /**
     * Has the controllers stand still for good, at the next boundary at which nothing is under way.
     *
     * @return completes with the machine that stands
     */
    CompletableFuture<Machine> park(Operator operator) {
        CompletableFuture<Machine> standing = new CompletableFuture<>();
        parked = standing;
        operator.handOver(0)
                .whenComplete(
                        (done, failure) ->
                                standing.completeExceptionally(
                                        failure == null
                                                ? new ServerException("it has moved meanwhile")
                                                : failure));
        return standing;
    }

    /** All controllers stand still. */
    void standing() {
        long begin = System.nanoTime();
        Machine old = machine.now();
        CompletableFuture<Machine> forGood = parked;
        if (forGood != null) {
            forGood.complete(old);
            return;
        }
        Thread thread =
                new Thread(() -> move(old, begin), "ft-" + description.now().name() + "-hand-over");
        thread.setDaemon(true);
        thread.start();
    }

    private void move(Machine old, long begin) {
        List<PartStatus> before = parts.all();
        try {
            machine.handOver(old);
            goOn.run();
            Duration stop = Duration.ofNanos(System.nanoTime() - begin);
            List<PartStatus> after = parts.all();
            String text = text(before, after, stop);
            long clock = desk.history().boundary().clock();
            note(clock, text);
            desk.handOvers().done(new HandOver(clock, stop, before, after, text));
        } catch (ServerException e) {
            goOn.run();
            String text = "the server was not handed over: " + e.getMessage();
            note(desk.history().boundary().clock(), text);
            desk.handOvers().failed(new ServerException(text, e));
        }
    }

    private static String text(List<PartStatus> before, List<PartStatus> after, Duration stop) {
        List<String> changes = new ArrayList<>();
        for (PartStatus now : after) {
            before.stream()
                    .filter(
                            was ->
                                    was.system() == now.system()
                                            && was.kind() == now.kind()
                                            && was.name().equals(now.name()))
                    .filter(was -> !was.version().equals(now.version()))
                    .map(was -> "%s %s to %s".formatted(now.bundle(), was.version(), now.version()))
                    .filter(change -> !changes.contains(change))
                    .forEach(changes::add);
        }
        return String.format(
                Locale.ROOT,
                "the server was handed over (%s); the guest stood still for %.1f ms",
                changes.isEmpty() ? "same versions" : String.join(", ", changes),
                stop.toNanos() / 1e6);
    }

    private void note(long clock, String text) {
        SystemStatus shown = records.status(0);
        for (int i = 0; i < description.now().systems(); i++) {
            SystemStatus each = records.status(i);
            shown = each != null && each.mode() == Mode.ACT ? each : shown;
        }
        if (shown != null) {
            records.events()
                    .add(
                            new ServerEvent(
                                    0,
                                    clock,
                                    new GuestTime(description.now()).nanos(clock),
                                    Instant.now(),
                                    shown.system(),
                                    "",
                                    null,
                                    shown.state(),
                                    shown.state(),
                                    shown.mode(),
                                    false,
                                    text));
        }
    }
}
