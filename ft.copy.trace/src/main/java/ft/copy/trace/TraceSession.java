package ft.copy.trace;

import ft.api.copy.CopySession;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.CopyScope;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One resynchronization by P6. A unit of work is one page.
 *
 * <p>Partial (T118 to T120): the pages of the access trace and those the online system has written
 * since, all under stop. Full (T106 to T108): all pages while the guest runs, each write since
 * recorded (the patent is silent on how); what was written since its copy once more, for some
 * rounds while the guest runs and at last under stop.
 */
final class TraceSession implements CopySession {
    private final CopyEnvironment environment;
    private final boolean full;
    private final int rounds;
    private final int enough;

    /** What the present round, or the stop, still has to copy. */
    private final BitSet pending;

    /** Page from which copying goes on. */
    private int from;

    private boolean stopped;
    private int round;
    private long copiedInPhase;
    private long inPhase;
    private long background;
    private long underStop;
    private long traced;

    TraceSession(CopyEnvironment environment, int rounds, int enough) {
        this.environment = environment;
        this.rounds = rounds;
        this.enough = enough;
        full = environment.scope() == CopyScope.FULL;
        pending = new BitSet(environment.pages());
        if (full) {
            pending.set(0, environment.pages());
        }
        inPhase = pending.cardinality();
    }

    /** T106, and further rounds. */
    @Override
    public Step online() {
        if (copyNext()) {
            background++;
        }
        return pending.isEmpty() && !nextRound() ? Step.DONE : Step.MORE;
    }

    private boolean nextRound() {
        if (!full || round == rounds || environment.changed().cardinality() <= enough) {
            return false;
        }
        round++;
        begin(environment.changed());
        return true;
    }

    /** T107, the tail of T106; T119 and T120. */
    @Override
    public Step stopped() {
        if (!stopped) {
            stopped = true;
            if (!full) {
                pending.or(environment.trace());
                traced = pending.cardinality();
            }
            begin(environment.changed());
        }
        if (copyNext()) {
            underStop++;
        }
        if (pending.isEmpty()) {
            // Data that devices had under way may still have come in.
            begin(environment.changed());
        }
        return pending.isEmpty() ? Step.DONE : Step.MORE;
    }

    /** Adds pages to what is pending and counts from here. */
    private void begin(BitSet more) {
        pending.or(more);
        if (!pending.isEmpty()) {
            from = 0;
            copiedInPhase = 0;
            inPhase = pending.cardinality();
        }
    }

    /** The mark goes first: what is written from here on is not in the copy. */
    private boolean copyNext() {
        int page = pending.nextSetBit(from);
        if (page < 0) {
            return false;
        }
        environment.changed().clear(page);
        if (full && round == 0 && !stopped) {
            environment.copy(page);
        } else {
            environment.copyEntries(page);
        }
        pending.clear(page);
        from = page;
        copiedInPhase++;
        return true;
    }

    @Override
    public double progress() {
        return inPhase == 0 ? 1 : (double) copiedInPhase / inPhase;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("background", background);
        figures.put("underStop", underStop);
        if (full) {
            figures.put("rounds", (long) round);
        } else {
            figures.put("trace", traced);
        }
        return figures;
    }
}
