package ft.chipset.state;

import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All situations of two systems that the real table can reach, and how, found by trying every event
 * on every system in every situation, breadth first.
 *
 * <p>Beside the table there are the board controllers. What they do by themselves is modelled as
 * they do it: rule N2 (an ST6 beside a system in service is connected as long as the crosslink is
 * up), a fault that holds the crosslink down, and the resynchronization that says in ST8 and ST3
 * whether differences are repaired. Everything else (power, arbitration, software) may happen at
 * any time in any order.
 */
final class StateGraph {
    /** When the crosslink of an ST6 beside a system in service is connected. */
    enum Connect {
        /** In the same step, as spec N2 says. */
        AT_ONCE,
        /** At some later time: the FT controllers wait until the firmware runs (T203, T204). */
        LATER
    }

    /**
     * An event that was not refused.
     *
     * @param event the event
     * @param subject the system it was about; 0 for events about the pair
     */
    record Edge(Situation from, StateEvent event, int subject, Situation to) {}

    private final Map<Situation, ServerStates> found = new LinkedHashMap<>();
    private final Deque<Situation> open = new ArrayDeque<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Edge> refused = new ArrayList<>();
    private final Connect connect;

    private StateGraph(Connect connect) {
        this.connect = connect;
    }

    static StateGraph of(Policy policy, Connect connect) {
        StateGraph graph = new StateGraph(connect);
        graph.add(new ServerStates(2, policy), false);
        while (!graph.open.isEmpty()) {
            graph.expand(graph.open.remove());
        }
        return graph;
    }

    Set<Situation> situations() {
        return found.keySet();
    }

    /** Events that were taken. */
    List<Edge> edges() {
        return edges;
    }

    /** Events that were refused. */
    List<Edge> refused() {
        return refused;
    }

    /** A fresh copy of the states in a situation. */
    ServerStates states(Situation situation) {
        return new ServerStates(found.get(situation));
    }

    private Situation add(ServerStates states, boolean broken) {
        Situation situation = Situation.of(states, broken);
        if (found.putIfAbsent(situation, states) == null) {
            open.add(situation);
        }
        return situation;
    }

    private void expand(Situation from) {
        for (StateEvent event : StateEvent.values()) {
            if (event == StateEvent.XLINK_UP) {
                continue; // not an event of its own: the crosslink enable is a level
            }
            int subjects = StateTable.COMMON.contains(event) ? 1 : 2;
            for (int subject = 0; subject < subjects; subject++) {
                ServerStates next = states(from);
                ServerStates.Answer answer = next.apply(event, subject);
                boolean broken = from.broken() || event == StateEvent.XLINK_DOWN;
                if (answer.refused()) {
                    refused.add(new Edge(from, event, subject, Situation.of(next, broken)));
                    if (broken && !from.broken()) {
                        add(next, true);
                    }
                    continue;
                }
                edges.add(new Edge(from, event, subject, settle(next, broken)));
            }
        }
        if (from.broken()) {
            settle(states(from), false);
        }
        if (connect == Connect.LATER && connectable(states(from), from.broken())) {
            connect(from);
        }
        boolean repairable =
                from.states().contains(SystemState.RECOVER_OFFLINE)
                        || from.states().contains(SystemState.PRE_ONLINE_SYNC);
        if (repairable) {
            ServerStates next = states(from);
            next.repairing(!from.repairing());
            add(next, from.broken());
        }
    }

    /** Lets the board controllers do what they do by themselves. */
    private Situation settle(ServerStates states, boolean broken) {
        Situation reached = Situation.of(states, broken);
        if (connect == Connect.AT_ONCE && connectable(states, broken)) {
            ServerStates connected = new ServerStates(states);
            connected.linked(true);
            if (!connected.apply(StateEvent.XLINK_UP, 0).refused()) {
                Situation after = add(connected, broken);
                edges.add(new Edge(reached, StateEvent.XLINK_UP, 0, after));
                return after;
            }
        }
        return add(states, broken);
    }

    private void connect(Situation from) {
        ServerStates next = states(from);
        next.linked(true);
        if (!next.apply(StateEvent.XLINK_UP, 0).refused()) {
            edges.add(new Edge(from, StateEvent.XLINK_UP, 0, add(next, from.broken())));
        }
    }

    private static boolean connectable(ServerStates states, boolean broken) {
        return !broken && states.active() >= 0 && states.count(SystemState.OFFLINE_DIVIDE) > 0;
    }

    /** Systems that are ACT and in service. */
    static long actives(Situation s) {
        return java.util.stream.IntStream.range(0, 2).filter(s::isAct).count();
    }

    static boolean anyOnline(Situation s) {
        return s.states().stream().anyMatch(SystemState::isOnline);
    }

    static boolean isPair(Situation s, SystemState a, SystemState b) {
        return s.state(0) == a && s.state(1) == b || s.state(0) == b && s.state(1) == a;
    }

    static boolean sameModes(Situation a, Situation b) {
        return a.modes().equals(b.modes());
    }

    /** The system that is SBY of a duplicated pair. */
    static int standby(Situation s) {
        return s.modes().get(0) == Mode.SBY ? 0 : 1;
    }
}
