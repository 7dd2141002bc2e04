package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.CopyStrategy;
import ft.api.cpu.CpuSubsystemFactory;
import ft.api.crosslink.CrosslinkFactory;
import ft.api.device.Device;
import ft.api.guest.GuestCatalog;
import ft.api.guest.GuestProgram;
import ft.api.io.IoSubsystemFactory;
import ft.api.policy.ComparatorPolicy;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.PolicyStatus;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemStatus;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import ft.chipset.description.Descriptions;
import ft.copy.checksum.ContentStrategy;
import ft.copy.checksum.DemandStrategy;
import ft.copy.checksum.ExactChecksumStrategy;
import ft.copy.checksum.HybridStrategy;
import ft.copy.checksum.IterateStrategy;
import ft.copy.checksum.LiteralChecksumStrategy;
import ft.copy.checksum.StopAndCopyStrategy;
import ft.copy.checksum.ThirdSumStrategy;
import ft.copy.checksum.TrapChecksumStrategy;
import ft.copy.trace.TraceStrategy;
import ft.cpu.subsystem.RiscvProcessor;
import ft.cpu.translate.Heat;
import ft.crosslink.local.LocalCrosslinkFactory;
import ft.guest.BundledGuests;
import ft.io.block.VirtioBlock;
import ft.io.entropy.VirtioEntropy;
import ft.io.net.HostLans;
import ft.io.net.VirtioNet;
import ft.io.power.TestFinisher;
import ft.io.rtc.GoldfishRtc;
import ft.io.serial.Uart16550;
import ft.io.serial.VirtioConsole;
import ft.io.subsystem.DeviceDirectory;
import ft.io.subsystem.DeviceNeeds;
import ft.io.subsystem.DeviceProvider;
import ft.io.subsystem.SlottedIoSubsystem;
import ft.io.virtio.EmptyVirtioSlot;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The real parts, put together without a framework; nothing here stands in for a machine. */
public final class TestParts implements Parts {
    /** Ways to execute a pair, by a test's case or seed. */
    static final List<String> ENGINES =
            List.of(
                    "TRANSLATED,INTERPRETED",
                    "INTERPRETED,TRANSLATED",
                    "TRANSLATED",
                    "INTERPRETED");

    private static final String[] SLOTS = {
        "finisher# io=# device=sifive-test base=0x100000 size=0x1000",
        "rtc# io=# device=goldfish-rtc base=0x101000 size=0x1000 irq=11",
        "uart# io=# device=ns16550a base=0x10000000 size=0x100 irq=10",
        "disk# io=# device=virtio-blk base=0x10001000 size=0x1000 irq=1 memory=4MiB",
    };

    // As in a process, one for all servers: what is translated once is there for all of them. It
    // translates early, since runs are short.
    private static final CpuSubsystemFactory PROCESSOR =
            new RiscvProcessor(new Heat(1000, 50_000, 1_000_000));

    private UnaryOperator<CrosslinkFactory> wires = factory -> factory;
    private final DeviceDirectory directory = new DeviceDirectory();
    private final GuestCatalog guests = new BundledGuests();
    private final Map<String, NamedStrategy> strategies = new ConcurrentSkipListMap<>();
    private final Map<String, CpuSubsystemFactory> processors = new TreeMap<>();
    private volatile boolean isProcessorThere = true;
    private final HostLans lans = new HostLans();
    final Map<String, String> bundles = new TreeMap<>(Map.of("ft.cpu", "1.0.0"));
    private final List<String> moreSlots = new ArrayList<>();
    private final PolicyList builtIn = new PolicyList(null);
    final Map<String, ComparatorPolicy> policies = new ConcurrentSkipListMap<>();
    private long ids;
    private boolean complete;

    public TestParts() {
        device("sifive-test", TestFinisher::new);
        device("goldfish-rtc", GoldfishRtc::new);
        device("ns16550a", Uart16550::new);
        device("virtio-blk", VirtioBlock::new);
        device("virtio-empty", EmptyVirtioSlot::new);
        device("virtio-console", VirtioConsole::new);
        device("virtio-net", () -> new VirtioNet(lans));
        device("virtio-rng", VirtioEntropy::new);
        install("trace", configured(TraceStrategy.class));
        install("checksum", configured(ExactChecksumStrategy.class));
        install("checksum-literal", configured(LiteralChecksumStrategy.class));
        install("checksum-trap", configured(TrapChecksumStrategy.class));
        install("checksum-third", configured(ThirdSumStrategy.class));
        install("checksum-iterate", configured(IterateStrategy.class));
        install("checksum-hybrid", configured(HybridStrategy.class));
        install("checksum-demand", configured(DemandStrategy.class));
        install("content", configured(ContentStrategy.class));
        install("stop-and-copy", new StopAndCopyStrategy());
        complete = true;
    }

