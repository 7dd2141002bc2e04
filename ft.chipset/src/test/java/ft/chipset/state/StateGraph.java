package ft.chipset.state;

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
 * All situations of a server that the real table can reach, and how, found by trying every event on
 * every system in every situation, breadth first.
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
     * @param subject the system it was about; 0 for events about all
     */
    record Edge(Situation from, StateEvent event, int subject, Situation to) {}

    private final Map<Situation, ServerStates> found = new LinkedHashMap<>();
    private final Deque<Situation> open = new ArrayDeque<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Edge> refused = new ArrayList<>();
    private final int systems;
    private final Connect connect;

    private StateGraph(int systems, Connect connect) {
        this.systems = systems;
        this.connect = connect;
    }

    static StateGraph of(Policy policy, Connect connect) {
        return of(2, policy, connect);
    }

    static StateGraph of(int systems, Policy policy, Connect connect) {
        StateGraph graph = new StateGraph(systems, connect);
        graph.add(new ServerStates(systems, policy), 0);
        while (!graph.open.isEmpty()) {
            graph.expand(graph.open.remove());
        }
        return graph;
    }

    int systems() {
        return systems;
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

    private Situation add(ServerStates states, int faults) {
        Situation situation = Situation.of(states, faults);
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
            int subjects = StateTable.COMMON.contains(event) ? 1 : systems;
            for (int subject = 0; subject < subjects; subject++) {
                ServerStates next = states(from);
                ServerStates.Answer answer = next.apply(event, subject);
                int lost = event == StateEvent.XLINK_DOWN ? 1 << subject : 0;
                if (answer.refused()) {
                    refused.add(new Edge(from, event, subject, Situation.of(next, from.faults())));
                } else {
                    Situation to = settle(next, from.faults() | lost);
                    edges.add(new Edge(from, event, subject, to));
                }
            }
        }
        for (int system = 0; system < systems; system++) {
            if (from.broken(system)) {
                settle(states(from), from.faults() & ~(1 << system));
            }
        }
        if (connect == Connect.LATER) {
            ServerStates next = connect(states(from), from.faults());
            if (next != null) {
                add(next, from.faults());
            }
        }
        boolean repairable =
                from.states().contains(SystemState.RECOVER_OFFLINE)
                        || from.states().contains(SystemState.PRE_ONLINE_SYNC);
        if (repairable) {
            ServerStates next = states(from);
            next.repairing(!from.repairing());
            add(next, from.faults());
        }
    }

    /** Lets the board controllers do what they do by themselves. */
    private Situation settle(ServerStates states, int faults) {
        if (connect == Connect.AT_ONCE) {
            ServerStates connected = states;
            for (ServerStates next = states; next != null; next = connect(next, faults)) {
                connected = next;
            }
            return add(connected, faults);
        }
        return add(states, faults);
    }

    /** Connects the first that can be; what comes of it, or null. */
    private ServerStates connect(ServerStates states, int faults) {
        int active = states.active();
        for (int i = 0; i < systems; i++) {
            boolean whole = active >= 0 && (faults >> active & 1) == 0 && (faults >> i & 1) == 0;
            if (whole && states.state(i) == SystemState.OFFLINE_DIVIDE) {
                ServerStates next = new ServerStates(states);
                if (!next.apply(StateEvent.XLINK_UP, i).refused()) {
                    Situation before = Situation.of(states, faults);
                    Situation after = Situation.of(next, faults);
                    edges.add(new Edge(before, StateEvent.XLINK_UP, i, after));
                    return next;
                }
            }
        }
        return null;
    }

    /** Systems that are ACT and in service. */
    static long actives(Situation s) {
        return java.util.stream.IntStream.range(0, s.systems()).filter(s::isAct).count();
    }

    static boolean anyOnline(Situation s) {
        return s.states().stream().anyMatch(SystemState::isOnline);
    }

    static boolean isPair(Situation s, SystemState a, SystemState b) {
        return s.state(0) == a && s.state(1) == b || s.state(0) == b && s.state(1) == a;
    }
}
