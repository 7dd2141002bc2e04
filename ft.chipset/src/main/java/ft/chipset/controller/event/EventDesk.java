package ft.chipset.controller.event;

import ft.api.fields.StateFields;
import ft.api.server.ServerException;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.side.ControllerHost;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.snapshot.Fields;
import ft.chipset.state.Processing;
import ft.chipset.state.ServerStates;
import ft.chipset.state.StateTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where a state event goes (journey 5): through the state table, into the log, and to the parts
 * that follow it. All controllers apply the same events in the same order.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class EventDesk {
    private static final Set<StateEvent> DISAGREEMENTS =
            EnumSet.of(StateEvent.BUS_MISMATCH, StateEvent.IO_MISMATCH);

    private final Side side;
    private final ControllerHost host;
    private final Journal journal;
    private final ServerView view;
    private List<Follower> followers = List.of();
    private PatentLabels.Figure figure = PatentLabels.Figure.FIRST;
    private long count;

    public EventDesk(Side side, ControllerHost host, Journal journal) {
        this.side = side;
        this.host = host;
        this.journal = journal;
        view = side.view();
    }

    /** How many events there were, those that were refused included. */
    public long count() {
        return count;
    }

    /** Names the parts that act on events, in the order in which they do; before the first one. */
    public void followedBy(Follower... parts) {
        followers = List.of(parts);
    }

    /** What it remembers beside the states, for a snapshot. */
    public void state(StateFields fields) {
        figure = Fields.constant(fields, "figure", figure, PatentLabels.Figure.class);
    }

    /** Applies an event of the own resynchronization everywhere. */
    public void broadcast(StateEvent event, int subject, String text, boolean repairing) {
        side.wire()
                .frame(FrameType.EVENT)
                .putByte(event.ordinal())
                .putInt(subject)
                .putByte(repairing ? 1 : 0)
                .putText(text);
        side.sendToAll();
        view.states.repairing(repairing);
        apply(event, subject, text, true);
    }

    /** An event that another controller's resynchronization raises. */
    public void receive(FrameBuffer in) {
        StateEvent event = StateEvent.values()[in.getByte()];
        int subject = in.getInt();
        view.states.repairing(in.getByte() != 0);
        apply(event, subject, in.getText(), false);
    }

    /**
     * Raises an event that all controllers raise alike; the first one writes the log.
     *
     * @return whether the table has such a transition
     */
    public boolean raise(StateEvent event, int subject, String text) {
        return apply(event, subject, text, journal.isFirst());
    }

    /** Raises an event that somebody asked for; refuses with one sentence. */
    public void ask(StateEvent event, int system, String text) throws ServerException {
        if (!raise(event, system, text)) {
            throw new ServerException(
                    String.format(
                            "%s of #%d is not possible while it is %s%s",
                            event,
                            system,
                            view.states.state(system),
                            event == StateEvent.SYNC_START
                                    ? "; it must be ST7 Offline beside a system that is ST2"
                                            + " Online ready"
                                    : ""));
        }
    }

    private boolean apply(StateEvent event, int subject, String text, boolean log) {
        count++;
        int before = view.destination();
        ServerStates.Answer answer = view.states.apply(event, subject);
        if (answer.refused()) {
            if (log) {
                journal.refused(event, subject, text);
            }
            return false;
        }
        followers.forEach(each -> each.applied(event, subject));
        Processing processing = answer.processing();
        chooseFigure(processing);
        if (log && (processing != Processing.NONE || view.destination() != before)) {
            host.progress(null); // who sees the event must not see what it has ended
        }
        for (ServerStates.Change change : answer.changes()) {
            if (log && concerns(event, subject, change)) {
                journal.changed(label(event, change), event, change, text);
            }
            followers.forEach(each -> each.follow(event, change, text));
        }
        followers.forEach(each -> each.process(processing, text));
        return true;
    }

    private void chooseFigure(Processing processing) {
        if (processing == Processing.DUPLICATION) {
            figure = PatentLabels.Figure.FIRST;
        } else if (processing == Processing.FALLBACK) {
            figure = figure.fallback();
        } else if (view.states.count(SystemState.ONLINE_ASYNC) > 0) {
            figure = PatentLabels.Figure.AGAIN;
        }
    }

    /** Whether the log tells what an event means for a system. */
    private static boolean concerns(StateEvent event, int subject, ServerStates.Change change) {
        return change.system() == subject
                || change.from() != change.to()
                || event == StateEvent.SYNC_START // T105 is a step of both,
                || event == StateEvent.XLINK_UP // and so is T204
                || StateTable.COMMON.contains(event);
    }

    private String label(StateEvent event, ServerStates.Change change) {
        if (DISAGREEMENTS.contains(event) && change.from() == change.to()) {
            return ""; // another one in Online async: the trace runs already
        }
        // At its power-on reset nobody has said yet which system is going to be ACT: the first.
        boolean first =
                event == StateEvent.POR
                        && view.states.active() < 0
                        && view.states.count(SystemState.OFFLINE_DIVIDE) == 1;
        return PatentLabels.of(event, first ? Mode.ACT : change.mode(), figure);
    }
}
