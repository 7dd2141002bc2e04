package ft.chipset.state;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.state.StateEvent;
import ft.chipset.state.StateGraph.Connect;
import ft.chipset.state.StateGraph.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            Set.of(StateEvent.POWER_OFF, StateEvent.FAIL, StateEvent.ISOLATE, StateEvent.POR);

    @Test
    void theDocumentShowsTheTable() throws IOException {
        StateGraph graph = StateGraph.of(new Policy(true, true), Connect.LATER);
        String drawn = page(graph);
        Files.createDirectories(DRAWN.getParent());
        Files.writeString(DRAWN, drawn);
        assertThat(Files.readString(DOCUMENT))
                .as("docs/state-graph.md; the new one is in ft.chipset/target")
                .isEqualTo(drawn);
    }

    private static String page(StateGraph graph) {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # States of a pair

                Drawn from the state table by a breadth-first search over all events, on a server of two
                systems with CPU-bus comparators and `ioMismatch=TRACE` (a test keeps this page equal to
                the table). A box is a pair of states, whichever system has which number; `*` marks ACT.
                Events that change nothing are left out. All pairs are lawful by the specification;
                `*ST2 ST6` is a swapped board whose firmware does not run yet (T203 comes before T204).

                ## Life of the pair

                Power, located faults (`FAIL`, `ISOLATE`) and boards that come and go are in the second
                table; here is everything else.

                ```mermaid
                stateDiagram-v2
                """);
        Set<String> kinds = new TreeSet<>();
        graph.situations().forEach(s -> kinds.add(s.kind()));
        kinds.forEach(
                kind ->
                        page.append("    state \"")
                                .append(kind)
                                .append("\" as ")
                                .append(id(kind))
                                .append('\n'));
        arrows(graph, false)
                .forEach(
                        (arrow, events) ->
                                page.append("    ")
                                        .append(id(arrow.from()))
                                        .append(" --> ")
                                        .append(id(arrow.to()))
                                        .append(": ")
                                        .append(String.join(", ", events))
                                        .append('\n'));
        page.append(
                """
                ```

                ## Power and located faults

                | from | event | to |
                |---|---|---|
                """);
        arrows(graph, true)
                .forEach(
                        (arrow, events) ->
                                page.append(
                                        String.format(
                                                "| `%s` | %s | `%s` |%n",
                                                arrow.from(),
                                                String.join(", ", events),
                                                arrow.to())));
        return page.toString().replace(System.lineSeparator(), "\n");
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
        return edge.from().isAct(edge.subject()) ? " of ACT" : " of SBY";
    }

    private static String id(String kind) {
        return kind.chars()
                .filter(Character::isLetterOrDigit)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }
}
