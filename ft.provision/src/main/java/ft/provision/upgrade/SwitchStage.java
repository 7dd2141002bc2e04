package ft.provision.upgrade;

import ft.api.server.FtServer;
import ft.api.upgrade.UpgradeStep.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The version before is stopped, so that the servers take what they need of it from the other. */
final class SwitchStage implements Stage {
    /** Longer than a server needs to come to its next boundary; one that is held has none. */
    private static final int LOOKS = 250;

    private final Shelf shelf;
    private final Edition old;
    private final List<FtServer> servers;
    private boolean stopped;

    SwitchStage(Shelf shelf, Edition old, List<FtServer> servers) {
        this.shelf = shelf;
        this.old = old;
        this.servers = List.copyOf(servers);
    }

    @Override
    public void carryOut(Diary diary) throws Setback, InterruptedException {
        List<Inventory> before = new ArrayList<>();
        for (FtServer server : servers) {
            before.add(Inventory.of(server));
        }
        stopped = true;
        shelf.stop(old);
        for (int i = 0; i < servers.size(); i++) {
            settle(servers.get(i), before.get(i), diary);
        }
        diary.step(Kind.BUNDLE, old + " is stopped, and nobody misses it");
    }

    /** Waits until a server uses nothing of the version before, and misses nothing. */
    private void settle(FtServer server, Inventory before, Diary diary)
            throws Setback, InterruptedException {
        for (int look = 0; ; look++) {
            Optional<String> missing = Inventory.of(server).lacks(before, server);
            boolean used = Inventory.uses(server, old);
            if (missing.isEmpty() && !used) {
                return;
            }
            if (look == LOOKS) {
                throw new Setback(
                        "server "
                                + server.description().name()
                                + missing.map(each -> " lacks " + each)
                                        .orElse(" does not let go of " + old));
            }
            diary.moment();
        }
    }

    @Override
    public void takeBack(Diary diary) throws Setback, InterruptedException {
        if (stopped) {
            shelf.start(old);
            diary.step(Kind.BUNDLE, old + " is started again");
        }
    }
}
