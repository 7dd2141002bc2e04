package ft.chipset.controller.round;

import ft.api.history.Moment;
import ft.api.io.IoSubsystem;
import ft.chipset.controller.view.Command;
import ft.chipset.controller.view.ServerView;
import ft.chipset.history.Input;
import ft.chipset.history.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a server inputs of a script, each at its moment. Every controller has the same script and
 * knows the same moments, so that all do the same without asking.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Playback {
    /** Of commands that come from a script: nobody waits for their outcome. */
    private static final int NOBODY = -1;

    private final ServerView view;
    private final List<Input> due = new ArrayList<>();
    private Script script;
    private int next;
    private int nextStop;

    /** Nothing is played. */
    public Playback(ServerView view) {
        this.view = view;
    }

    /** Is going to play a script from the next round on; the guest stands still now. */
    public void arm(Script newScript) {
        script = newScript;
        next = 0;
        nextStop = 0;
        view.armed = true;
    }

    boolean isPlaying() {
        return script != null;
    }

    /**
     * Whether the guest has to stand still in the next round, because of what was done here while
     * it did.
     */
    boolean isDueHere() {
        return script != null
                && !view.armed
                && !view.saving
                && next < script.inputs().size()
                && isAtOrBefore(script.inputs().get(next).moment(), view.clock, Integer.MAX_VALUE);
    }

    private boolean isAtOrBefore(Moment moment, long clock, int pause) {
        return moment.compareTo(new Moment(view.boots, clock, pause)) <= 0;
    }

    /** Clock of the next boundary that there has to be. */
    long earliest() {
        if (script == null) {
            return Long.MAX_VALUE;
        }
        Moment moment =
                next < script.inputs().size() ? script.inputs().get(next).moment() : script.end();
        while (nextStop < script.stops().size()
                && isAtOrBefore(script.stops().get(nextStop), view.clock, Integer.MAX_VALUE)) {
            nextStop++;
        }
        long clock = clock(moment);
        return nextStop < script.stops().size()
                ? Math.min(clock, clock(script.stops().get(nextStop)))
                : clock;
    }

    private long clock(Moment moment) {
        return moment.boot() == view.boots ? moment.clock() : Long.MAX_VALUE;
    }

    /**
     * Takes what is due in this round, and adds its commands to those of the round.
     *
     * @param ran whether the guest ran to this boundary
     */
    void take(boolean ran, List<Command> commands) {
        due.clear();
        if (!isDueHere()) {
            return;
        }
        // One pause has a round of its own, as it had when it was recorded.
        int pause = ran ? 0 : Math.max(1, script.inputs().get(next).moment().pause());
        while (next < script.inputs().size()
                && isAtOrBefore(script.inputs().get(next).moment(), view.clock, pause)) {
            due.add(script.inputs().get(next++));
        }
        for (Input each : due) {
            if (each instanceof Input.Ordered ordered) {
                commands.add(new Command(NOBODY, 0, (Record) ordered.operation()));
            }
        }
    }

    /**
     * Tells the own IO subsystem which devices come and leave at this boundary.
     *
     * @return sentences on those that cannot come
     */
    List<String> replug(int id, IoSubsystem io) {
        List<String> missing = new ArrayList<>();
        for (Input each : due) {
            if (each instanceof Input.Plugged plugged && plugged.io() == id) {
                try {
                    io.replug(plugged.slot(), plugged.device());
                } catch (IllegalArgumentException e) {
                    missing.add(e.getMessage());
                }
            }
        }
        return missing;
    }

    /** Gives the own IO subsystem what it has to receive at this boundary. */
    void enter(int id, IoSubsystem io) {
        for (Input each : due) {
            // What was recorded of a device that is not there any more is lost, as it would be
            // then.
            if (each instanceof Input.Entered entered
                    && entered.io() == id
                    && io.channels().contains(entered.slot() + "/" + entered.channel())) {
                io.send(entered.slot(), entered.channel(), entered.data());
            }
        }
    }

    /** A round ends: the guest stands still in the next one, or from here on, if it has to. */
    void closeRound() {
        view.paused = isDueHere();
        if (script != null
                && !view.armed
                && next == script.inputs().size()
                && isAtOrBefore(script.end(), view.clock, view.pauses)) {
            end();
        }
    }

    /** Nothing is played any more. */
    void end() {
        script = null;
        view.paused = false;
        view.held = true;
    }
}
