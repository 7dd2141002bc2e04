package ft.chipset.server;

import ft.api.crosslink.Crosslink;
import ft.api.crosslink.CrosslinkFactory;
import ft.api.fields.StateFields;
import ft.api.io.InboundPort;
import ft.api.io.IoSubsystem;
import ft.api.io.IoSubsystemFactory;
import ft.api.io.SlotDescription;
import ft.api.observer.BoundaryObserver;
import ft.api.observer.DeviceLog;
import ft.api.observer.ExecutionObserver;
import ft.api.server.DriverKind;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.chipset.controller.FtController;
import ft.chipset.controller.view.GuestTime;
import ft.chipset.snapshot.HandedState;
import ft.chipset.snapshot.SnapshotBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The machine of a server: its FT controllers, the crosslink between them and the driver that runs
 * them. Any thread.
 */
final class Machine implements AutoCloseable {
    private final ServerDescription description;
    private final HostDesk desk;
    private final Origins origins;
    private final Crosslink crosslink;
    private final List<FtController> controllers;
    private final Set<Asked<?>> asked = new LinkedHashSet<>();
    private volatile Driver driver;
    private Machine successor;

    /**
     * What its parts are made by.
     *
     * @param io the IO subsystems
     * @param crosslink the crosslink
     */
    record Origins(Part<IoSubsystemFactory> io, Part<CrosslinkFactory> crosslink) {
        /**
         * What is installed now.
         *
         * @throws ServerException with one sentence when a part is missing
         */
        static Origins installed(ServerDescription description, Parts parts)
                throws ServerException {
            parts.processor(description.processor(), ""); // is looked up again for every board
            parts.requirePolicy(description.ioMismatch()); // and for every disagreement
            return new Origins(
                    parts.io(description.io()), parts.crosslink(description.crosslink()));
        }

        /** The newest of what is installed now. */
        static Origins newest(ServerDescription description, Parts parts) throws ServerException {
            return new Origins(
                    parts.newestIo(description.io()),
                    parts.newestCrosslink(description.crosslink()));
        }

        /** Whether all of that is installed still. */
        boolean areInstalled(Parts parts) {
            return parts.isInstalled(io) && parts.isInstalled(crosslink);
        }
    }

    /** A question that was not answered yet. */
    private record Asked<T>(
            int system, Function<FtController, T> question, CompletableFuture<T> answer) {}

    private Machine(
            ServerDescription description,
            HostDesk desk,
            Origins origins,
            Crosslink crosslink,
            List<FtController> controllers) {
        this.description = description;
        this.desk = desk;
        this.origins = origins;
        this.crosslink = crosslink;
        this.controllers = List.copyOf(controllers);
    }

