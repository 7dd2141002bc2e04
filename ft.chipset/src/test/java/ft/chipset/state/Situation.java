package ft.chipset.state;

import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the state graph of two systems: everything that decides what the next event does.
 *
 * @param states states of both systems
 * @param modes modes of both systems
 * @param linked the crosslink enable
 * @param copied whether the copy is complete
 * @param transferred whether the CPU context has been transferred
 * @param repairing whether P17's undetected-data pass may repair
 * @param broken whether a fault holds the crosslink down
 */
record Situation(
        List<SystemState> states,
        List<Mode> modes,
        boolean linked,
        boolean copied,
        boolean transferred,
        boolean repairing,
        boolean broken) {

    static Situation of(ServerStates s, boolean broken) {
        List<SystemState> states = new ArrayList<>();
        List<Mode> modes = new ArrayList<>();
        for (int i = 0; i < s.systems(); i++) {
            states.add(s.state(i));
            modes.add(s.mode(i));
        }
        return new Situation(
                List.copyOf(states),
                List.copyOf(modes),
                s.linked(),
                s.copied(),
                s.contextTransferred(),
                s.repairing(),
                broken);
    }

    SystemState state(int system) {
        return states.get(system);
    }

    boolean isAct(int system) {
        return states.get(system).isOnline() && modes.get(system) == Mode.ACT;
    }

    /** States alone, such as {@code *ST2 ST8}; the asterisk marks ACT. */
    String pair() {
        return text(0) + " " + text(1);
    }

    /** The same for both numberings: in service first, then the lower state. */
    String kind() {
        boolean swap =
                isAct(1) || !isAct(0) && states.get(0).compareTo(states.get(1)) < 0 && offline();
        return swap ? text(1) + " " + text(0) : pair();
    }

    private boolean offline() {
        return !states.get(0).isOnline() && !states.get(1).isOnline();
    }

    private String text(int system) {
        SystemState state = states.get(system);
        return (isAct(system) ? "*" : "") + label(state);
    }

    static String label(SystemState state) {
        return state == SystemState.OFF ? "off" : state.label();
    }
}
