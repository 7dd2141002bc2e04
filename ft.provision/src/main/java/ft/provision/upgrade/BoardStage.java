package ft.provision.upgrade;

import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.api.upgrade.UpgradeStep.Kind;
import java.util.Optional;

/** The CPU board of one system is replaced by one of another version. */
final class BoardStage implements Stage {
    /** A second, which is many rounds. */
    private static final int LOOKS = 50;

    private final RollingServer server;
    private final int system;
    private final String bundle;
    private final String from;
    private final String to;
    private boolean out;
    private boolean inserted;

    BoardStage(RollingServer server, int system, String bundle, String from, String to) {
        this.server = server;
        this.system = system;
        this.bundle = bundle;
        this.from = from;
        this.to = to;
    }

    @Override
    public void carryOut(Diary diary) throws Setback, InterruptedException {
        Optional<String> wrong = server.outOfStep();
        if (wrong.isPresent()) {
            throw new Setback(wrong.get() + " though all systems were in Online sync before");
        }
        relieve(from, diary);
        out = true;
        insert(to, diary);
    }

    /** Takes the board out; if it is ACT, another system is that from the same boundary on. */
    private void relieve(String version, Diary diary) throws Setback, InterruptedException {
        boolean active = server.isActive(system);
        server.operate(new Operation.Relieve(system), diary);
        String out = "CPU board of " + version + " is taken out";
        String text = active ? "ACT and SBY are exchanged, and the " + out : out;
        diary.step(Kind.OUT, server, system, text);
    }

    private void insert(String version, Diary diary) throws Setback, InterruptedException {
        server.operate(new Operation.Fit(system, bundle, version), diary);
        server.forget();
        server.operate(new Operation.Insert(system, Board.CPU), diary);
        inserted = true;
        diary.step(Kind.IN, server, system, "CPU board of " + version + " is put in");
        server.awaitInStep(system, diary);
        String cost = "Online sync on " + bundle + " " + version + ": " + server.lastCost();
        diary.step(Kind.IN_STEP, server, system, cost);
    }

    @Override
    public void takeBack(Diary diary) throws Setback, InterruptedException {
        if (!out) {
            return;
        }
        if (takeOutForSure(diary)) {
            insert(from, diary);
        }
    }

    /** What systems tell of themselves may be a round older than what has happened to them. */
    private boolean takeOutForSure(Diary diary) throws Setback, InterruptedException {
        for (int look = 0; ; look++) {
            try {
                return takeOut(diary);
            } catch (Refusal e) {
                if (look == LOOKS) {
                    throw e;
                }
                diary.moment();
            }
        }
    }

    /**
     * Takes the board out on the way back, by what its system tells of itself.
     *
     * @return whether one of the version before is to be put in; not if somebody has pulled it
     */
    private boolean takeOut(Diary diary) throws Setback, InterruptedException {
        SystemStatus status = server.status(system);
        if (!status.cpuBoard()) {
            if (inserted) {
                server.operate(new Operation.Fit(system, bundle, from), diary);
                String text = "somebody has pulled the CPU board; the next one is of " + from;
                diary.step(Kind.OUT, server, system, text);
            }
            return !inserted;
        }
        if (status.state() == SystemState.ONLINE_SYNC && server.isAccompanied(system)) {
            // If it stands by as well: if it is the only one by now, that is refused.
            relieve(to, diary);
        } else if (server.isActive(system)) {
            throw new Setback(
                    String.format(
                            "#%d on %s provides the service alone, and nobody can relieve it",
                            system, to));
        } else {
            server.operate(new Operation.Pull(system, Board.CPU), diary);
            diary.step(Kind.OUT, server, system, "CPU board of " + to + " is taken out");
        }
        return true;
    }
}