    /** A description of the default board, with options changed. */
    public ServerDescription description(String... options) throws ServerException {
        List<String> slots = new ArrayList<>();
        for (int io = 0; io < 2; io++) {
            for (String slot : SLOTS) {
                slots.add(slot.replace("#", Integer.toString(io)));
            }
        }
        slots.addAll(moreSlots);
        Map<String, Object> map = new HashMap<>(Descriptions.toMap(Descriptions.standard("test")));
        map.put("slots", slots.toArray(String[]::new));
        map.put("memory", "8MiB");
        // The comparators are the oracle of what is translated.
        map.put("engine", ENGINES.get(0));
        Map<String, String> changed = new TreeMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            changed.put(option.substring(0, equals), option.substring(equals + 1));
        }
        if (changed.containsKey("systems")) {
            map.put("systems", changed.get("systems")); // a slot may be in the last of them
        }
        return Descriptions.vary(Descriptions.of(map), changed);
    }

    public DescribedServer server(String... options) throws ServerException {
        DescribedServer server = new DescribedServer(description(options), this);
        server.build();
        return server;
    }

    public GuestProgram guest(String name, String arguments) {
        return new GuestProgram(name, guests.image(name).orElseThrow(), arguments);
    }

    public void install(String name, CopyStrategy strategy) {
        strategies.put(name, new NamedStrategy(name, strategy));
    }

    public void uninstall(String name) {
        strategies.remove(name);
    }

    public CopyStrategy installed(String name) {
        return strategies.get(name).strategy();
    }

    /** A version of the processor beside the one that is in use. */
    void processor(String version, CpuSubsystemFactory factory) {
        processors.put(version, factory);
    }

    /** Whether any processor is there. */
    void processors(boolean present) {
        isProcessorThere = present;
    }

    void withdrawProcessor(String version) {
        processors.remove(version);
    }

    /** A device of each other kind, and one for the network in each IO subsystem. */
    void networkDevices() {
        slot(
                "net0 io=0 device=virtio-net base=0x10002000 size=0x1000 irq=2 network=lan"
                        + " mac=02:46:54:00:00:02");
        slot(
                "net1 io=1 device=virtio-net base=0x10002000 size=0x1000 irq=2 network=lan"
                        + " mac=02:46:54:00:00:03");
        slot("rng0 io=0 device=virtio-rng base=0x10004000 size=0x1000 irq=4 seed=1");
        slot("console0 io=0 device=virtio-console base=0x10005000 size=0x1000 irq=5");
    }

    /** One more slot, as a description has it. */
    void slot(String line) {
        moreSlots.add(line);
    }

    /** Has all crosslinks made by another factory, which may use the one in use. */
    void crosslinks(UnaryOperator<CrosslinkFactory> other) {
        wires = other;
    }

    void withdraw(DeviceProvider provider) {
        directory.remove(provider);
    }

    DeviceProvider device(String type, Supplier<Device> maker) {
        return device(type, maker, () -> false);
    }

    /** A device whose bundle may be under way to another version when it has gone. */
    DeviceProvider device(String type, Supplier<Device> maker, BooleanSupplier mayReturn) {
        long id = ++ids;
        boolean bay = complete; // those of every board have their places
        DeviceProvider provider =
                new DeviceProvider() {
                    @Override
                    public String type() {
                        return type;
                    }

                    @Override
                    public int ranking() {
                        return 0;
                    }

                    @Override
                    public long id() {
                        return id;
                    }

                    @Override
                    public Device take() {
                        return maker.get();
                    }

                    @Override
                    public DeviceNeeds needs() {
                        return new DeviceNeeds(0, 1, false, bay, List.of(), "");
                    }

                    @Override
                    public boolean mayReturn() {
                        return mayReturn.getAsBoolean();
                    }

                    @Override
                    public void release(Device device) {
                        // made for this slot alone
                    }
                };
        directory.add(provider);
        return provider;
    }

    /** Makes a component with the default values of its configuration. */
    static <T> T configured(Class<T> component) {
        return configured(component, Map.of());
    }

    /** Makes a component with some values, by the names of their methods, and defaults. */
    static <T> T configured(Class<T> component, Map<String, ?> values) {
        Constructor<?> constructor = component.getConstructors()[0];
        Object[] arguments = new Object[constructor.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> options = constructor.getParameterTypes()[i];
            arguments[i] =
                    Proxy.newProxyInstance(
                            options.getClassLoader(),
                            new Class<?>[] {options},
                            (proxy, method, none) ->
                                    values.containsKey(method.getName())
                                            ? values.get(method.getName())
                                            : method.getDefaultValue());
        }
        try {
            return component.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Part<CpuSubsystemFactory> processor(String bundle, String version)
            throws ServerException {
        if (!isProcessorThere) {
            throw new ServerException("There is no processor");
        }
        if (version.isEmpty()) {
            return part(PROCESSOR);
        }
        CpuSubsystemFactory made = processors.get(version);
        if (made == null) {
            throw new ServerException("No active bundle " + bundle + " " + version);
        }
        return new Part<>(made, bundle, version);
    }

    @Override
    public Part<IoSubsystemFactory> io(String bundle) {
        return part(
                (number, slots, nanosPerKilocycle, port) ->
                        new SlottedIoSubsystem(
                                number,
                                slots,
                                nanosPerKilocycle,
                                port,
                                directory,
                                () -> guests.image(GuestCatalog.FIRMWARE).orElseThrow(),
                                (sentence, cause) -> System.err.println(sentence)));
    }

    @Override
    public Part<CrosslinkFactory> crosslink(String bundle) {
        return part(wires.apply(configured(LocalCrosslinkFactory.class)));
    }

    private static <T> Part<T> part(T service) {
        return new Part<>(service, "", "");
    }

    @Override
    public Optional<Part<ComparatorPolicy>> policy(String name) {
        ComparatorPolicy own = policies.get(name);
        return own == null ? builtIn.find(name) : Optional.of(part(own));
    }

    @Override
    public List<PolicyStatus> policies(String selected) {
        return builtIn.statuses(selected);
    }

    @Override
    public Part<?> controller() {
        return part(this);
    }

    @Override
    public boolean isInstalled(Part<?> part) {
        return true;
    }

    @Override
    public Optional<NamedStrategy> strategy(String name) {
        NamedStrategy named = strategies.get(name);
        return named != null ? Optional.of(named) : Optional.ofNullable(strategies.get("trace"));
    }

    @Override
    public boolean isInstalled(NamedStrategy strategy) {
        return strategies.containsValue(strategy);
    }

    @Override
    public Map<String, String> bundles(ServerDescription description, Collection<String> devices) {
        return Map.copyOf(bundles);
    }

    @Override
    public List<StrategyStatus> strategies(String selected) {
        return strategies.values().stream()
                .map(
                        s ->
                                new StrategyStatus(
                                        s.name(),
                                        s.strategy().description(),
                                        "",
                                        s.name().equals(selected)))
                .toList();
    }

    /**
     * Lets a guest that is held run on to a clock, which has to be later: for one that is over it
     * would be held at once, and then released.
     */
    static Probe goOn(FtServer server, long clock) throws Exception {
        assertThat(server.systems())
                .extracting(SystemStatus::clock)
                .allMatch(reached -> reached < clock, "is before " + clock);
        CompletableFuture<Probe> held = server.probeAt(clock);
        server.release(); // only now, or it might run past where it is to be held
        return held.get(200, TimeUnit.SECONDS);
    }

    /**
     * Powers everything on and runs to a clock. The hold is asked for first: a guest runs as soon
     * as it has power, and might be past the clock before a busy host comes to ask.
     */
    public static Probe powerOnTo(FtServer server, long clock) throws Exception {
        CompletableFuture<Probe> held = server.probeAt(clock);
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        return held.get(200, TimeUnit.SECONDS);
    }

    /** The same without looking at main storage. */
    public static long powerOnHeldAt(FtServer server, long clock) throws Exception {
        CompletableFuture<Long> held = server.holdAt(clock);
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        return held.get(200, TimeUnit.SECONDS);
    }
}
