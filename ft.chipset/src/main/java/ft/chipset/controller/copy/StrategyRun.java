package ft.chipset.controller.copy;

import ft.api.copy.CopySession;
import ft.api.copy.CopySession.Step;
import ft.api.history.Moment;
import ft.api.observer.BoundaryObserver;
import ft.api.resync.CopyScope;
import ft.api.server.CopyLists;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.ControllerHost.NamedStrategy;
import java.util.BitSet;
import java.util.Map;
import java.util.function.Function;

/**
 * One session of a copy strategy, and the copy desk it works at.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class StrategyRun {
    private final ControllerHost host;
    private final NamedStrategy strategy;
    private final CopyDesk copier;
    private final CopySession session;

    /**
     * Opens a session.
     *
     * @param observer who watches what it does, or null
     */
    StrategyRun(
            ControllerHost host,
            NamedStrategy strategy,
            CopyDesk copier,
            BoundaryObserver observer) {
        this.host = host;
        this.strategy = strategy;
        this.copier = copier;
        session =
                strategy.strategy()
                        .open(observer == null ? copier : WatchedCopies.watch(copier, observer));
    }

    String name() {
        return strategy.name();
    }

    /** Whether its undetected-data pass repairs what still differs. */
    boolean repairs() {
        return strategy.strategy().repairs();
    }

    /** Whether its bundle is still there. */
    boolean isInstalled(Moment now) {
        return host.isInstalled(now, strategy);
    }

    CopyDesk copier() {
        return copier;
    }

    double progress() {
        return session.progress();
    }

    /** A unit of work under stop. */
    Step stopped() {
        return session.stopped();
    }

    /**
     * Works until the bandwidth of this boundary is used up or the phase has ended.
     *
     * @param phase what to do for a unit of work
     * @return whether the phase has ended
     */
    boolean work(Function<CopySession, Step> phase, Bandwidth bandwidth) {
        boolean ended = false;
        while (bandwidth.isLeft() && !ended) {
            ended = phase.apply(session) == Step.DONE;
            bandwidth.use(Math.max(copier.takeCharge(), 1));
        }
        return ended;
    }

    /** The lists of the session, as they are now. */
    CopyLists lists(int source, int destination, boolean running, long clock) {
        return new CopyLists(
                name(),
                source,
                destination,
                running,
                clock,
                copier.pages(),
                copier.pageSize(),
                session.lists());
    }

    /** Ends the session and enters its figures. */
    void close(ResyncLedger ledger, Journal journal, int system) {
        ledger.figures(session.figures());
        ledger.figures(Map.of("zero", copier.zeroPages()));
        ledger.repaired(copier.repairedPages());
        try {
            session.close();
        } catch (RuntimeException e) {
            journal.step("", system, "copy strategy failed while closing: " + e);
        }
    }

    /** For log and report. */
    static String describe(CopyScope scope, BitSet traced) {
        return scope == CopyScope.FULL
                ? "full"
                : "partial (" + traced.cardinality() + " pages in the trace)";
    }
}
