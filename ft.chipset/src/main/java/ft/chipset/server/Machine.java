package ft.chipset.server;

import ft.api.crosslink.Crosslink;
import ft.api.crosslink.CrosslinkFactory;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The machine of a server: its FT controllers, the crosslink between them and the driver that runs
 * them. Any thread.
 */
final class Machine implements AutoCloseable {
    private final Crosslink crosslink;
    private final List<FtController> controllers;
    private final Driver driver;
    private final Origins origins;

    /**
     * What its parts were made by.
     *
     * @param io the IO subsystems
     * @param crosslink the crosslink
     */
    record Origins(Part<IoSubsystemFactory> io, Part<CrosslinkFactory> crosslink) {}

    private Machine(
            Origins origins, Crosslink crosslink, List<FtController> controllers, Driver driver) {
        this.origins = origins;
        this.crosslink = crosslink;
        this.controllers = List.copyOf(controllers);
        this.driver = driver;
    }

    /**
     * Builds a machine, without power.
     *
     * @param prepare the controllers before they begin to run; what it refuses is told
     * @throws ServerException with one sentence when a part is missing or the slots are wrong
     */
    static Machine build(
            ServerDescription description,
            Parts parts,
            HostDesk desk,
            GuestOutput output,
            Consumer<List<FtController>> prepare)
            throws ServerException {
        parts.processor(description.processor(), ""); // is looked up again whenever power comes
        Origins origins =
                new Origins(parts.io(description.io()), parts.crosslink(description.crosslink()));
        IoSubsystemFactory io = origins.io.service();
        Crosslink crosslink = origins.crosslink.service().connect(description.systems());
        List<FtController> controllers = new ArrayList<>();
        List<IoSubsystem> all = new ArrayList<>();
        try {
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
            controllers.forEach(FtController::close);
            crosslink.close();
            throw new ServerException(e.getMessage(), e);
        }
        for (int i = 0; i < description.systems(); i++) {
            for (int other = 0; other < i; other++) {
                crosslink.connect(i, other, true);
            }
        }
        Driver driver =
                description.driver() == DriverKind.PARALLEL
                        ? new ParallelDriver(description.name(), desk::broken)
                        : new SequentialDriver(
                                description.name(), description.seed(), desk::broken);
        driver.start(controllers);
        return new Machine(origins, crosslink, controllers, driver);
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
    void wake() {
        driver.wake();
    }

    /** Gives an order to the controller of a system. */
    void submit(int system, long clock, long id, Record order) {
        controllers.get(Math.max(0, system)).submit(clock, id, order);
        wake();
    }

    /** Asks a controller something, on its thread, at a boundary. */
    <T> CompletableFuture<T> ask(FtController controller, Function<FtController, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        controller.ask(
                () -> {
                    try {
                        answer.complete(question.apply(controller));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        wake();
        return answer;
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

    @Override
    public void close() {
        controllers.forEach(controller -> controller.executionObservers().detached());
        driver.close();
        controllers.forEach(FtController::close);
        crosslink.close();
    }
}
