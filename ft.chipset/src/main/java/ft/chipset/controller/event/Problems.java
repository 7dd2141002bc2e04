package ft.chipset.controller.event;

import ft.api.fields.StateFields;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.view.ServerView;
import ft.chipset.state.ServerStates;
import java.util.Arrays;

/**
 * What is wrong with each system, and whether it may be tried again.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Problems implements Follower {
    private final ServerView view;
    private final String[] problems;

    public Problems(ServerView view) {
        this.view = view;
        problems = new String[view.systems()];
        Arrays.fill(problems, "");
    }

    /** One sentence on what is wrong with a system, or empty. */
    public String of(int system) {
        return problems[system];
    }

    /** All of them, for a snapshot. */
    public void state(StateFields fields) {
        for (int i = 0; i < problems.length; i++) {
            problems[i] = fields.text("problem" + i, problems[i]);
        }
    }

    @Override
    public void follow(StateEvent event, ServerStates.Change change, String text) {
        int system = change.system();
        boolean fails = change.to() == SystemState.FAULT;
        if (change.from() != change.to()) {
            problems[system] = fails ? "isolated: " + text : "";
            if (fails) {
                view.recoverable[system] = event != StateEvent.FAIL && event != StateEvent.ISOLATE;
            }
        }
        if (event == StateEvent.POR) {
            view.recoveries[system] = 0;
        }
        if (event == StateEvent.POR || event == StateEvent.RESET) {
            view.biosRounds[system] = 0;
        }
    }
}
