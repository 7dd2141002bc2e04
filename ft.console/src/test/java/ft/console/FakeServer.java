package ft.console;

import ft.api.copy.MemoList;
import ft.api.guest.GuestProgram;
import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.observer.DeviceLog;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.resync.CopyScope;
import ft.api.server.CopyLists;
import ft.api.server.DriverKind;
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
import ft.api.server.TraceGranularity;
import ft.api.snapshot.Snapshot;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.api.trace.TraceEvent;
import ft.api.trace.TraceFilter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server that does at once, and in memory, what the commands ask for. */
public class FakeServer implements FtServer {
    /** What is held by somebody. */
    public List<String> holds = List.of();

    public static final ServerDescription DESCRIPTION =
            describe(new SlotDescription("uart0", 0, "ns16550a", 0x1000_0000, 0x100, 10, Map.of()));

    /** The description of a server with these slots. */
    public static ServerDescription describe(SlotDescription... slots) {
        return describe("default", 2, slots);
    }

    private static ServerDescription describe(String name, int systems, SlotDescription... slots) {
        return new ServerDescription(
                name,
                systems,
                2,
                64L << 20,
                32768,
                10,
                false,
                DriverKind.PARALLEL,
                0,
                "trace",
                true,
                "TRACE",
                64,
                TraceGranularity.PAGE,
                1024,
                768,
                0,
                10000,
                4096,
                1L << 30,
                1L << 30,
                0.25,
                false,
                false,
                0,
                "ft.cpu",
                "ft.io",
                "ft.crosslink",
                List.of(slots));
    }

    /** What was asked for, oldest first; with the clock for what was asked for later. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** What was sent into channels. */
    public final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    /** What every system has counted. */
    public SystemCounters counters = new SystemCounters(300, 42, 0, 0, 0, 0, 0);

    /** What {@link #faults()} gives. */
    public final List<InjectedFault> faults = new CopyOnWriteArrayList<>();

    /** What was traced, oldest first. */
    public final List<TraceFilter> filters = new CopyOnWriteArrayList<>();

    /** Who hears of a trace now, or null. */
    public volatile Consumer<TraceEvent> tracer;

    private final List<ServerEvent> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<ServerEvent>> eventListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<ResyncReport>> reportListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<byte[]>> outputListeners = new CopyOnWriteArrayList<>();
    private final List<ResyncReport> reports = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ServerDescription description;
    private final SystemState[] states;
    private String strategy = "trace";
    private Optional<GuestProgram> guest = Optional.empty();

    /** A server of two systems. */
    public FakeServer() {
        this(DESCRIPTION);
    }

    /** A server of some systems. */
    public FakeServer(int systems) {
        this(describe("default", systems, DESCRIPTION.slots().toArray(SlotDescription[]::new)));
    }

    /** A server of two systems that has a name. */
    public FakeServer(String name) {
        this(describe(name, 2, DESCRIPTION.slots().toArray(SlotDescription[]::new)));
    }

    private FakeServer(ServerDescription description) {
        this.description = description;
        states = new SystemState[description.systems()];
        Arrays.fill(states, SystemState.OFF);
    }

    @Override
    public ServerDescription description() {
        return description;
    }

    @Override
    public ServerSettings settings() {
        return new ServerSettings(List.of(), "");
    }

    @Override
    public CompletableFuture<String> configure(Map<String, String> options) {
        return CompletableFuture.failedFuture(new ServerException("not here"));
    }

    @Override
    public void guest(GuestProgram program) throws ServerException {
        if (program.image().length < 4 || program.image()[0] != 0x7f) {
            throw new ServerException(program.name() + " is not an ELF file.");
        }
        guest = Optional.of(program);
    }

    @Override
    public Optional<GuestProgram> guest() {
        return guest;
    }

    @Override
    public CompletableFuture<String> submit(Operation operation) {
        asked.add(words(operation));
        int system = operation.system();
        if (operation instanceof Operation.PowerOn) {
            become(0, "T101", StateEvent.SET_ACT, SystemState.ONLINE_DIVIDE);
            for (int other = 1; other < states.length; other++) {
                become(other, "T204", StateEvent.XLINK_UP, SystemState.OFFLINE);
            }
        } else if (operation instanceof Operation.PowerOff) {
            become(system, "", StateEvent.POWER_OFF, SystemState.OFF);
        } else if (operation instanceof Operation.SelectStrategy selection) {
            strategy = selection.strategy();
            if (!List.of("trace", "checksum").contains(strategy)) {
                return CompletableFuture.failedFuture(
                        new ServerException("There is no copy strategy '" + strategy + "'."));
            }
        } else if (operation instanceof Operation.Synchronize) {
            if (states[system] != SystemState.OFFLINE) {
                return CompletableFuture.failedFuture(
                        new ServerException("System #" + system + " is not Offline."));
            }
            become(0, "T115", StateEvent.CHECK_OK, SystemState.ONLINE_SYNC);
            become(system, "T211", StateEvent.CHECK_OK, SystemState.ONLINE_SYNC);
            ResyncReport report = report(reports.size() + 1);
            reports.add(report);
            reportListeners.forEach(listener -> listener.accept(report));
        }
        return CompletableFuture.completedFuture("Done: " + operation + ".");
    }

