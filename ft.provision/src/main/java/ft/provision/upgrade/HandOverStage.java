package ft.provision.upgrade;

import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.FtServer;
import ft.api.server.HandOver;
import ft.api.server.ServerException;
import ft.api.upgrade.UpgradeStep.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Version;

/**
 * The servers move to the other version of a bundle: between two rounds, with the state of the one
 * before. They move to the newest there is, so what is older has to be the only one.
 */
final class HandOverStage implements Stage {
    private static final long LOOK_MILLIS = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Set<PartKind> MOVED = EnumSet.of(PartKind.IO, PartKind.CROSSLINK);

    private final Shelf shelf;
    private final Edition old;
    private final String to;
    private final List<FtServer> servers;
    private final List<FtServer> moved = new ArrayList<>();
    private boolean stopped;

    HandOverStage(Shelf shelf, Edition old, String to, List<FtServer> servers) {
        this.shelf = shelf;
        this.old = old;
        this.to = to;
        this.servers = servers.stream().filter(server -> uses(server, old.version())).toList();
    }

    private boolean uses(FtServer server, String version) {
        return server.parts().stream().anyMatch(part -> isOf(part, version));
    }

    private boolean isOf(PartStatus part, String version) {
        return MOVED.contains(part.kind())
                && part.bundle().equals(old.bundle())
                && part.version().equals(version);
    }

    @Override
    public void carryOut(Diary diary) throws Setback, InterruptedException {
        if (Version.parseVersion(to).compareTo(Version.parseVersion(old.version())) < 0) {
            stopped = true;
            shelf.stop(old);
            diary.step(Kind.BUNDLE, old + " is stopped, so that the older one is taken");
        }
        for (FtServer server : servers) {
            moved.add(server);
            move(server, to, diary);
        }
    }

    private void move(FtServer server, String version, Diary diary)
            throws Setback, InterruptedException {
        HandOver done = handOver(server, diary);
        if (!uses(server, version)) {
            throw new Setback(
                    String.format(
                            "server %s did not move to %s %s: %s",
                            server.description().name(), old.bundle(), version, done.text()));
        }
        diary.step(
                Kind.MOVED,
                String.format(
                        Locale.ROOT,
                        "server %s has moved to %s %s between two rounds; it stood still for"
                                + " %.1f ms of the host",
                        server.description().name(),
                        old.bundle(),
                        version,
                        done.stop().toNanos() / NANOS_PER_MILLI));
    }

    private static HandOver handOver(FtServer server, Diary diary)
            throws Setback, InterruptedException {
        CompletableFuture<HandOver> done = server.handOver();
        while (true) {
            try {
                return done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                diary.moment(); // a resynchronization comes to its end first
            } catch (ExecutionException e) {
                String why = e.getCause().getMessage();
                throw new Setback(
                        e.getCause() instanceof ServerException ? why : "the server failed: " + why,
                        e);
            }
        }
    }

    @Override
    public void takeBack(Diary diary) throws Setback, InterruptedException {
        if (stopped) {
            shelf.start(old);
        } else {
            for (Edition edition : shelf.editions(old.bundle())) {
                if (edition.version().equals(to)) {
                    shelf.stop(edition); // or it would be the newest still
                }
            }
        }
        for (FtServer server : moved) {
            if (!uses(server, old.version())) {
                move(server, old.version(), diary);
            }
        }
    }
}
