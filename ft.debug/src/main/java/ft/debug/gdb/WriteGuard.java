package ft.debug.gdb;

import ft.api.server.FtServer;
import ft.api.server.SystemStatus;
import java.util.Optional;

/**
 * Keeps a debugger from putting a pair out of step by mistake: it writes in one system only, which
 * the comparators would see as the failure of one of the two.
 */
final class WriteGuard {
    private final FtServer server;
    private final int system;
    private boolean lifted;
    // A debugger has no words for why memory was not written, so it is told later.
    private String untold = "";

    WriteGuard(FtServer server, int system) {
        this.server = server;
        this.system = system;
    }

    /** Lets everything through, or not. */
    void lift(boolean on) {
        lifted = on;
    }

    boolean isLifted() {
        return lifted;
    }

    /** Why nothing can be written now, in one sentence; empty if it can. */
    Optional<String> refusal() {
        SystemStatus status = server.systems().get(system);
        if (lifted || !status.state().isDuplicated()) {
            return Optional.empty();
        }
        untold =
                "Nothing was written: system #"
                        + system
                        + " is "
                        + status.state()
                        + ", and a write in one system of a pair puts it out of step; 'monitor"
                        + " write on' lets you, and the comparators will see it.";
        return Optional.of(untold);
    }

    /** The last refusal, if it was not taken already, or empty. */
    String takeUntold() {
        String taken = untold;
        untold = "";
        return taken;
    }
}
