package ft.provision.upgrade;

import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.api.upgrade.UpgradeRequest;
import ft.api.upgrade.UpgradeWay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.osgi.framework.Version;

/** Finds out what is to be done, and refuses what cannot be begun. */
final class Plan {
    private final Shelf shelf;
    private final Fleet fleet;
    private final UpgradeRequest request;
    private final UpgradeWay way;
    private final List<FtServer> given;
    private final List<FtServer> concerned;
    private final List<Edition> editions;
    private final List<RollingServer> rolling = new ArrayList<>();

    Plan(Shelf shelf, UpgradeRequest request, UpgradeWay way, List<FtServer> servers, Fleet fleet) {
        this.shelf = shelf;
        this.fleet = fleet;
        this.request = request;
        this.way = way;
        given = servers;
        concerned = servers.stream().filter(this::isConcerned).toList();
        editions = shelf.editions(request.bundle());
    }

    private boolean isConcerned(FtServer server) {
        if (way == UpgradeWay.SAVE_AND_LOAD) {
            return true;
        }
        boolean made =
                way != UpgradeWay.ROLLING
                        || server.description().processor().equals(request.bundle());
        return made && RollingServer.hasPower(server);
    }

    /** The edition that is in use: the one that servers that run are made of, else the first. */
    static Edition inUse(
            List<Edition> editions, String bundle, Shelf shelf, List<FtServer> servers) {
        for (FtServer server : servers) {
            for (PartStatus part : server.parts()) {
                if (part.kind() == PartKind.PROCESSOR && part.bundle().equals(bundle)) {
                    Optional<Edition> edition = named(editions, part.version());
                    if (edition.isPresent()) {
                        return edition.get();
                    }
                }
            }
        }
        return editions.stream().filter(shelf::isActive).findFirst().orElse(editions.get(0));
    }

    private static Optional<Edition> named(List<Edition> editions, String version) {
        return editions.stream().filter(each -> each.version().equals(version)).findFirst();
    }

    /**
     * Makes the upgrade.
     *
     * @throws ServerException with one sentence when there is none
     */
    UpgradeRun make() throws ServerException {
        if (way == UpgradeWay.HAND_OVER) {
            for (FtServer server : given) {
                requirePower(server);
            }
        }
        Edition first = inUse(editions, request.bundle(), shelf, concerned);
        Source source = source(first);
        // Where an upgrade has stopped half way, both versions are in use.
        List<Edition> old =
                editions.stream()
                        .filter(each -> !each.version().equals(source.version()))
                        .filter(each -> each.equals(first) || isUsed(each))
                        .toList();
        if (old.isEmpty()) {
            throw new ServerException(
                    first + " is in use already; another one has to have another version");
        }
        Edition from = old.get(0);
        List<Stage> stages = new ArrayList<>();
        boolean start = way != UpgradeWay.SAVE_AND_LOAD;
        stages.add(
                source.file.isPresent()
                        ? new InstallStage(shelf, from, source.file.get(), start)
                        : new InstallStage(shelf, from, source.present.get(), start));
        if (way == UpgradeWay.SAVE_AND_LOAD) {
            stages.add(new CarryStage(shelf, from, source.version(), concerned, fleet));
        } else if (way == UpgradeWay.ROLLING) {
            for (FtServer server : concerned) {
                requireInStep(server);
            }
            for (FtServer server : concerned) {
                roll(server, source.version(), stages);
            }
        } else {
            if (way == UpgradeWay.HAND_OVER) {
                stages.add(new HandOverStage(shelf, from, source.version(), concerned));
            }
            stages.add(new SwitchStage(shelf, from, concerned));
        }
        old.forEach(each -> stages.add(new RetireStage(shelf, each)));
        UpgradeRun run =
                new UpgradeRun(request.bundle(), from.version(), source.version(), way, stages);
        run.closeAtEnd(rolling);
        return run;
    }

