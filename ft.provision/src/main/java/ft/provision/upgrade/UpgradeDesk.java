package ft.provision.upgrade;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.snapshot.SnapshotFiles;
import ft.api.upgrade.Upgradable;
import ft.api.upgrade.Upgrade;
import ft.api.upgrade.UpgradeRequest;
import ft.api.upgrade.UpgradeWay;
import ft.api.upgrade.Upgrader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Begins upgrades, one at a time. */
@Component(immediate = true) // an upgrade goes on when the console that began it is replaced
public final class UpgradeDesk implements Upgrader, Fleet {
    private final Catalogue catalogue;
    private final Shelf shelf;
    private final List<FtServer> servers = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SnapshotFiles files;

    private Optional<UpgradeRun> latest = Optional.empty();

    /** Of a framework. */
    @Activate
    public UpgradeDesk(BundleContext context) {
        catalogue = new Catalogue(context);
        // That of the framework: when this bundle is stopped, an upgrade has to find back.
        shelf =
                new FrameworkShelf(
                        context.getBundle(Constants.SYSTEM_BUNDLE_ID).getBundleContext());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addServer(FtServer server) {
        servers.add(server);
    }

    void removeServer(FtServer server) {
        servers.remove(server);
    }

    /** Nobody is left to drive it on. */
    @Deactivate
    synchronized void deactivate() {
        latest.ifPresent(UpgradeRun::cancel);
    }

    @Override
    public Optional<FtServer> server(String name) {
        return servers.stream()
                .filter(server -> server.description().name().equals(name))
                .findFirst();
    }

    @Override
    public Optional<SnapshotFiles> files() {
        return Optional.ofNullable(files);
    }

    @Override
    public List<Upgradable> bundles() {
        return catalogue.names().stream().map(this::upgradable).toList();
    }

    private Upgradable upgradable(String name) {
        Catalogue.Kind kind = catalogue.kind(name);
        List<Edition> editions = shelf.editions(name);
        String used = Plan.inUse(editions, name, shelf, servers).version();
        return new Upgradable(
                name,
                used,
                kind.way(),
                editions.stream()
                        .map(Edition::version)
                        .filter(version -> !version.equals(used))
                        .toList(),
                kind.remark());
    }

    @Override
    public synchronized Upgrade begin(UpgradeRequest request) throws ServerException {
        if (latest.isPresent() && !latest.get().result().isDone()) {
            UpgradeRun other = latest.get();
            throw new ServerException(
                    "The upgrade of "
                            + other.bundle()
                            + " to "
                            + other.to()
                            + " is under way; one at a time");
        }
        String name = request.bundle();
        if (!catalogue.names().contains(name)) {
            throw new ServerException(
                    "There is no bundle "
                            + name
                            + " that servers are made of; there is "
                            + String.join(", ", catalogue.names()));
        }
        Catalogue.Kind kind = catalogue.kind(name);
        if (kind.way() == UpgradeWay.NONE) {
            throw new ServerException(
                    name + " cannot be replaced while servers run: " + kind.remark());
        }
        List<FtServer> concerned =
                request.servers().isEmpty() ? List.copyOf(servers) : request.servers();
        UpgradeRun run = new Plan(shelf, request, kind.way(), concerned, this).make();
        latest = Optional.of(run);
        Thread thread = new Thread(run::run, "ft-upgrade " + name);
        thread.setDaemon(true);
        thread.start();
        return run;
    }

    @Override
    public synchronized Optional<Upgrade> latest() {
        return latest.map(run -> run);
    }
}
