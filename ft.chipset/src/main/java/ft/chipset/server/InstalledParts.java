package ft.chipset.server;

import ft.api.copy.CopyStrategy;
import ft.api.cpu.CpuSubsystemFactory;
import ft.api.crosslink.CrosslinkFactory;
import ft.api.device.Device;
import ft.api.history.Historian;
import ft.api.history.Replay;
import ft.api.history.ServerHistory;
import ft.api.io.IoSubsystemFactory;
import ft.api.policy.ComparatorPolicy;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.PolicyStatus;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import ft.chipset.description.Descriptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Knows every part that is installed, and makes servers out of them. Parts come and go; a machine
 * that runs keeps what it was made of, and looks here when a board is inserted or a
 * resynchronization begins.
 */
@Component(
        service = {FtServerFactory.class, Historian.class, InstalledParts.class},
        immediate = true) // what it made lives on when nobody uses the factory any more
public final class InstalledParts implements FtServerFactory, Historian, Parts {
    private final PartList<CpuSubsystemFactory> processors = new PartList<>("processor");
    private final PartList<IoSubsystemFactory> ios = new PartList<>("io");
    private final PartList<CrosslinkFactory> crosslinks = new PartList<>("crosslink");
    private final Map<ServiceReference<?>, NamedStrategy> strategies =
            new ConcurrentSkipListMap<>();
    private final Set<DescribedServer> made = ConcurrentHashMap.newKeySet();
    private final Map<String, DescribedServer> named = new ConcurrentHashMap<>();
    private final BundleContext context;
    private final Part<?> self;
    private final KeptClasses classes;
    private final PolicyList policies;

    /** Of a framework. */
    @Activate
    public InstalledParts(BundleContext context) {
        this.context = context;
        self = Part.of(this, context.getBundle());
        classes = new KeptClasses(context);
        policies = new PolicyList(context.getBundle());
    }

    /**
     * Gives a described server its name, unless another one has it.
     *
     * @throws ServerException with one sentence if another one has it
     */
    void claim(String name, DescribedServer server) throws ServerException {
        DescribedServer owner = named.putIfAbsent(name, server);
        if (owner != null && owner != server) {
            throw new ServerException(
                    "Another server has the name '"
                            + name
                            + "' already; give this one a name of its own with "
                            + FtServer.NAME);
        }
        named.entrySet().removeIf(each -> each.getValue() == server && !each.getKey().equals(name));
    }

    /** A described server needs its name no more. */
    void forget(DescribedServer server) {
        named.values().removeIf(each -> each == server);
    }

