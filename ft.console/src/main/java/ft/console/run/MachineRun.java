package ft.console.run;

import ft.api.guest.GuestProgram;
import ft.api.io.SlotStatus;
import ft.api.server.FtServer;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemStatus;
import ft.api.snapshot.Snapshot;
import ft.api.snapshot.SnapshotFiles;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.console.command.Listening;
import ft.console.command.SnapshotTransfer;
import ft.console.command.Waiting;
import ft.console.run.RunOptions.Scheduled;
import ft.console.symbols.SymbolFile;
import ft.console.symbols.SymbolTable;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.trace.TraceLog;
import ft.console.trace.TraceRequest;
import ft.console.trace.TraceView;
import ft.console.view.Timeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a guest on a server from power on to its end. */
final class MachineRun {
    /** How a run ends that its user ends. */
    static final String UNTIL = "until";

    private static final long ALL = Long.MAX_VALUE;

    /** Columns of a timeline, as every terminal has them. */
    private static final int WIDTH = 80;

    private static final long LOOK_EVERY_MILLIS = 10;

    /** A host with much else to do has let a run that was fine stand for more than ten seconds. */
    private static final long STANDSTILL_MILLIS = 60_000;

    private final FtServer server;
    private final SnapshotFiles snapshots;
    private final Screen screen;
    private final BlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<String>> scheduled = new ArrayList<>();
    private GuestInput input;
    private TraceLog trace;
    private boolean refused;
    private long lastClock = -1;
    private long lastMove;

    MachineRun(FtServer server, SnapshotFiles snapshots, Screen screen) {
        this.server = server;
        this.snapshots = snapshots;
        this.screen = screen;
    }

    /**
     * Runs to the end.
     *
     * @param guest that is booted; null if a snapshot has it
     * @param fixed what the guest reads from its first boundary on
     * @param typed what comes later, or null if nobody types
     * @param verdict the result that the guest leaves in main storage, or null
     */
    Digests run(
            GuestProgram guest, RunOptions options, byte[] fixed, GuestInput typed, Verdict verdict)
            throws Problem, InterruptedException {
        String channel = channel(options.console());
        try (Listening onEvent = new Listening(server.onEvent(events::add));
                Listening onOutput = new Listening(server.onOutput(channel, screen::guest))) {
            checkSlots(options);
            boolean loaded = options.snapshots().load().isPresent();
            if (loaded) {
                load(Path.of(options.snapshots().load().get()), channel);
            } else {
                boot(guest);
            }
            checkStrategy(options);
            for (Scheduled each : options.schedule()) {
                scheduled.add(server.submitAt(each.clock(), each.operation()));
            }
            trace = trace(options);
            CompletableFuture<Long> first = loaded || fixed.length == 0 ? null : server.holdAt(1);
            CompletableFuture<Long> end = until(options.until());
            if (!loaded) {
                powerOn();
            }
            if (first != null) {
                Waiting.done(first);
            }
            if (fixed.length > 0) {
                send(channel, fixed);
            }
            if (loaded || first != null) {
                server.release();
            }
            if (typed != null) {
                input = typed;
                typed.attach(data -> type(channel, data));
            }
            String exit = await(end);
            Probe probe = probe();
            if (options.snapshots().save().isPresent()) {
                save(Path.of(options.snapshots().save().get()));
            }
            if (verdict != null) {
                verdict.save(server, active().system());
            }
            screen.rest(server.output(channel));
            showEvents();
            showArmedFaults();
            if (options.timeline()) {
                int systems = server.description().systems();
                screen.timeline(Timeline.of(server.events(), systems, -1, ALL, WIDTH));
            }
            return new Digests(exit, probe, isInStep(), Map.of());
        } finally {
            if (trace != null) {
                trace.close();
                screen.say("trace: " + TraceView.of(trace, 0));
            }
        }
    }

    /** Begins the trace that was asked for, before there is power; null if there is none. */
    private TraceLog trace(RunOptions options) throws Problem {
        if (options.aids().trace().isEmpty()) {
            return null;
        }
        GuestProgram guest =
                server.guest().orElseThrow(() -> new Problem("There is no guest to trace."));
        SymbolTable symbols = SymbolFile.of(guest.name(), guest.image());
        List<SymbolTable> tables = symbols.size() == 0 ? List.of() : List.of(symbols);
        TraceRequest request =
                TraceRequest.take(
                        Arguments.of(
                                "--trace",
                                "./ft run --help shows how",
                                options.aids().trace().get()),
                        server.description().systems(),
                        tables);
        return TraceLog.begin(server, request, tables, Path.of("").toAbsolutePath(), System.err);
    }

    /** Whether something was refused of what was asked to be done at some clock. */
    boolean refused() {
        return refused;
    }

    /** The channel that goes to the screen. */
    private String channel(Optional<String> wanted) throws Problem {
        List<String> channels = server.channels();
        if (channels.isEmpty()) {
            throw new Problem("The server has no device with a channel to the outside.");
        }
        String channel = wanted.orElse(channels.get(0));
        if (!channels.contains(channel)) {
            throw new Problem(
                    "There is no channel '"
                            + channel
                            + "'; the channels are "
                            + String.join(", ", channels)
                            + ".");
        }
        return channel;
    }

