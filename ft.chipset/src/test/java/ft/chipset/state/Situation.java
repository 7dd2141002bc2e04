package ft.chipset.state;

import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A node of the state graph of a server: everything that decides what the next event does.
 *
 * @param states states of the systems
 * @param modes their modes
 * @param links whose crosslink is enabled, a bit for each system
 * @param copied whether the copy is complete
 * @param transferred whether the CPU context has been transferred
 * @param repairing whether P17's undetected-data pass may repair
 * @param faults whose crosslink a fault holds down, a bit for each system
 */
record Situation(
        List<SystemState> states,
        List<Mode> modes,
        int links,
        boolean copied,
        boolean transferred,
        boolean repairing,
        int faults) {

    static Situation of(ServerStates s, int faults) {
        List<SystemState> states = new ArrayList<>();
        List<Mode> modes = new ArrayList<>();
        int links = 0;
        for (int i = 0; i < s.systems(); i++) {
            states.add(s.state(i));
            modes.add(s.mode(i));
            links |= s.linked(i) ? 1 << i : 0;
        }
        return new Situation(
                List.copyOf(states),
                List.copyOf(modes),
                links,
                s.copied(),
                s.contextTransferred(),
                s.repairing(),
                faults);
    }

    int systems() {
        return states.size();
    }

    SystemState state(int system) {
        return states.get(system);
    }

    boolean isAct(int system) {
        return states.get(system).isOnline() && modes.get(system) == Mode.ACT;
    }

    boolean linked(int system) {
        return (links >> system & 1) != 0;
    }

    boolean linked() {
        return links != 0;
    }

    boolean broken(int system) {
        return (faults >> system & 1) != 0;
    }

    /** Systems in a state. */
    int count(SystemState state) {
        return Collections.frequency(states, state);
    }

    /** States alone, such as {@code *ST2 ST8}; the asterisk marks ACT. */
    String pair() {
        return IntStream.range(0, systems()).mapToObj(this::text).collect(Collectors.joining(" "));
    }

    /** The same for every numbering: ACT, others in service, then the rest by their states. */
    String kind() {
        Comparator<Integer> order =
                Comparator.comparing((Integer i) -> !isAct(i))
                        .thenComparing(i -> !state(i).isOnline())
                        .thenComparing(i -> -state(i).ordinal());
        return IntStream.range(0, systems())
                .boxed()
                .sorted(order)
                .map(this::text)
                .collect(Collectors.joining(" "));
    }

    private String text(int system) {
        SystemState state = states.get(system);
        return (isAct(system) ? "*" : "") + label(state);
    }

    static String label(SystemState state) {
        return state == SystemState.OFF ? "off" : state.label();
    }
}
