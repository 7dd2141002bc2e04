package ft.chipset.controller.copy;

import ft.api.fields.StateFields;
import ft.api.observer.BoundaryObserver;
import ft.api.server.CopyLists;
import ft.api.state.SystemState;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.view.Reports;
import ft.chipset.controller.view.ServerView;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.link.StoppedException;
import ft.chipset.state.Processing;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Begins and ends resynchronizations, on the side that is in service, as the state table selects
 * (P6 FIG. 7), and lets the one that is under way ({@link Attempt}) do its share of each boundary.
 *
 * <p>Works at boundaries, in the last phase of a round, in which every other controller only serves
 * frames. So a stop begins and ends at one boundary, and takes no guest time.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Resynchronization implements Follower {
    private final CopyHardware hardware;
    private final Outlets outlets;
    private final Reports reports;
    private final ServerView view;
    private final Sessions sessions;
    private final RedundancyGap gap;

    /** The one that is under way, or null. */
    private Attempt attempt;

    /**
     * Of a side.
     *
     * @param reports what all sides told last
     * @param observer who watches copy strategies, or null
     */
    public Resynchronization(
            CopyHardware hardware,
            Outlets outlets,
            Reports reports,
            Supplier<BoundaryObserver> observer) {
        this.hardware = hardware;
        this.outlets = outlets;
        this.reports = reports;
        view = hardware.view();
        sessions = new Sessions(hardware, outlets, reports, observer);
        gap = new RedundancyGap(view);
    }

    /** The next session fails after a number of pages. */
    public void failAfter(int pages) {
        sessions.failAfter(pages);
    }

    /** What outlasts an attempt, for a snapshot; none is under way. */
    public void state(StateFields fields) {
        sessions.state(fields);
        gap.state(fields);
    }

    /** Whether one is under way. */
    public boolean isUnderWay() {
        return attempt != null;
    }

    /** Whether this side copies while the guest runs here alone, so that all others serve it. */
    public boolean leads() {
        return attempt != null && attempt.leads();
    }

    /** Clock from which on there is something to do; the present one if that is at any boundary. */
    public long nextWork() {
        return attempt == null ? view.clock : attempt.nextWork();
    }

    /** The own CPU subsystem has written, or devices have written into it. */
    public void noteWritten() {
        if (attempt != null) {
            attempt.noteWritten();
        }
    }

    /** Adds the granules that are held to differ. */
    public void addSuspects(BitSet granules) {
        if (attempt != null) {
            attempt.addSuspects(granules);
        }
    }

    @Override
    public void process(Processing processing, String cause) {
        gap.statesChanged();
        if (view.states.active() == hardware.id()) {
            select(processing, cause);
        } else if (attempt != null) {
            end(false, "the system in service is another one now");
        }
        gap.followed();
    }

    private void select(Processing processing, String cause) {
        switch (processing) {
            case DUPLICATION -> begin(false, cause);
            case RESYNCHRONIZATION -> begin(true, cause);
            case FALLBACK -> {
                if (attempt != null) {
                    attempt.fallBack();
                }
            }
            case ERROR, NONE -> {
                if (attempt != null && view.destination() != attempt.destination()) {
                    SystemState state = view.states.state(attempt.destination());
                    boolean proven = state == SystemState.ONLINE_SYNC;
                    end(proven, proven ? "" : cause);
                }
            }
        }
    }

    private void begin(boolean again, String cause) {
        if (attempt != null) {
            end(false, "a new synchronization begins");
        }
        int destination = view.destination();
        if (destination >= 0) {
            Occasion occasion = new Occasion(destination, again, cause);
            attempt = new Attempt(hardware, outlets, reports, sessions, gap, occasion);
        }
    }

    /** The share of this boundary. */
    public void work() {
        if (attempt == null) {
            return;
        }
        Attempt now = attempt;
        try {
            now.work();
        } catch (StoppedException e) {
            throw e; // the server is being closed, which is no failure of the copy
        } catch (RuntimeException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            now.fail(why);
            if (attempt == now) {
                end(false, why);
            }
        } finally {
            now.settle();
            now.release(); // a stop ends at the boundary at which it began
        }
    }

    private void end(boolean succeeded, String failure) {
        Attempt ending = attempt;
        ending.closeSession();
        attempt = null;
        outlets.host().progress(null);
        outlets.host().report(ending.report(succeeded, failure));
    }

    /** The lists of the strategy that is at work here. */
    public Optional<CopyLists> lists() {
        return attempt == null ? Optional.empty() : attempt.lists();
    }

    /** Answers of the destination. */
    public void answer(FrameType type, FrameBuffer in) {
        attempt.answer(type, in);
    }
}