    private void boot(GuestProgram guest) throws Problem {
        try {
            server.guest(guest);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    /** Makes the server what it was in a file, and held; its output until then is not shown. */
    private void load(Path file, String channel) throws Problem {
        long clock = SnapshotTransfer.load(snapshots, server, file, System.err);
        screen.passOver(server.output(channel).length);
        screen.say("goes on from clock " + clock);
    }

    private void save(Path file) throws Problem, InterruptedException {
        Snapshot snapshot = Waiting.done(server.saveAt(0));
        SnapshotTransfer.write(snapshots, snapshot, file, System.err);
        screen.say("clock " + snapshot.clock() + " is in " + file);
    }

    /** A disk that was asked for must be there; the guest may do without anything else. */
    private void checkSlots(RunOptions options) throws Problem {
        for (SlotStatus slot : server.slots()) {
            if (options.disks().containsKey(slot.slot().name()) && !slot.problem().isEmpty()) {
                throw new Problem(slot.problem());
            }
            if (!slot.problem().isEmpty()) {
                screen.complain(slot.problem());
            }
        }
    }

    private void checkStrategy(RunOptions options) throws Problem {
        String wanted = options.changes().get("strategy");
        List<String> known = server.strategies().stream().map(StrategyStatus::name).toList();
        if (wanted != null && !known.contains(wanted)) {
            throw new Problem(
                    "There is no copy strategy '"
                            + wanted
                            + "'; the installed ones are "
                            + String.join(", ", known)
                            + ".");
        }
    }

    private CompletableFuture<Long> until(OptionalLong clock) {
        return clock.isPresent() ? server.holdAt(clock.getAsLong()) : new CompletableFuture<>();
    }

    private void powerOn() throws Problem, InterruptedException {
        Waiting.done(server.submit(new Operation.PowerOn(Operation.ALL)));
    }

    private void type(String channel, byte[] data) {
        try {
            server.send(channel, data);
        } catch (ServerException e) {
            screen.say(e.getMessage());
        }
    }

    private void send(String channel, byte[] data) throws Problem {
        try {
            server.send(channel, data);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private String await(CompletableFuture<Long> end) throws Problem, InterruptedException {
        while (true) {
            showEvents();
            showRefusals();
            Optional<String> exit = server.guestExit();
            if (exit.isPresent()) {
                return exit.get();
            }
            if (end.isDone()) {
                Waiting.done(end);
                return UNTIL;
            }
            failIfStuck();
            ServerEvent event = events.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (event != null) {
                screen.event(event);
            }
        }
    }

    private void showEvents() {
        for (ServerEvent event = events.poll(); event != null; event = events.poll()) {
            screen.event(event);
        }
    }

    /** A fault that was asked for and did not strike is no fault that was tolerated. */
    private void showArmedFaults() {
        for (InjectedFault each : server.faults()) {
            if (!each.hasStruck()) {
                String text = each.fault().text() + "@" + each.trigger().text();
                screen.say("still armed at the end: " + text);
            }
        }
    }

    private void showRefusals() throws InterruptedException {
        for (var each = scheduled.iterator(); each.hasNext(); ) {
            CompletableFuture<String> result = each.next();
            if (!result.isDone()) {
                continue;
            }
            each.remove();
            try {
                result.get();
            } catch (ExecutionException e) {
                refused = true;
                screen.complain(e.getCause().getMessage());
            }
        }
    }

    /** A guest is stuck when it says so, or when its clock stands and nothing can move it. */
    private void failIfStuck() throws Stuck {
        SystemStatus active = active();
        if (active == null) {
            return;
        }
        if (!active.problem().isEmpty()) {
            throw new Stuck(active.problem());
        }
        long now = System.nanoTime();
        if (active.clock() != lastClock
                || server.progress().isPresent()
                || !server.holds().isEmpty()
                || mayBeTyped()) {
            lastClock = active.clock();
            lastMove = now;
        } else if (now - lastMove > TimeUnit.MILLISECONDS.toNanos(STANDSTILL_MILLIS)) {
            throw new Stuck(
                    "The guest waits at clock "
                            + active.clock()
                            + " for an interrupt that nothing can raise any more.");
        }
    }

    private boolean isInStep() {
        return server.systems().stream()
                .filter(system -> system.state().isOnline())
                .allMatch(system -> system.state() == SystemState.ONLINE_SYNC);
    }

    private boolean mayBeTyped() {
        return input != null && !input.ended();
    }

    private SystemStatus active() {
        for (SystemStatus system : server.systems()) {
            if (system.state().isOnline() && system.mode() == Mode.ACT) {
                return system;
            }
        }
        return null;
    }

    private Probe probe() throws Problem, InterruptedException {
        try {
            return server.probeAt(0).get(STANDSTILL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Problem(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new Problem("The server did not reach another boundary after the end.", e);
        }
    }

    /** The guest cannot make progress any more. */
    static final class Stuck extends Problem {
        private static final long serialVersionUID = 1L;

        Stuck(String sentence) {
            super(sentence);
        }
    }
}
