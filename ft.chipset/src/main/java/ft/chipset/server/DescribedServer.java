package ft.chipset.server;

import ft.api.board.BoardMap;
import ft.api.guest.GuestProgram;
import ft.api.io.SlotStatus;
import ft.api.server.BoundaryObserver;
import ft.api.server.CopyLists;
import ft.api.server.FtServer;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.Outage;
import ft.api.server.Probe;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemCounters;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.chipset.boot.BoardLoader;
import ft.chipset.controller.FtController;
import ft.chipset.controller.Inspection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        immediate = true, // it lives as long as its configuration, not as long as somebody uses it
        configurationPid = ServerConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ServerConfig.class, factory = true)
public final class DescribedServer implements FtServer {
    private final ServerDescription description;
    private final String mistake;
    private final Parts parts;
    private final ServerRecords records = new ServerRecords();
    private final HostDesk desk;
    private final Consumer<DescribedServer> whenClosed;

    private boolean closed;
    private final Submissions submissions = new Submissions();
    private volatile Machine machine;
    private volatile Optional<GuestProgram> guest = Optional.empty();

    /** A server that a configuration describes. */
    @Activate
    public DescribedServer(
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
        whenClosed = server -> {};
    }

    DescribedServer(ServerDescription description, Parts parts) {
        this(description, parts, server -> {});
    }

    DescribedServer(
            ServerDescription description, Parts parts, Consumer<DescribedServer> whenClosed) {
        this.description = description;
        this.parts = parts;
        this.whenClosed = whenClosed;
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
    synchronized Machine build() throws ServerException {
        if (machine == null) {
            if (closed) {
                throw new ServerException("Server " + description.name() + " was closed");
            }
            if (!mistake.isEmpty()) {
                throw new ServerException(mistake);
            }
            machine = Machine.build(description, parts, desk, records.output());
        }
        return machine;
    }

    @Override
    public ServerDescription description() {
        return description;
    }

    @Override
    public void guest(GuestProgram program) throws ServerException {
        BoardLoader.check(program, BoardMap.DRAM_BASE, description.memoryBytes());
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
        Machine now;
        try {
            now = build();
            OperationCheck.check(operation, description, guest.isPresent(), strategies());
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (operation instanceof Operation.SelectStrategy select) {
            records.strategy(select.strategy());
        }
        int system = operation.system();
        if (operation instanceof Operation.PowerOn || operation instanceof Operation.Insert) {
            // The device tree is made of what is in the slots when power comes.
            return submissions.place(
                    () ->
                            now.askAll(controller -> controller.io().deviceTree())
                                    .thenAccept(
                                            trees ->
                                                    desk.devices(
                                                            trees.stream()
                                                                    .flatMap(List::stream)
                                                                    .toList())),
                    () -> order(now, clock, system, (Record) operation));
        }
        return submissions.place(() -> order(now, clock, system, (Record) operation));
    }

    private CompletableFuture<String> order(Machine now, long clock, int system, Record order) {
        HostDesk.Ticket ticket = desk.ticket();
        now.submit(system, clock, ticket.id(), order);
        return ticket.future();
    }

    @Override
    public CompletableFuture<Long> holdAt(long clock) {
        return hold(clock, now -> now.askAll(FtController::clock))
                .thenApply(clocks -> clocks.get(0)); // all have the same
    }

    @Override
    public CompletableFuture<Probe> probeAt(long clock) {
        return hold(clock, now -> now.askAll(controller -> controller.inspection().digest()))
                .thenApply(this::probe);
    }

    /** Holds the guest, and then asks the controllers something. */
    private <T> CompletableFuture<T> hold(
            long clock, Function<Machine, CompletableFuture<T>> question) {
        try {
            Machine now = build();
            return order(now, clock, 0, FtController.hold())
                    .thenCompose(held -> question.apply(now));
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Probe probe(List<Optional<Inspection.Digest>> systems) {
        List<Inspection.Digest> online =
                systems.stream()
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(Inspection.Digest::mode))
                        .toList();
        if (online.isEmpty()) {
            throw new CompletionException(
                    new ServerException("No system is online, so there is nothing to probe"));
        }
        Inspection.Digest act = online.get(0);
        return new Probe(
                act.clock(),
                act.retired(),
                online.stream().map(Inspection.Digest::memory).toList(),
                online.stream().map(Inspection.Digest::context).toList(),
                records.output().digest(),
                records.output().length());
    }

    @Override
    public void release() {
        Machine now = machine;
        if (now != null) {
            order(now, 0, 0, FtController.release());
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
            all.add(known != null ? known : unpowered(i, problem));
        }
        return all;
    }

    private static SystemStatus unpowered(int system, String problem) {
        return new SystemStatus(
                system,
                SystemState.OFF,
                Mode.SBY,
                true,
                true,
                false,
                0,
                0,
                SystemCounters.NONE,
                problem);
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
    public CompletableFuture<Optional<CopyLists>> lists() {
        Machine now = machine;
        if (now == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return now.askAll(controller -> controller.inspection().lists())
                .thenApply(
                        all ->
                                all.stream()
                                        .flatMap(Optional::stream)
                                        .findFirst()
                                        .or(records::lists));
    }

    @Override
    public List<InjectedFault> faults() {
        return records.faults();
    }

    @Override
    public List<StrategyStatus> strategies() {
        return parts.strategies(records.strategy().orElse(description.strategy()));
    }

    @Override
    public List<SlotStatus> slots() {
        try {
            return build().controllers().stream().flatMap(c -> c.io().slots().stream()).toList();
        } catch (ServerException e) {
            return description.slots().stream()
                    .map(slot -> new SlotStatus(slot, false, e.getMessage(), 0, 0, 0, 0))
                    .toList();
        }
    }

    @Override
    public List<Outage> outages() {
        return records.outages();
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
        Machine now = machine;
        if (now == null) {
            return List.of();
        }
        return now.controllers().stream()
                .flatMap(controller -> controller.io().channels().stream())
                .sorted()
                .toList();
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
        Machine now = build();
        int slash = channel.indexOf('/');
        for (FtController controller : now.controllers()) {
            if (slash > 0 && controller.io().channels().contains(channel)) {
                controller
                        .io()
                        .send(channel.substring(0, slash), channel.substring(slash + 1), data);
                now.wake();
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
        Machine now = machine;
        if (now == null || system < 0 || system >= description.systems()) {
            return CompletableFuture.failedFuture(
                    new ServerException("There is no system #" + system + " with power"));
        }
        return now.ask(now.controllers().get(system), question)
                .exceptionallyCompose(
                        e -> {
                            Throwable cause = e instanceof CompletionException ? e.getCause() : e;
                            return CompletableFuture.failedFuture(
                                    new ServerException(cause.getMessage(), cause));
                        });
    }

    @Override
    public AutoCloseable observe(BoundaryObserver observer) throws ServerException {
        Machine now = build();
        if (!now.observe(observer)) {
            throw new ServerException(
                    "Only a server with driver=SEQUENTIAL can be observed at every boundary; "
                            + description.name()
                            + " has "
                            + description.driver());
        }
        return () -> now.observe(null);
    }

    @Override
    public synchronized void close() {
        closed = true;
        whenClosed.accept(this);
        if (machine != null) {
            machine.close();
            machine = null;
            records.off();
            desk.cancelAll();
        }
    }

    /** Where the controllers are, for diagnosis. */
    @Override
    public String toString() {
        Machine now = machine;
        return description.name() + (now == null ? "" : now.controllers());
    }
}