    /**
     * Builds a machine, without power.
     *
     * @param prepare the controllers before they begin to run; what it refuses is told
     * @throws ServerException with one sentence when the slots are wrong, or something is refused
     */
    static Machine build(
            ServerDescription description,
            Origins origins,
            HostDesk desk,
            GuestOutput output,
            Consumer<List<FtController>> prepare)
            throws ServerException {
        IoSubsystemFactory io = origins.io.service();
        Crosslink crosslink = null;
        List<FtController> controllers = new ArrayList<>();
        List<IoSubsystem> all = new ArrayList<>();
        try {
            crosslink = origins.crosslink.service().connect(description.systems());
            for (int i = 0; i < description.systems(); i++) {
                int system = i;
                controllers.add(
                        new FtController(
                                i,
                                description,
                                desk,
                                port ->
                                        join(
                                                all,
                                                ioSubsystem(
                                                        description,
                                                        system,
                                                        io,
                                                        port,
                                                        output,
                                                        desk.deviceLog())),
                                crosslink.port(i)));
            }
            prepare.accept(controllers);
        } catch (IllegalArgumentException e) {
            undo(controllers, crosslink);
            throw new ServerException(e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            undo(controllers, crosslink);
            throw new ServerException(
                    "A part of server "
                            + description.name()
                            + " failed when it was made, which is a defect in "
                            + origins.io.name()
                            + " or "
                            + origins.crosslink.name()
                            + ": "
                            + e,
                    e);
        }
        for (int i = 0; i < description.systems(); i++) {
            for (int other = 0; other < i; other++) {
                crosslink.connect(i, other, true);
            }
        }
        Machine machine = new Machine(description, desk, origins, crosslink, controllers);
        machine.run();
        return machine;
    }

    private static void undo(List<FtController> controllers, Crosslink crosslink) {
        controllers.forEach(FtController::close);
        if (crosslink != null) {
            crosslink.close();
        }
    }

    /** Has the controllers run, for the first time or again. */
    private void run() {
        Driver started =
                description.driver() == DriverKind.PARALLEL
                        ? new ParallelDriver(description.name(), desk::broken)
                        : new SequentialDriver(
                                description.name(), description.seed(), desk::broken);
        driver = started;
        started.start(controllers);
    }

    /** Puts an IO subsystem on the networks of the others. */
    private static IoSubsystem join(List<IoSubsystem> all, IoSubsystem io) {
        all.add(io);
        io.uplink(
                (network, clock, frame) -> {
                    for (IoSubsystem other : all) {
                        if (other != io) {
                            other.frame(network, clock, frame);
                        }
                    }
                });
        return io;
    }

    private static IoSubsystem ioSubsystem(
            ServerDescription description,
            int system,
            IoSubsystemFactory factory,
            InboundPort port,
            GuestOutput output,
            DeviceLog log) {
        List<SlotDescription> slots =
                description.slots().stream().filter(s -> s.ioSubsystem() == system).toList();
        long nanosPerKilocycle = new GuestTime(description).nanosPerKilocycle();
        IoSubsystem made = factory.create(system, slots, nanosPerKilocycle, port);
        made.output(
                (slot, channel, clock, data, offset, length) ->
                        output.add(slot + "/" + channel, clock, data, offset, length));
        made.log(log);
        return made;
    }

    List<FtController> controllers() {
        return controllers;
    }

    Origins origins() {
        return origins;
    }

    /**
     * Hands over who looks at what the harts execute, by system, so that they look at another
     * machine.
     *
     * @throws ServerException with one sentence if one of them holds a CPU subsystem
     */
    List<List<ExecutionObserver>> takeObservers() throws ServerException {
        for (FtController controller : controllers) {
            Optional<String> held = controller.executionObservers().holds();
            if (held.isPresent()) {
                throw new ServerException(
                        held.get() + "; let it go on before a snapshot is loaded");
            }
        }
        return controllers.stream().map(each -> each.executionObservers().takeAll()).toList();
    }

    /** Has every boundary observed; false if the driver cannot. */
    boolean observe(BoundaryObserver observer) {
        return driver.observe(observer);
    }

    /** Makes the driver look for work. */
    synchronized void wake() {
        if (successor != null) {
            successor.wake();
        } else {
            driver.wake();
        }
    }

    /** Gives an order to the controller of a system. */
    synchronized void submit(int system, long clock, long id, Record order) {
        if (successor != null) {
            successor.submit(system, clock, id, order);
            return;
        }
        controllers.get(Math.max(0, system)).submit(clock, id, order);
        driver.wake();
    }

    /** Asks a controller something, on its thread, at a boundary. */
    <T> CompletableFuture<T> ask(FtController controller, Function<FtController, T> question) {
        Asked<T> all =
                new Asked<>(controllers.indexOf(controller), question, new CompletableFuture<>());
        ask(all);
        return all.answer;
    }

    private synchronized <T> void ask(Asked<T> open) {
        if (successor != null) {
            successor.ask(open);
            return;
        }
        asked.add(open);
        FtController controller = controllers.get(open.system);
        controller.ask(
                () -> {
                    if (!forget(open)) {
                        return; // it is asked of the successor
                    }
                    try {
                        open.answer.complete(open.question.apply(controller));
                    } catch (RuntimeException e) {
                        open.answer.completeExceptionally(e);
                    }
                });
        driver.wake();
    }

    private synchronized boolean forget(Asked<?> open) {
        return asked.remove(open);
    }

    /** Asks every controller the same; the answers in the order of their systems. */
    <T> CompletableFuture<List<T>> askAll(Function<FtController, T> question) {
        List<CompletableFuture<T>> answers = new ArrayList<>();
        for (FtController controller : controllers) {
            answers.add(ask(controller, question));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    // Handing over; the controllers stand still between two rounds.

    /** Does not run the controllers any more; what comes in meanwhile waits. */
    void pause() {
        driver.close();
    }

    /** Runs them again, with the boards that they have. */
    void resume() {
        controllers.forEach(FtController::keepBoard);
        run();
    }

    /** What the controllers have, but for their CPU boards. */
    HandedState state() {
        return HandedState.of(
                controllers.stream()
                        .<Consumer<StateFields>>map(controller -> controller::handOver)
                        .toList());
    }

    /**
     * All of it, for a file.
     *
     * @param server names what the server knows beside its systems
     * @throws ServerException with one sentence when a part cannot be saved
     */
    LazyMachine.Parked parked(Consumer<StateFields> server) throws ServerException {
        SnapshotBuilder builder = new SnapshotBuilder(description.systems(), null);
        for (int i = 0; i < controllers.size(); i++) {
            builder.system(i, controllers.get(i)::handOver);
        }
        if (builder.failure() != null) {
            throw new ServerException(builder.failure().getMessage(), builder.failure());
        }
        FtController first = controllers.get(0);
        return new LazyMachine.Parked(
                builder.done(description, first.clock(), server), first.isHeld());
    }

    /** Gives the devices back, for another machine that takes them. */
    void closeIo() {
        controllers.forEach(controller -> controller.io().close());
    }

    /** Gives everything that somebody waits for, and the CPU boards, to another machine. */
    void handTo(Machine next) {
        List<Asked<?>> open;
        synchronized (this) {
            open = List.copyOf(asked);
            asked.clear();
            for (int i = 0; i < controllers.size(); i++) {
                controllers.get(i).takeBoard();
                controllers.get(i).executionObservers().takeAll();
                next.controllers.get(i).takeMail(controllers.get(i));
            }
            successor = next;
        }
        open.forEach(next::ask);
    }

    @Override
    public void close() {
        controllers.forEach(controller -> controller.executionObservers().detached());
        driver.close();
        controllers.forEach(FtController::close);
        crosslink.close();
    }
}