    @Override
    public CompletableFuture<String> submitAt(long clock, Operation operation) {
        asked.add(words(operation) + " at " + clock);
        return CompletableFuture.completedFuture("Done.");
    }

    @Override
    public CompletableFuture<Long> holdAt(long clock) {
        asked.add("hold at " + clock);
        return CompletableFuture.completedFuture(clock);
    }

    @Override
    public CompletableFuture<Probe> probeAt(long clock) {
        asked.add("probe at " + clock);
        return CompletableFuture.completedFuture(
                new Probe(clock, clock - 1, List.of("m0", "m1"), List.of("c0", "c1"), "o", 12));
    }

    @Override
    public void release() {
        asked.add("release");
    }

    @Override
    public CompletableFuture<Snapshot> saveAt(long clock) {
        asked.add("save at " + clock);
        return CompletableFuture.completedFuture(new FakeSnapshot(clock));
    }

    @Override
    public void load(Snapshot snapshot) {
        asked.add("load of " + snapshot.clock());
    }

    /** A snapshot with nothing in it but its clock. */
    public record FakeSnapshot(long clock) implements Snapshot {
        @Override
        public ServerDescription description() {
            return DESCRIPTION;
        }

        @Override
        public Instant taken() {
            return Instant.EPOCH;
        }

        @Override
        public long ownBytes() {
            return 4096;
        }
    }

    @Override
    public List<SystemStatus> systems() {
        List<SystemStatus> all = new ArrayList<>();
        for (int system = 0; system < states.length; system++) {
            all.add(status(system, system == 0 ? Mode.ACT : Mode.SBY));
        }
        return all;
    }

    private SystemStatus status(int system, Mode mode) {
        return new SystemStatus(
                system,
                states[system],
                mode,
                true,
                system != 1,
                true,
                12_345_678,
                9_876_543,
                counters,
                system == 1 ? "Its IO board is pulled." : "");
    }

    @Override
    public Optional<ResyncProgress> progress() {
        return Optional.empty();
    }

    @Override
    public List<InjectedFault> faults() {
        return faults;
    }

    @Override
    public List<ResyncReport> reports() {
        return reports;
    }

