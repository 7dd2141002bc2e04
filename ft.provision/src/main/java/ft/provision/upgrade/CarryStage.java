package ft.provision.upgrade;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.api.snapshot.SnapshotFiles;
import ft.api.upgrade.UpgradeStep.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The bundle that servers themselves come from is replaced: they are held and saved, made anew by
 * the other version, loaded, and go on. Two versions at the same time would be two servers of one
 * description.
 */
final class CarryStage implements Stage {
    private static final long LOOK_MILLIS = 20;
    private static final int LOOKS = 500;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Shelf shelf;
    private final Edition old;
    private final String to;
    private final List<FtServer> servers;
    private final Fleet fleet;
    private final List<Luggage> luggage = new ArrayList<>();
    private final List<FtServer> held = new ArrayList<>();
    private boolean stopped;

    /** What a server takes along. */
    private record Luggage(String server, Optional<GuestProgram> guest, Optional<Path> file) {}

    CarryStage(Shelf shelf, Edition old, String to, List<FtServer> servers, Fleet fleet) {
        this.shelf = shelf;
        this.old = old;
        this.to = to;
        this.servers = List.copyOf(servers);
        this.fleet = fleet;
    }

    @Override
    public void carryOut(Diary diary) throws Setback, InterruptedException {
        long began = System.nanoTime();
        for (FtServer server : servers) {
            pack(server, diary);
        }
        stopped = true;
        shelf.stop(old);
        diary.step(Kind.BUNDLE, old + " is stopped; its servers are held and saved");
        shelf.start(edition());
        unpack(edition(), diary);
        diary.step(
                Kind.MOVED,
                String.format(
                        Locale.ROOT,
                        "the servers go on from there on %s; they stood still for %.0f ms of the"
                                + " host",
                        edition(),
                        (System.nanoTime() - began) / NANOS_PER_MILLI));
        forget();
    }

    private Edition edition() throws Setback {
        for (Edition edition : shelf.editions(old.bundle())) {
            if (edition.version().equals(to)) {
                return edition;
            }
        }
        throw new Setback(old.bundle() + " " + to + " was uninstalled by somebody else");
    }

    private void pack(FtServer server, Diary diary) throws Setback, InterruptedException {
        String name = server.description().name();
        if (!RollingServer.hasPower(server)) {
            luggage.add(new Luggage(name, server.guest(), Optional.empty()));
            return;
        }
        held.add(server);
        done(server.holdAt(0), diary);
        Snapshot snapshot = done(server.saveAt(0), diary);
        try {
            Path file = Files.createTempFile("ft-upgrade-", ".snapshot");
            luggage.add(new Luggage(name, Optional.empty(), Optional.of(file)));
            files(diary).write(snapshot, file, part -> {});
        } catch (IOException e) {
            throw new Setback("server " + name + " cannot be saved: " + e.getMessage(), e);
        } catch (ServerException e) {
            throw new Setback(e.getMessage(), e);
        }
    }

    private static <T> T done(CompletableFuture<T> future, Diary diary)
            throws Setback, InterruptedException {
        while (true) {
            try {
                return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                diary.moment();
            } catch (ExecutionException e) {
                throw new Setback(e.getCause().getMessage(), e);
            }
        }
    }

    private SnapshotFiles files(Diary diary) throws Setback, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            Optional<SnapshotFiles> files = fleet.files();
            if (files.isPresent()) {
                return files.get();
            }
            diary.moment();
        }
        throw new Setback("nobody writes and reads snapshots");
    }

    private FtServer server(String name, Edition by, Diary diary)
            throws Setback, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            Optional<FtServer> server = fleet.server(name);
            if (server.isPresent()) {
                return server.get();
            }
            diary.moment();
        }
        throw new Setback(by + " does not make server " + name);
    }

    private void unpack(Edition by, Diary diary) throws Setback, InterruptedException {
        for (Luggage each : luggage) {
            FtServer server = server(each.server(), by, diary);
            try {
                if (each.guest().isPresent()) {
                    server.guest(each.guest().get());
                }
                if (each.file().isPresent()) {
                    server.load(files(diary).read(each.file().get(), part -> {}));
                    server.release();
                }
            } catch (ServerException e) {
                throw new Setback(
                        "server "
                                + each.server()
                                + " does not go on on "
                                + by
                                + ": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    @Override
    public void takeBack(Diary diary) throws Setback, InterruptedException {
        if (!stopped) {
            held.forEach(FtServer::release);
            forget();
            return;
        }
        shelf.stop(edition());
        shelf.start(old);
        unpack(old, diary);
        diary.step(Kind.MOVED, "the servers go on from there on " + old);
        forget();
    }

    private void forget() {
        for (Luggage each : luggage) {
            each.file().ifPresent(file -> file.toFile().delete());
        }
        luggage.clear();
    }
}