    /** One that was on before has IO boards still, and does not come to where it could move. */
    private void requirePower(FtServer server) throws ServerException {
        boolean has =
                server.parts().stream().anyMatch(part -> part.bundle().equals(request.bundle()));
        if (has && !RollingServer.hasPower(server)) {
            throw new ServerException(
                    "Server "
                            + server.description().name()
                            + " is switched off, and has parts of "
                            + request.bundle()
                            + " still; switch it on first (ft:power on)");
        }
    }

    private boolean isUsed(Edition edition) {
        return concerned.stream()
                .flatMap(server -> server.parts().stream())
                .anyMatch(
                        part ->
                                part.bundle().equals(edition.bundle())
                                        && part.version().equals(edition.version()));
    }

    /** Where the other version comes from: a file, or what is installed already. */
    private record Source(Optional<BundleFile> file, Optional<Edition> present) {
        String version() {
            return file.map(BundleFile::version).orElseGet(() -> present.get().version());
        }
    }

    private Source source(Edition used) throws ServerException {
        Optional<Edition> meant =
                request.source().isEmpty() ? highestOther(used) : named(editions, request.source());
        if (meant.isPresent()) {
            return new Source(Optional.empty(), meant);
        }
        if (request.source().isEmpty()) {
            throw new ServerException(
                    "No other version of "
                            + used.bundle()
                            + " is installed beside "
                            + used.version()
                            + "; name the file or URL of one, or put it into plugins/");
        }
        BundleFile file = BundleFile.read(request.source());
        if (!file.bundle().equals(used.bundle())) {
            throw new ServerException(
                    request.source() + " is " + file.bundle() + ", not " + used.bundle());
        }
        Optional<Edition> same = named(editions, file.version());
        return same.isPresent()
                ? new Source(Optional.empty(), same)
                : new Source(Optional.of(file), Optional.empty());
    }

    private Optional<Edition> highestOther(Edition used) {
        return editions.stream()
                .filter(each -> !each.version().equals(used.version()))
                .max(Comparator.comparing(each -> Version.parseVersion(each.version())));
    }

    private static void requireInStep(FtServer server) throws ServerException {
        String name = server.description().name();
        List<SystemStatus> systems = server.systems();
        Optional<SystemStatus> apart =
                systems.stream()
                        .filter(each -> each.state() != SystemState.ONLINE_SYNC)
                        .findFirst();
        if (systems.size() < 2 || apart.isPresent()) {
            throw new ServerException(
                    "All systems of server "
                            + name
                            + " have to be in Online sync, so that one of them serves at any time"
                            + apart.map(each -> "; #" + each.system() + " is " + each.state())
                                    .orElse(""));
        }
        if (!server.holds().isEmpty()) {
            throw new ServerException(
                    String.join("; ", server.holds()) + "; let it go on before an upgrade");
        }
    }

    /** Those that stand by first: what is believed is replaced when another one was proven. */
    private void roll(FtServer server, String to, List<Stage> stages) {
        RollingServer seen = new RollingServer(server);
        rolling.add(seen);
        List<SystemStatus> order =
                server.systems().stream()
                        .filter(each -> !seen.version(each.system()).orElse("").equals(to))
                        .sorted(
                                Comparator.comparing(
                                        (SystemStatus each) -> each.mode() == Mode.ACT))
                        .toList();
        boolean first = true;
        for (SystemStatus each : order) {
            String from = seen.version(each.system()).orElse("");
            int system = each.system();
            stages.add(new BoardStage(seen, system, request.bundle(), from, to));
            if (first && order.size() > 1) {
                String who = "#" + system + " on " + to + " and " + others(server, system, from);
                stages.add(new TrialStage(seen, who, request.trialNanos()));
            }
            first = false;
        }
        stages.add(new TrialStage(seen, "all systems on " + to, request.trialNanos()));
    }

    private static String others(FtServer server, int system, String version) {
        return IntStream.range(0, server.description().systems())
                        .filter(each -> each != system)
                        .mapToObj(each -> "#" + each)
                        .collect(Collectors.joining(", "))
                + " on "
                + version;
    }
}
