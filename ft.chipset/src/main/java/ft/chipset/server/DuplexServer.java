package ft.chipset.server;

import ft.api.board.DeviceTreeNode;
import ft.api.crosslink.Crosslink;
import ft.api.guest.GuestProgram;
import ft.api.io.IoSubsystem;
import ft.api.io.IoSubsystemFactory;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.server.Board;
import ft.api.server.DriverKind;
import ft.api.server.Fault;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.chipset.boot.ElfImage;
import ft.chipset.controller.FtController;
import ft.chipset.controller.GuestTime;
import ft.chipset.controller.Inspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A server: its FT controllers, the driver that runs them, and what the outside sees of them. There
 * is one for each configuration of the factory PID {@code ft.server}, and one for each call of
 * {@link InstalledParts#create}.
 *
 * <p>The machine is built when it is first needed, so that it does not matter in which order
 * bundles start; and a description with a mistake makes a server that answers everything with the
 * sentence that says so, instead of none.
 */
@Component(
        service = FtServer.class,
        configurationPid = ServerConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ServerConfig.class, factory = true)
public final class DuplexServer implements FtServer {
    private final ServerDescription description;
    private final String mistake;
    private final Parts parts;
    private final ServerRecords records = new ServerRecords();
    private final HostDesk desk;

    private boolean closed;
    private Crosslink crosslink;
    private Driver driver;
    private volatile List<FtController> controllers = List.of();
    private volatile Optional<GuestProgram> guest = Optional.empty();

    /** A server that a configuration describes. */
    @Activate
    public DuplexServer(
            ServerConfig defaults,
            Map<String, Object> configuration,
            @Reference InstalledParts parts) {
        ServerDescription read = null;
        String problem = "";
        try {
            read = Descriptions.of(configuration);
        } catch (ServerException e) {
            problem = e.getMessage();
            read = Descriptions.standard(defaults.ft_server());
        }
        description = read;
        mistake = problem;
        this.parts = parts;
        desk = new HostDesk(parts, description, records);
    }

    DuplexServer(ServerDescription description, Parts parts) {
        this.description = description;
        this.parts = parts;
        mistake = "";
        desk = new HostDesk(parts, description, records);
    }

    @Deactivate
    void deactivate() {
        close();
    }

    /**
     * Builds the machine, without power.
     *
     * @throws ServerException with one sentence when a part is missing or the slots are wrong
     */
    synchronized void build() throws ServerException {
        if (!controllers.isEmpty()) {
            return;
        }
        if (closed) {
            throw new ServerException("Server " + description.name() + " was closed");
        }
        if (!mistake.isEmpty()) {
            throw new ServerException(mistake);
        }
        parts.processor(description.processor());
        IoSubsystemFactory ioFactory = parts.io(description.io());
        Crosslink wires = parts.crosslink(description.crosslink()).connect(description.systems());
        long nanosPerKilocycle = new GuestTime(description).nanosPerKilocycle();
        List<FtController> built = new ArrayList<>();
        try {
            for (int i = 0; i < description.systems(); i++) {
                int system = i;
                Function<ft.api.io.InboundPort, IoSubsystem> io =
                        port -> {
                            IoSubsystem made =
                                    ioFactory.create(
                                            system, slotsOf(system), nanosPerKilocycle, port);
                            made.output(
                                    (slot, channel, clock, data, offset, length) ->
                                            records.output()
                                                    .add(
                                                            slot + "/" + channel,
                                                            clock,
                                                            data,
                                                            offset,
                                                            length));
                            return made;
                        };
                built.add(new FtController(i, description, desk, io, wires.port(i)));
            }
        } catch (IllegalArgumentException e) {
            built.forEach(FtController::close);
            wires.close();
            throw new ServerException(e.getMessage(), e);
        }
        for (int i = 0; i < description.systems(); i++) {
            for (int other = 0; other < i; other++) {
                wires.connect(i, other, true);
            }
        }
        crosslink = wires;
        controllers = List.copyOf(built);
        driver =
                description.driver() == DriverKind.PARALLEL
                        ? new ParallelDriver(description.name(), desk::broken)
                        : new SequentialDriver(
                                description.name(), description.seed(), desk::broken);
        driver.start(controllers);
    }

    private List<SlotDescription> slotsOf(int system) {
        return description.slots().stream().filter(s -> s.ioSubsystem() == system).toList();
    }

    @Override
    public ServerDescription description() {
        return description;
    }

    @Override
    public void guest(GuestProgram program) throws ServerException {
        ElfImage image = ElfImage.parse(program.name(), program.image());
        image.requireFit(
                program.name(), ft.api.board.BoardMap.DRAM_BASE, description.memoryBytes());
        guest = Optional.of(program);
        desk.guest(program);
    }

    @Override
    public Optional<GuestProgram> guest() {
        return guest;
    }

    @Override
    public CompletableFuture<String> submit(Operation operation) {
        return submitAt(0, operation);
    }

    @Override
    public CompletableFuture<String> submitAt(long clock, Operation operation) {
        try {
            build();
            check(operation);
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (operation instanceof Operation.PowerOn || operation instanceof Operation.Insert) {
            return deviceTrees()
                    .thenCompose(ready -> order(clock, operation.system(), (Record) operation));
        }
        return order(clock, operation.system(), (Record) operation);
    }

    private void check(Operation operation) throws ServerException {
        boolean all =
                operation.system() == Operation.ALL
                        && (operation instanceof Operation.PowerOn
                                || operation instanceof Operation.PowerOff);
        if (!all && (operation.system() < 0 || operation.system() >= description.systems())) {
            throw new ServerException(
                    "There is no system #"
                            + operation.system()
                            + "; this server has #0 to #"
                            + (description.systems() - 1));
        }
        boolean boots =
                operation instanceof Operation.PowerOn
                        || operation instanceof Operation.Insert insert
                                && insert.board() == Board.CPU;
        if (boots && guest.isEmpty()) {
            throw new ServerException("There is no guest to boot; set one with ft:guest first");
        }
        if (operation instanceof Operation.SelectStrategy select) {
            List<StrategyStatus> known = strategies();
            if (known.stream().noneMatch(s -> s.name().equals(select.strategy()))) {
                throw new ServerException(
                        "No installed bundle provides a copy strategy '"
                                + select.strategy()
                                + "'; there is "
                                + String.join(
                                        ", ", known.stream().map(StrategyStatus::name).toList()));
            }
            records.strategy(select.strategy());
        }
        if (operation instanceof Operation.Inject inject) {
            check(inject.fault());
        }
    }

    private static void check(Fault fault) throws ServerException {
        if (fault instanceof Fault.RegisterFlip flip && (flip.bit() < 0 || flip.bit() > 63)) {
            throw new ServerException("A register has bits 0 to 63, not " + flip.bit());
        }
        if (fault instanceof Fault.MemoryFlip flip && (flip.bit() < 0 || flip.bit() > 7)) {
            throw new ServerException("A byte has bits 0 to 7, not " + flip.bit());
        }
        if (fault instanceof Fault.CopyFailure failure && failure.pages() < 0) {
            throw new ServerException("A copy cannot fail after " + failure.pages() + " pages");
        }
    }

    private CompletableFuture<String> order(long clock, int system, Record order) {
        HostDesk.Ticket ticket = desk.ticket();
        controllers.get(Math.max(0, system)).submit(clock, ticket.id(), order);
        driver.wake();
        return ticket.future();
    }

    /** The device tree is made of what is in the slots when power comes. */
    private CompletableFuture<Void> deviceTrees() {
        List<CompletableFuture<List<DeviceTreeNode>>> trees = new ArrayList<>();
        for (FtController controller : controllers) {
            trees.add(ask(controller, c -> c.io().deviceTree()));
        }
        return CompletableFuture.allOf(trees.toArray(CompletableFuture[]::new))
                .thenRun(
                        () ->
                                desk.devices(
                                        trees.stream()
                                                .flatMap(tree -> tree.join().stream())
                                                .toList()));
    }

    private <T> CompletableFuture<T> ask(
            FtController controller, Function<FtController, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        controller.ask(
                () -> {
                    try {
                        answer.complete(question.apply(controller));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        driver.wake();
        return answer;
    }

    @Override
    public CompletableFuture<Probe> holdAt(long clock) {
        try {
            build();
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
        return order(clock, 0, FtController.hold()).thenCompose(held -> probe());
    }

    private CompletableFuture<Probe> probe() {
        List<CompletableFuture<Optional<Inspection.Digest>>> parts = new ArrayList<>();
        for (FtController controller : controllers) {
            parts.add(ask(controller, c -> c.inspection().digest()));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(
                        all -> {
                            List<Inspection.Digest> online =
                                    parts.stream()
                                            .flatMap(part -> part.join().stream())
                                            .sorted(
                                                    java.util.Comparator.comparing(
                                                            Inspection.Digest::mode))
                                            .toList();
                            if (online.isEmpty()) {
                                throw new CompletionException(
                                        new ServerException(
                                                "No system is online, so there is nothing to"
                                                        + " probe"));
                            }
                            Inspection.Digest act = online.get(0);
                            return new Probe(
                                    act.clock(),
                                    act.retired(),
                                    online.stream().map(Inspection.Digest::memory).toList(),
                                    online.stream().map(Inspection.Digest::context).toList(),
                                    records.output().digest(),
                                    records.output().length());
                        });
    }

    @Override
    public void release() {
        if (!controllers.isEmpty()) {
            order(0, 0, FtController.release());
        }
    }

    @Override
    public List<SystemStatus> systems() {
        String problem = mistake;
        if (problem.isEmpty()) {
            try {
                build();
            } catch (ServerException e) {
                problem = e.getMessage();
            }
        }
        List<SystemStatus> all = new ArrayList<>();
        for (int i = 0; i < description.systems(); i++) {
            SystemStatus known = records.status(i);
            all.add(
                    known != null
                            ? known
                            : new SystemStatus(
                                    i,
                                    SystemState.OFF,
                                    Mode.SBY,
                                    true,
                                    true,
                                    false,
                                    0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    problem));
        }
        return all;
    }

    @Override
    public Optional<ResyncProgress> progress() {
        return records.progress();
    }

    @Override
    public List<ResyncReport> reports() {
        return records.reports();
    }

    @Override
    public List<StrategyStatus> strategies() {
        return parts.strategies(records.strategy().orElse(description.strategy()));
    }

    @Override
    public List<SlotStatus> slots() {
        try {
            build();
        } catch (ServerException e) {
            return description.slots().stream()
                    .map(slot -> new SlotStatus(slot, false, e.getMessage(), 0, 0, 0, 0))
                    .toList();
        }
        return controllers.stream().flatMap(c -> c.io().slots().stream()).toList();
    }

    @Override
    public List<ServerEvent> events() {
        return records.events().all();
    }

    @Override
    public AutoCloseable onEvent(Consumer<ServerEvent> listener) {
        return records.events().listen(listener);
    }

    @Override
    public AutoCloseable onReport(Consumer<ResyncReport> listener) {
        return records.onReport(listener);
    }

    @Override
    public List<String> channels() {
        TreeSet<String> names = new TreeSet<>();
        for (FtController controller : controllers) {
            names.addAll(controller.io().channels());
        }
        return List.copyOf(names);
    }

    @Override
    public byte[] output(String channel) {
        return records.output().kept(channel);
    }

    @Override
    public AutoCloseable onOutput(String channel, Consumer<byte[]> listener) {
        return records.output().listen(channel, listener);
    }

    @Override
    public void send(String channel, byte[] data) throws ServerException {
        build();
        int slash = channel.indexOf('/');
        for (FtController controller : controllers) {
            if (slash > 0 && controller.io().channels().contains(channel)) {
                controller
                        .io()
                        .send(channel.substring(0, slash), channel.substring(slash + 1), data);
                driver.wake();
                return;
            }
        }
        throw new ServerException(
                "There is no channel '" + channel + "'; there is " + String.join(", ", channels()));
    }

    @Override
    public Optional<String> guestExit() {
        return records.guestExit();
    }

    @Override
    public CompletableFuture<byte[]> memory(int system, long address, int length) {
        return inquire(system, controller -> controller.inspection().memory(address, length));
    }

    @Override
    public CompletableFuture<Map<String, Long>> registers(int system, int hart) {
        return inquire(system, controller -> controller.inspection().registers(hart));
    }

    private <T> CompletableFuture<T> inquire(int system, Function<FtController, T> question) {
        if (system < 0 || system >= controllers.size()) {
            return CompletableFuture.failedFuture(
                    new ServerException("There is no system #" + system + " with power"));
        }
        return ask(controllers.get(system), question)
                .exceptionallyCompose(
                        e -> {
                            Throwable cause = e instanceof CompletionException ? e.getCause() : e;
                            return CompletableFuture.failedFuture(
                                    new ServerException(cause.getMessage(), cause));
                        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (driver != null) {
            driver.close();
            controllers.forEach(FtController::close);
            crosslink.close();
            desk.cancelAll();
            driver = null;
            controllers = List.of();
        }
    }

    /** Where the controllers are, for diagnosis. */
    @Override
    public String toString() {
        return description.name() + controllers;
    }
}