    /** Nobody is left to run the servers that were made here. */
    @Deactivate
    void deactivate() {
        made.forEach(DescribedServer::close);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addProcessor(ServiceReference<CpuSubsystemFactory> reference, CpuSubsystemFactory part) {
        processors.add(reference, part);
    }

    void removeProcessor(ServiceReference<CpuSubsystemFactory> reference) {
        processors.remove(reference);
        classes.keep(reference.getBundle());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addIo(ServiceReference<IoSubsystemFactory> reference, IoSubsystemFactory part) {
        ios.add(reference, part);
    }

    void removeIo(ServiceReference<IoSubsystemFactory> reference) {
        ios.remove(reference);
        classes.keep(reference.getBundle());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addCrosslink(ServiceReference<CrosslinkFactory> reference, CrosslinkFactory part) {
        crosslinks.add(reference, part);
    }

    void removeCrosslink(ServiceReference<CrosslinkFactory> reference) {
        crosslinks.remove(reference);
        classes.keep(reference.getBundle());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addStrategy(ServiceReference<CopyStrategy> reference, CopyStrategy part) {
        Object name = reference.getProperty(CopyStrategy.NAME);
        if (name != null) {
            strategies.put(reference, new NamedStrategy(name.toString(), part));
        }
    }

    void removeStrategy(ServiceReference<CopyStrategy> reference) {
        strategies.remove(reference);
        classes.keep(reference.getBundle());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPolicy(ServiceReference<ComparatorPolicy> reference, ComparatorPolicy part) {
        policies.add(reference, part);
    }

    void removePolicy(ServiceReference<ComparatorPolicy> reference) {
        policies.remove(reference);
        classes.keep(reference.getBundle());
    }

    /** Of devices no more is wanted here than to hear that they go. */
    @Reference(
            service = Device.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addDevice(ServiceReference<Device> reference) {
        // It is IO subsystems that take devices.
    }

    void removeDevice(ServiceReference<Device> reference) {
        classes.keep(reference.getBundle());
    }

    @Override
    public Part<CpuSubsystemFactory> processor(String bundle, String version)
            throws ServerException {
        return processors.find(bundle, version);
    }

    @Override
    public Part<IoSubsystemFactory> io(String bundle) throws ServerException {
        return ios.find(bundle, "");
    }

    @Override
    public Part<CrosslinkFactory> crosslink(String bundle) throws ServerException {
        return crosslinks.find(bundle, "");
    }

    @Override
    public Part<IoSubsystemFactory> newestIo(String bundle) throws ServerException {
        return ios.newest(bundle);
    }

    @Override
    public Part<CrosslinkFactory> newestCrosslink(String bundle) throws ServerException {
        return crosslinks.newest(bundle);
    }

    @Override
    public Part<?> controller() {
        return self;
    }

    @Override
    public boolean isInstalled(Part<?> part) {
        return part.service() == this
                || processors.has(part)
                || ios.has(part)
                || crosslinks.has(part)
                || policies.has(part);
    }

    @Override
    public Optional<Part<ComparatorPolicy>> policy(String name) {
        return policies.find(name);
    }

    @Override
    public List<PolicyStatus> policies(String selected) {
        return policies.statuses(selected);
    }

    @Override
    public Optional<NamedStrategy> strategy(String name) {
        NamedStrategy other = null;
        for (NamedStrategy each : strategies.values()) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
            other = each; // ascending order: the highest ranking one is the last
        }
        return Optional.ofNullable(other);
    }

    @Override
    public boolean isInstalled(NamedStrategy strategy) {
        for (NamedStrategy each : strategies.values()) {
            if (each.strategy() == strategy.strategy()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<StrategyStatus> strategies(String selected) {
        return strategies.entrySet().stream()
                .map(
                        entry -> {
                            Bundle bundle = entry.getKey().getBundle();
                            String name = entry.getValue().name();
                            return new StrategyStatus(
                                    name,
                                    entry.getValue().strategy().description(),
                                    bundle == null
                                            ? ""
                                            : bundle.getSymbolicName() + " " + bundle.getVersion(),
                                    name.equals(selected));
                        })
                .sorted(java.util.Comparator.comparing(StrategyStatus::name))
                .toList();
    }

    @Override
    public FtServer create(ServerDescription description) throws ServerException {
        DescribedServer server = new DescribedServer(description, this, made::remove);
        server.build();
        made.add(server);
        return server;
    }

    @Override
    public Map<String, String> bundles(ServerDescription description, Collection<String> devices) {
        return BundleList.of(context, description, devices);
    }

    @Override
    public ServerHistory of(FtServer server) {
        if (server instanceof DescribedServer described) {
            return described.history();
        }
        throw new IllegalArgumentException(
                "Server " + server.description().name() + " was made by another bundle");
    }

    @Override
    public Replay replay(Path record, Map<String, String> options) throws ServerException {
        return RecordedServer.replay(record, options, this, made::add, made::remove);
    }

    @Override
    public ServerDescription describe(Map<String, Object> configuration) throws ServerException {
        Map<String, Object> all = Descriptions.toMap(Descriptions.standard("unnamed"));
        all.putAll(configuration);
        return Descriptions.of(all);
    }

    @Override
    public ServerDescription vary(ServerDescription base, Map<String, String> options)
            throws ServerException {
        return Descriptions.vary(base, options);
    }
}
