package ft.chipset.state;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.state.StateGraph.Connect;
import ft.chipset.state.StateGraph.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Draws the reachable states from the real table, and holds the copy in the documents to it. After
 * a change of the table, copy {@code target/state-graph.md} there.
 */
class StateGraphDocumentTest {
    private static final Path DRAWN = Path.of("target", "state-graph.md");
    private static final Path DOCUMENT = Path.of("..", "docs", "state-graph.md");

    /** Events that do the same from nearly everywhere; arrows for them would hide the rest. */
    private static final Set<StateEvent> EVERYWHERE =
            Set.of(
                    StateEvent.POWER_OFF,
                    StateEvent.FAIL,
                    StateEvent.ISOLATE,
                    StateEvent.OUTVOTED,
                    StateEvent.POR);

    @Test
    void theDocumentShowsTheTable() throws IOException {
        Policy policy = new Policy(true, true);
        String drawn =
                page(
                        StateGraph.of(2, policy, Connect.LATER),
                        StateGraph.of(3, policy, Connect.LATER));
        Files.createDirectories(DRAWN.getParent());
        Files.writeString(DRAWN, drawn);
        assertThat(Files.readString(DOCUMENT))
                .as("docs/state-graph.md; the new one is in ft.chipset/target")
                .isEqualTo(drawn);
    }

    private static String page(StateGraph pairs, StateGraph triples) {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # States of two and three systems

                Drawn from the state table by a breadth-first search over all events, on servers of two
                and three systems with CPU-bus comparators and `ioMismatch=TRACE` (a test keeps this
                page equal to the table). A box is the states of all systems, whichever has which
                number; `*` marks ACT. Events that change nothing are left out.

                | systems | kinds (boxes below) | with numbers | with all flags and faults |
                |---|---|---|---|
                """);
        for (StateGraph graph : List.of(pairs, triples)) {
            page.append(
                    String.format(
                            "| %d | %d | %d | %d |%n",
                            graph.systems(),
                            kinds(graph).size(),
                            graph.situations().stream().map(Situation::pair).distinct().count(),
                            graph.situations().size()));
        }
        page.append(
                """

                `ReachableStatesTest` holds every one of them to be lawful: one ACT whenever a system is
                in service, never two providers that are not duplicated, and what the specification
                lists as lawful pairs, no more and no fewer. Of two systems, `*ST2 ST6` is a swapped
                board whose firmware does not run yet (T203 comes before T204).

                ## Two systems

                Power, located faults (`FAIL`, `ISOLATE`, `OUTVOTED`) and boards that come and go are in
                the second table; here is everything else.

                """);
        draw(page, pairs);
        page.append("\n### Power and located faults\n\n");
        table(page, pairs, true);
        page.append(
                """

                ## Three systems

                What is lawful beside the states of two with a third that is off, isolated, waiting
                (ST7) or divided (ST6):

                - `*ST4 ST4 ST4`: three in step. A majority tells who is wrong, ACT or not; whoever goes
                  leaves two in step, and ACT passes to the first of them.
                - `*ST4 ST4 ST8` and `*ST4 ST4 ST3`: a third joins two that stay in step all the time. In
                  ST3 it runs with them and has no vote; it is proven against ACT.
                - `*ST5 ST5 ST5`: all three differ, so nobody knows who is wrong. One of them is brought
                  back from the trace, the other one joins as a third.
                - A third that is being brought in goes back to ST7 when the two disagree, when its
                  source goes, or when one of the two goes while it is in ST3.
                - With its crosslink lost, a system of three isolates itself even if it is ACT, as long
                  as two others stay proven: they go on.

                Power, located faults and boards are left out of the picture.

                """);
        draw(page, triples);
        page.append("\n### Power and located faults, from states with two or more in service\n\n");
        table(page, triples, false);
        return page.toString().replace(System.lineSeparator(), "\n");
    }

    private static Set<String> kinds(StateGraph graph) {
        return graph.situations().stream()
                .map(Situation::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void draw(StringBuilder page, StateGraph graph) {
        page.append("```mermaid\nstateDiagram-v2\n");
        for (String kind : kinds(graph)) {
            page.append(String.format("    state \"%s\" as %s%n", kind, id(kind)));
        }
        arrows(graph, false)
                .forEach(
                        (arrow, events) ->
                                page.append(
                                        String.format(
                                                "    %s --> %s: %s%n",
                                                id(arrow.from()),
                                                id(arrow.to()),
                                                String.join(", ", events))));
        page.append("```\n");
    }

    /** What power and located faults do; all of it, or only from states with redundancy. */
    private static void table(StringBuilder page, StateGraph graph, boolean all) {
        page.append("| from | event | to |\n|---|---|---|\n");
        arrows(graph, true)
                .forEach(
                        (arrow, events) -> {
                            if (all || arrow.from().matches("\\*ST[345].*")) {
                                page.append(
                                        String.format(
                                                "| `%s` | %s | `%s` |%n",
                                                arrow.from(),
                                                String.join(", ", events),
                                                arrow.to()));
                            }
                        });
    }

    private record Arrow(String from, String to) implements Comparable<Arrow> {
        @Override
        public int compareTo(Arrow other) {
            int byFrom = from.compareTo(other.from);
            return byFrom != 0 ? byFrom : to.compareTo(other.to);
        }
    }

    private static Map<Arrow, Set<String>> arrows(StateGraph graph, boolean everywhere) {
        Map<Arrow, Set<String>> arrows = new TreeMap<>();
        for (Edge edge : graph.edges()) {
            boolean moves = !edge.from().kind().equals(edge.to().kind());
            boolean exchanges = edge.event() == StateEvent.SET_ACT;
            if (EVERYWHERE.contains(edge.event()) == everywhere && (moves || exchanges)) {
                arrows.computeIfAbsent(
                                new Arrow(edge.from().kind(), edge.to().kind()),
                                arrow -> new TreeSet<>())
                        .add(edge.event() + subject(edge));
            }
        }
        return arrows;
    }

    /** Says which system an event is about where it matters. */
    private static String subject(Edge edge) {
        if (StateTable.COMMON.contains(edge.event()) || !StateGraph.anyOnline(edge.from())) {
            return "";
        }
        if (edge.from().isAct(edge.subject())) {
            return " of ACT";
        }
        SystemState state = edge.from().state(edge.subject());
        return edge.from().systems() == 2 ? " of SBY" : " of " + Situation.label(state);
    }

    private static String id(String kind) {
        return kind.chars()
                .filter(Character::isLetterOrDigit)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }
}