    @Override
    public CompletableFuture<Optional<CopyLists>> lists() {
        return CompletableFuture.completedFuture(
                reports.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new CopyLists(
                                        "checksum",
                                        0,
                                        1,
                                        false,
                                        12_345_678,
                                        16384,
                                        4096,
                                        List.of(
                                                list("35", "equal sums", 0, 16000),
                                                list("36", "different sums", 16000, 16384)))));
    }

    private static MemoList list(String name, String meaning, int from, int to) {
        BitSet pages = new BitSet();
        pages.set(from, to);
        pages.clear(from + 1);
        return new MemoList(name, meaning, pages);
    }

    @Override
    public List<StrategyStatus> strategies() {
        return List.of(
                new StrategyStatus("checksum", "P17", "ft.copy.checksum 0.1.0", is("checksum")),
                new StrategyStatus("trace", "P6", "ft.copy.trace 0.1.0", is("trace")));
    }

    private boolean is(String name) {
        return name.equals(strategy);
    }

    @Override
    public List<SlotStatus> slots() {
        SlotDescription uart =
                new SlotDescription("uart1", 1, "ns16550a", 0x1000_0000, 0x100, 10, Map.of());
        return List.of(
                new SlotStatus(uart, true, "ns16550a", "ft.io 1.0.0", "", 5, 6, 0, 0),
                new SlotStatus(
                        uart, false, "ns16550a", "", "The disk image is locked.", 0, 0, 1, 0));
    }

    @Override
    public CompletableFuture<HandOver> handOverAt(long clock) {
        return CompletableFuture.completedFuture(
                new HandOver(0, Duration.ofMillis(3), parts(), parts(), "handed over"));
    }

    @Override
    public List<PolicyStatus> policies() {
        return List.of(new PolicyStatus("TRACE", "traces", "ft.chipset 0.1.0", true));
    }

    @Override
    public List<PartStatus> parts() {
        return List.of(
                new PartStatus(
                        PartStatus.SHARED, PartKind.CROSSLINK, "", "ft.crosslink", "0.1.0", true),
                new PartStatus(1, PartKind.PROCESSOR, "", "ft.cpu", "0.1.0", false),
                new PartStatus(1, PartKind.DEVICE, "uart1", "ft.io", "0.1.0", true));
    }

    @Override
    public List<ServerEvent> events() {
        return events;
    }

    @Override
    public AutoCloseable onEvent(Consumer<ServerEvent> listener) {
        eventListeners.add(listener);
        return () -> eventListeners.remove(listener);
    }

    @Override
    public AutoCloseable onDeviceLog(DeviceLog log) {
        return () -> {};
    }

    @Override
    public AutoCloseable onReport(Consumer<ResyncReport> listener) {
        reportListeners.add(listener);
        return () -> reportListeners.remove(listener);
    }

    @Override
    public List<String> channels() {
        return List.of("uart0/serial", "uart1/serial");
    }

    @Override
    public byte[] output(String channel) {
        synchronized (output) {
            return output.toByteArray();
        }
    }

    @Override
    public AutoCloseable onOutput(String channel, Consumer<byte[]> listener) {
        outputListeners.add(listener);
        return () -> outputListeners.remove(listener);
    }

    /** The guest prints something. */
    public void print(String text) {
        synchronized (output) {
            output.writeBytes(text.getBytes());
        }
        outputListeners.forEach(listener -> listener.accept(text.getBytes()));
    }

    @Override
    public void send(String channel, byte[] data) {
        sent.writeBytes(data);
        print("<" + new String(data).strip() + ">");
    }

    /** Outages to show. */
    public final List<Outage> outages = new ArrayList<>();

    @Override
    public List<Outage> outages() {
        return outages;
    }

    @Override
    public Optional<String> guestExit() {
        return Optional.empty();
    }

    @Override
    public byte[] deviceTree() {
        // The smallest there is: a root with nothing in it.
        return ByteBuffer.allocate(72)
                .putInt(0xd00dfeed)
                .putInt(72)
                .putInt(56)
                .putInt(72)
                .putInt(40)
                .putInt(17)
                .putInt(16)
                .putInt(0)
                .putInt(0)
                .putInt(16)
                .putLong(0)
                .putLong(0)
                .putInt(1)
                .putInt(0)
                .putInt(2)
                .putInt(9)
                .array();
    }

    @Override
    public AutoCloseable trace(TraceFilter filter, Consumer<TraceEvent> listener)
            throws ServerException {
        if (tracer != null) {
            throw new ServerException("Server default is being traced already; end that first");
        }
        filters.add(filter);
        tracer = listener;
        return () -> tracer = null;
    }

    @Override
    public CompletableFuture<byte[]> memory(int system, long address, int length) {
        if (address < 0x8000_0000L) {
            return CompletableFuture.failedFuture(
                    new ServerException("Address 0x10 is outside main storage."));
        }
        byte[] data = new byte[length];
        for (int index = 0; index < length; index++) {
            data[index] = (byte) (index + 0x38);
        }
        return CompletableFuture.completedFuture(data);
    }

    @Override
    public CompletableFuture<Map<String, Long>> registers(int system, int hart) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("pc", 0x8000_0000L);
        for (int number = 0; number < 6; number++) {
            values.put("x" + number, -(long) number);
        }
        values.put("mstatus", (long) hart);
        return CompletableFuture.completedFuture(values);
    }

    @Override
    public void close() {
        asked.add("close");
    }

    @Override
    public AutoCloseable observe(ft.api.observer.BoundaryObserver observer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> holds() {
        return holds;
    }

    @Override
    public AutoCloseable observe(int system, ft.api.observer.ExecutionObserver observer) {
        throw new UnsupportedOperationException();
    }

    private void become(int system, String label, StateEvent event, SystemState state) {
        ServerEvent entry =
                new ServerEvent(
                        events.size(),
                        1000L * events.size(),
                        10_000L * events.size(),
                        Instant.EPOCH,
                        system,
                        label,
                        event,
                        states[system],
                        state,
                        system == 0 ? Mode.ACT : Mode.SBY,
                        false,
                        "because");
        states[system] = state;
        events.add(entry);
        eventListeners.forEach(listener -> listener.accept(entry));
    }

    /** A report as they come. */
    public static ResyncReport report(int number) {
        return new ResyncReport(
                number,
                "first synchronization",
                "trace",
                CopyScope.FULL,
                0,
                1,
                true,
                "",
                1,
                1000,
                1000 * 4096,
                24,
                24 * 4096,
                0,
                false,
                16384,
                4096,
                1_234_567,
                2_000_000,
                12_345_678,
                34_000_000,
                Map.of("trace entries", 24L));
    }

    private static String words(Operation operation) {
        return operation instanceof Operation.Inject inject ? inject.text() : operation.toString();
    }
}
