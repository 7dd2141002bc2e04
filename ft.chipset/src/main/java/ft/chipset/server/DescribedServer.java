package ft.chipset.server;

import ft.api.board.BoardMap;
import ft.api.guest.GuestProgram;
import ft.api.history.Moment;
import ft.api.io.SlotStatus;
import ft.api.observer.BoundaryObserver;
import ft.api.observer.DeviceLog;
import ft.api.observer.ExecutionObserver;
import ft.api.part.PartStatus;
import ft.api.server.CopyLists;
import ft.api.server.FtServer;
import ft.api.server.HandOver;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.Outage;
import ft.api.server.PolicyStatus;
import ft.api.server.Probe;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.ServerSettings;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemCounters;
import ft.api.server.SystemStatus;
import ft.api.snapshot.Snapshot;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import ft.chipset.boot.BoardLoader;
import ft.chipset.controller.FtController;
import ft.chipset.description.Descriptions;
import ft.chipset.description.ServerConfig;
import ft.chipset.snapshot.ServerSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
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
    private final CurrentDescription description;
    private final Parts parts;
    private final ServerRecords records = new ServerRecords();
    private final HostDesk desk;
    private final Consumer<DescribedServer> whenClosed;

    private final LazyMachine machine;
    private final Operator operator;
    private final GuestTrace trace;
    private final MachineParts madeOf;
    private final Mover mover;
    private final Player player;
    private final Channels channels;
    private final DescribedHistory history;
    private final ConfigurationDesk configuration;
    private InstalledParts names;
    private volatile Optional<GuestProgram> guest = Optional.empty();
    private volatile Optional<Exchange> exchange = Optional.empty();

    /** A server that a configuration describes. */
    @Activate
    public DescribedServer(
            ServerConfig defaults,
            Map<String, Object> configuration,
            BundleContext context,
            @Reference InstalledParts parts) {
        this(Described.by(configuration, defaults.ft_server()), parts, parts::forget);
        names = parts;
        try {
            parts.claim(description.now().name(), this);
            HeldServer held = new HeldServer(context, description.now().name());
            exchange = Optional.of(new Exchange(this, held, machine, desk, operator, mover));
            exchange.get().arrive();
        } catch (ServerException e) {
            this.configuration.mistake(e.getMessage());
        }
    }

    DescribedServer(ServerDescription description, Parts parts) {
        this(description, parts, server -> {});
    }

    DescribedServer(
            ServerDescription description, Parts parts, Consumer<DescribedServer> whenClosed) {
        this(new Described(description, ""), parts, whenClosed);
    }

    private DescribedServer(
            Described described, Parts parts, Consumer<DescribedServer> whenClosed) {
        description = new CurrentDescription(described.server);
        this.parts = parts;
        this.whenClosed = whenClosed;
        desk = new HostDesk(parts, description, records);
        machine = new LazyMachine(description, described.mistake, parts, desk, records.output());
        player = new Player(machine, desk);
        channels = new Channels(machine, player);
        operator = new Operator(description, machine, desk, records, player, this::strategies);
        history =
                new DescribedHistory(
                        description, parts, machine, desk, operator, player, this::reload);
        trace = new GuestTrace(description, parts, machine, records.deviceLogs());
        madeOf = new MachineParts(description, parts, machine, desk, records);
        mover = new Mover(description, machine, desk, records, madeOf, operator::saved);
        desk.onStanding(mover::standing);
        configuration = new ConfigurationDesk(description, machine, operator, history::loaded);
    }

    /**
     * What is known of a server.
     *
     * @param server its description; a standard one if that has a mistake
     * @param mistake in one sentence, or empty
     */
    private record Described(ServerDescription server, String mistake) {
        static Described by(Map<String, Object> configuration, String name) {
            try {
                return new Described(Descriptions.of(configuration), "");
            } catch (ServerException e) {
                return new Described(Descriptions.standard(name), e.getMessage());
            }
        }
    }

    /** As a component is made, of a configuration that may have a mistake. */
    static DescribedServer configured(Map<String, Object> configuration, String name, Parts parts) {
        return new DescribedServer(Described.by(configuration, name), parts, server -> {});
    }

    /** It goes on; what it can be while it runs, it is from the next boundary on. */
    @Modified
    void modified(Map<String, Object> changed) {
        try {
            if (names != null) {
                names.claim(String.valueOf(changed.get(FtServer.NAME)), this);
            }
            configuration.modified(changed);
        } catch (ServerException e) {
            configuration.refused(e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        exchange.ifPresent(Exchange::leave);
        close();
    }

    /**
     * Builds the machine, without power.
     *
     * @throws ServerException with one sentence when a part is missing or the slots are wrong
     */
    Machine build() throws ServerException {
        return machine.build();
    }

    /** What of its history is kept. */
    DescribedHistory history() {
        return history;
    }

    HostDesk desk() {
        return desk;
    }

    Operator operator() {
        return operator;
    }

    Player player() {
        return player;
    }

    /** Where it stands still though a script goes on; empty if it does not. */
    CompletableFuture<Optional<Moment>> starving() {
        Machine now = machine.now();
        if (now == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return now.askAll(FtController::starves)
                .thenApply(
                        all ->
                                all.contains(false)
                                        ? Optional.empty()
                                        : Optional.of(desk.history().moment()));
    }

    @Override
    public ServerDescription description() {
        return description.now();
    }

    @Override
    public ServerSettings settings() {
        return configuration.settings();
    }

    @Override
    public CompletableFuture<String> configure(Map<String, String> options) {
        return configuration.configure(options);
    }

    @Override
    public void guest(GuestProgram program) throws ServerException {
        BoardLoader.check(program, BoardMap.DRAM_BASE, description.now().memoryBytes());
        guest = Optional.of(program);
        desk.guest(program);
    }

    @Override
    public Optional<GuestProgram> guest() {
        return guest;
    }

    @Override
    public byte[] deviceTree() throws ServerException {
        return operator.deviceTree();
    }

    @Override
    public CompletableFuture<String> submit(Operation operation) {
        return submitAt(0, operation);
    }

    @Override
    public CompletableFuture<String> submitAt(long clock, Operation operation) {
        return operator.submit(clock, operation, guest.isPresent());
    }

    @Override
    public CompletableFuture<Long> holdAt(long clock) {
        return operator.hold(clock);
    }

    @Override
    public CompletableFuture<Probe> probeAt(long clock) {
        return operator.probe(clock);
    }

    @Override
    public void release() {
        operator.release();
    }

    @Override
    public CompletableFuture<Snapshot> saveAt(long clock) {
        return operator.save(clock);
    }

    @Override
    public void load(Snapshot snapshot) throws ServerException {
        ServerSnapshot saved = ServerSnapshot.of(snapshot);
        Descriptions.requireAlike(saved.description(), description.now());
        history.loaded();
        machine.load(saved);
        guest = desk.guest();
    }

    @Override
    public CompletableFuture<HandOver> handOverAt(long clock) {
        return operator.handOver(clock);
    }

    private void reload(Snapshot snapshot) throws ServerException {
        machine.load((ServerSnapshot) snapshot);
        guest = desk.guest();
    }

    @Override
    public AutoCloseable trace(TraceFilter filter, Consumer<TraceEvent> listener)
            throws ServerException {
        return trace.begin(filter, listener);
    }

    @Override
    public List<SystemStatus> systems() {
        String problem = machine.problem();
        List<SystemStatus> all = new ArrayList<>();
        for (int i = 0; i < description.now().systems(); i++) {
            SystemStatus known = records.status(i);
            SystemStatus shown = known != null ? known : unpowered(i, problem);
            all.add(exchange.map(each -> each.explain(shown)).orElse(shown));
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
        return records.reports().all();
    }

    @Override
    public CompletableFuture<Optional<CopyLists>> lists() {
        Machine now = machine.now();
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
        return parts.strategies(description.now().strategy());
    }

    @Override
    public List<SlotStatus> slots() {
        try {
            return build().controllers().stream().flatMap(c -> c.io().slots().stream()).toList();
        } catch (ServerException e) {
            return description.now().slots().stream()
                    .map(slot -> SlotStatus.empty(slot, e.getMessage()))
                    .toList();
        }
    }

    @Override
    public List<PolicyStatus> policies() {
        return parts.policies(description().ioMismatch());
    }

    @Override
    public List<PartStatus> parts() {
        return madeOf.all();
    }

    @Override
    public List<String> refusals() {
        Machine now = machine.now();
        return now == null
                ? List.of()
                : now.controllers().stream()
                        .flatMap(controller -> controller.io().refusals().stream())
                        .distinct()
                        .toList();
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
        return records.reports().listen(listener);
    }

    @Override
    public AutoCloseable onDeviceLog(DeviceLog log) {
        return records.deviceLogs().listen(log);
    }

    @Override
    public List<String> channels() {
        return channels.names();
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
        channels.send(channel, data);
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
        Machine now = machine.now();
        if (now == null || system < 0 || system >= description.now().systems()) {
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
        if (!machine.observe(observer)) {
            throw new ServerException(
                    "Only a server with driver=SEQUENTIAL can be observed at every boundary; "
                            + description.now().name()
                            + " has "
                            + description.now().driver());
        }
        return () -> machine.observe(null);
    }

    @Override
    public AutoCloseable observe(int system, ExecutionObserver observer) throws ServerException {
        List<FtController> controllers = build().controllers();
        if (system < 0 || system >= controllers.size()) {
            throw new ServerException(
                    "There is no system #" + system + " in server " + description.now().name());
        }
        controllers.get(system).executionObservers().add(observer);
        return () -> {
            Machine now = machine.now(); // another one than before if a snapshot was loaded
            if (now != null) {
                now.controllers().get(system).executionObservers().remove(observer);
            }
        };
    }

    @Override
    public List<String> holds() {
        Machine now = machine.now();
        return now == null
                ? List.of()
                : now.controllers().stream()
                        .map(controller -> controller.executionObservers().holds())
                        .flatMap(Optional::stream)
                        .toList();
    }

    @Override
    public void close() {
        history.close();
        whenClosed.accept(this);
        if (machine.close()) {
            records.off();
            desk.cancelAll("The server was closed");
        }
    }

    /** Where the controllers are, for diagnosis. */
    @Override
    public String toString() {
        Machine now = machine.now();
        return description.now().name() + (now == null ? "" : now.controllers());
    }
}
