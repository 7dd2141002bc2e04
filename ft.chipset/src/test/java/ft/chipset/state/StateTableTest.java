package ft.chipset.state;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.state.StateEvent;
import ft.chipset.state.StateGraph.Connect;
import ft.chipset.state.StateGraph.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of spec section 3, row by row, in the words of the specification: from each pair and
 * event to which pair. Every row is tried in every situation of its pair that can be reached, in
 * both numberings of the systems; and nothing may be taken that has no row here.
 */
class StateTableTest {
    /**
     * Columns: pair (in service first, the asterisk marks ACT) | events | which of the pair, a or
     * b, - if both | pair after it | what must hold | citation.
     */
    private static final String ROWS =
            """
            # Power-on, FIG. 9
            off off          | POR              | a | ST6 off     |              | [0083]
            off off          | POR              | b | off ST6     |              | [0084]
            ST6 off          | POR              | b | ST6 ST6     |              | [0084]
            *ST1 off         | POR              | b | *ST1 ST6    |              | [0084]
            *ST2 off         | POR              | b | *ST2 ST6    |              | N2, connected below
            ST10 off         | POR              | b | ST10 ST6    |              | [0069]
            ST10 off         | POR              | a | ST6 off     |              | ST10 I
            ST10 ST6         | POR              | a | ST6 ST6     |              | ST10 I
            ST10 ST10        | POR              | a | ST6 ST10    |              | ST10 I
            ST10 ST10        | POR              | b | ST10 ST6    |              | ST10 I
            *ST1 ST10        | POR              | b | *ST1 ST6    |              | ST10 I
            *ST2 ST10        | POR              | b | *ST2 ST6    |              | ST10 I
            ST6 ST6          | SET_ACT          | a | *ST1 ST6    |              | [0061] [0083]
            ST6 ST6          | SET_ACT          | b | ST6 *ST1    |              | [0061] [0083]
            ST6 off          | SET_ACT          | a | *ST1 off    |              | [0061] [0083]
            ST10 ST6         | SET_ACT          | b | ST10 *ST1   |              | [0061] [0083]
            ST6 ST6          | SET_SBY/POR_REL  | a | ST6 ST6     |              | [0084] [0086]
            ST6 ST6          | SET_SBY/POR_REL  | b | ST6 ST6     |              | [0084] [0086]
            ST6 off          | SET_SBY/POR_REL  | a | ST6 off     |              | [0084] [0086]
            ST10 ST6         | SET_SBY/POR_REL  | b | ST10 ST6    |              | [0084] [0086]
            *ST1 ST6         | SET_SBY/POR_REL  | b | *ST1 ST6    |              | [0084] [0086]
            *ST2 ST6         | SET_SBY/POR_REL  | b | *ST2 ST6    |              | [0084] [0086]
            *ST1 ST6         | POR_REL          | a | *ST1 ST6    |              | [0083] [0085]
            *ST1 off         | POR_REL          | a | *ST1 off    |              | [0083] [0085]
            *ST1 ST10        | POR_REL          | a | *ST1 ST10   |              | [0083] [0085]

            # Crosslink
            *ST1 ST6         | XLINK_UP         | b | *ST2 ST7    |              | [0062] [0070] [0085]
            *ST2 ST6         | XLINK_UP         | b | *ST2 ST7    |              | N2
            *ST2 ST7         | XLINK_DOWN       | a | *ST1 ST6    |              | X7
            *ST2 ST7         | XLINK_DOWN       | b | *ST1 ST6    |              | X7
            *ST2 ST8         | XLINK_DOWN       | a | *ST1 ST6    |              | X7
            *ST2 ST8         | XLINK_DOWN       | b | *ST1 ST6    |              | X7
            *ST2 ST9         | XLINK_DOWN       | a | *ST1 ST6    |              | X7
            *ST2 ST9         | XLINK_DOWN       | b | *ST1 ST6    |              | X7
            *ST2 ST6         | XLINK_DOWN       | a | *ST1 ST6    |              | X7
            *ST2 ST6         | XLINK_DOWN       | b | *ST1 ST6    |              | X7
            *ST2 off         | XLINK_DOWN       | a | *ST1 off    |              | X7
            *ST2 off         | XLINK_DOWN       | b | *ST1 off    |              | X7
            *ST2 ST10        | XLINK_DOWN       | a | *ST1 ST10   |              | X7
            *ST2 ST10        | XLINK_DOWN       | b | *ST1 ST10   |              | X7
            *ST3 ST3         | XLINK_DOWN       | a | *ST1 ST10   |              | D
            *ST3 ST3         | XLINK_DOWN       | b | *ST1 ST10   |              | D
            *ST4 ST4         | XLINK_DOWN       | a | *ST1 ST10   |              | D
            *ST4 ST4         | XLINK_DOWN       | b | *ST1 ST10   |              | D
            *ST5 ST5         | XLINK_DOWN       | a | *ST1 ST10   |              | D
            *ST5 ST5         | XLINK_DOWN       | b | *ST1 ST10   |              | D

            *ST1 ST6         | XLINK_DOWN       | a | *ST1 ST6    |              | divided already
            *ST1 ST6         | XLINK_DOWN       | b | *ST1 ST6    |              | divided already
            *ST1 off         | XLINK_DOWN       | a | *ST1 off    |              | divided already
            *ST1 off         | XLINK_DOWN       | b | *ST1 off    |              | divided already
            *ST1 ST10        | XLINK_DOWN       | a | *ST1 ST10   |              | divided already
            *ST1 ST10        | XLINK_DOWN       | b | *ST1 ST10   |              | divided already
            ST6 ST6          | XLINK_DOWN       | a | ST6 ST6     |              | divided already
            ST6 ST6          | XLINK_DOWN       | b | ST6 ST6     |              | divided already
            ST6 off          | XLINK_DOWN       | a | ST6 off     |              | divided already
            ST6 off          | XLINK_DOWN       | b | ST6 off     |              | divided already
            ST10 ST6         | XLINK_DOWN       | a | ST10 ST6    |              | divided already
            ST10 ST6         | XLINK_DOWN       | b | ST10 ST6    |              | divided already
            ST10 off         | XLINK_DOWN       | a | ST10 off    |              | divided already
            ST10 off         | XLINK_DOWN       | b | ST10 off    |              | divided already
            ST10 ST10        | XLINK_DOWN       | a | ST10 ST10   |              | divided already
            ST10 ST10        | XLINK_DOWN       | b | ST10 ST10   |              | divided already
            off off          | XLINK_DOWN       | a | off off     |              | divided already
            off off          | XLINK_DOWN       | b | off off     |              | divided already

            # First synchronization, FIG. 10
            *ST2 ST7         | SYNC_START       | b | *ST2 ST8    |              | [0071] [0088]
            *ST2 ST8         | COPY_DONE        | - | *ST2 ST8    |              | [0089]
            *ST2 ST8         | SMI              | - | *ST2 ST8    |              | [0089]
            *ST2 ST8         | CTX_DONE         | - | *ST2 ST8    |              | [0089]
            *ST2 ST8         | SYNC_RESET       | - | *ST3 ST3    | transferred  | [0090] [0098] T.1
            *ST2 ST8         | COPY_ERROR       | b | *ST2 ST10   |              | D
            *ST3 ST3         | CHECK_OK         | - | *ST4 ST4    |              | [0091] [0092]
            *ST3 ST3         | CHECK_NG         | - | *ST2 ST10   |              | [0064] T.1
            *ST3 ST3         | BUS_MISMATCH     | - | *ST2 ST10   | final        | [0064] T.1
            *ST3 ST3         | IO_MISMATCH      | - | *ST2 ST10   | final        | [0064] T.1
            *ST3 ST3         | FAIL/ISOLATE/OUTVOTED | a | *ST2 ST10   |              | [0064] T.1
            *ST3 ST3         | FAIL/ISOLATE/OUTVOTED | b | *ST2 ST10   |              | [0064] T.1
            *ST3 ST3         | BUS_MISMATCH     | - | *ST3 ST3    | repairing    | P17 c.6, 8
            *ST3 ST3         | IO_MISMATCH      | - | *ST3 ST3    | repairing    | P17 c.6, 8
            *ST3 ST3         | OUTPUT_MISMATCH  | - | *ST2 ST8    | repairing    | P17 S18-S20

            # Disagreement and resynchronization, FIG. 11
            *ST4 ST4         | BUS_MISMATCH     | - | *ST5 ST5    | bus          | [0066] [0067] [0095]
            *ST4 ST4         | IO_MISMATCH      | - | *ST5 ST5    | trace        | X17
            *ST4 ST4         | IO_MISMATCH      | - | *ST2 ST10   | separate     | X17
            *ST4 ST4         | FAIL/ISOLATE/OUTVOTED | b | *ST2 ST10   |              | [0065]
            *ST4 ST4         | FAIL/ISOLATE/OUTVOTED | a | ST10 *ST2   |              | [0035] [0065]
            *ST4 ST4         | SET_ACT          | b | ST4 *ST4    |              | section 2, I
            *ST5 ST5         | FAIL/ISOLATE/OUTVOTED | b | *ST2 ST10   |              | [0066] [0067]
            *ST5 ST5         | FAIL/ISOLATE/OUTVOTED | a | ST10 *ST2   |              | [0066]
            *ST5 ST5         | BUS_MISMATCH     | - | *ST5 ST5    |              | I
            *ST5 ST5         | IO_MISMATCH      | - | *ST5 ST5    |              | I
            *ST5 ST5         | IOQ_FULL         | - | *ST2 ST9    |              | [0062] [0067] [0072]
            *ST5 ST5         | TRACE_ALMOST_FULL| - | *ST2 ST9    |              | [0062] [0067] [0095]
            *ST5 ST5         | SW_LEAVE_ASYNC   | - | *ST2 ST9    |              | [0072]
            *ST5 ST5         | TRACE_FULL       | - | *ST2 ST9    |              | D
            *ST2 ST9         | SMI              | - | *ST2 ST9    |              | [0072]
            *ST2 ST9         | SMI_ACK_ALL      | b | *ST2 ST8    |              | [0071] [0072] [0096]
            *ST2 ST9         | ACK_TIMEOUT      | b | *ST2 ST10   |              | D
            *ST2 ST8         | ACK_TIMEOUT      | b | *ST2 ST10   |              | D

            # Located faults and isolation, with one system in service or none
            *ST1 off         | FAIL/ISOLATE     | a | ST10 off    |              | [0073] D
            *ST1 ST6         | FAIL/ISOLATE     | a | ST10 ST6    |              | [0073] D
            *ST1 ST6         | FAIL/ISOLATE     | b | *ST1 ST10   |              | [0073]
            *ST1 ST10        | FAIL/ISOLATE     | a | ST10 ST10   |              | [0073] D
            *ST2 off         | FAIL/ISOLATE     | a | ST10 off    |              | [0073] D
            *ST2 ST10        | FAIL/ISOLATE     | a | ST10 ST10   |              | [0073] D
            *ST2 ST6         | FAIL/ISOLATE     | a | ST10 ST6    |              | [0073] D
            *ST2 ST7         | FAIL/ISOLATE     | a | ST10 ST6    |              | N1
            *ST2 ST8         | FAIL/ISOLATE     | a | ST10 ST6    |              | N1
            *ST2 ST9         | FAIL/ISOLATE     | a | ST10 ST6    |              | N1
            *ST2 ST6         | FAIL/ISOLATE     | b | *ST2 ST10   |              | [0073]
            *ST2 ST7         | FAIL/ISOLATE     | b | *ST2 ST10   |              | [0073]
            *ST2 ST8         | FAIL/ISOLATE     | b | *ST2 ST10   |              | D
            *ST2 ST9         | FAIL/ISOLATE     | b | *ST2 ST10   |              | [0073]
            ST6 ST6          | FAIL/ISOLATE     | a | ST10 ST6    |              | [0073]
            ST6 ST6          | FAIL/ISOLATE     | b | ST6 ST10    |              | [0073]
            ST6 off          | FAIL/ISOLATE     | a | ST10 off    |              | [0073]
            ST10 ST6         | FAIL/ISOLATE     | b | ST10 ST10   |              | [0073]
            *ST2 ST10        | RESET            | b | *ST2 ST7    |              | [0070]
            *ST1 ST10        | RESET            | b | *ST1 ST6    |              | [0070] D
            ST10 ST6         | RESET            | a | ST6 ST6     |              | [0070] D
            ST10 off         | RESET            | a | ST6 off     |              | [0070] D
            ST10 ST10        | RESET            | a | ST6 ST10    |              | [0070] D
            ST10 ST10        | RESET            | b | ST10 ST6    |              | [0070] D

            # Power off, board pulled
            *ST3 ST3         | POWER_OFF        | a | off *ST2    |              | [0035] I, the risk is flagged
            *ST3 ST3         | POWER_OFF        | b | *ST2 off    |              | [0035] I
            *ST4 ST4         | POWER_OFF        | a | off *ST2    |              | [0035] I
            *ST4 ST4         | POWER_OFF        | b | *ST2 off    |              | [0035] I
            *ST5 ST5         | POWER_OFF        | a | off *ST2    |              | [0035] I
            *ST5 ST5         | POWER_OFF        | b | *ST2 off    |              | [0035] I
            *ST1 off         | POWER_OFF        | a | off off     |              | D
            *ST1 ST6         | POWER_OFF        | a | off ST6     |              | D
            *ST1 ST6         | POWER_OFF        | b | *ST1 off    |              | D
            *ST1 ST10        | POWER_OFF        | a | off ST10    |              | D
            *ST1 ST10        | POWER_OFF        | b | *ST1 off    |              | D
            *ST2 off         | POWER_OFF        | a | off off     |              | D
            *ST2 ST6         | POWER_OFF        | a | off ST6     |              | D
            *ST2 ST6         | POWER_OFF        | b | *ST2 off    |              | D
            *ST2 ST7         | POWER_OFF        | a | off ST6     |              | N1
            *ST2 ST7         | POWER_OFF        | b | *ST2 off    |              | D
            *ST2 ST8         | POWER_OFF        | a | off ST6     |              | N1
            *ST2 ST8         | POWER_OFF        | b | *ST2 off    |              | D
            *ST2 ST9         | POWER_OFF        | a | off ST6     |              | N1
            *ST2 ST9         | POWER_OFF        | b | *ST2 off    |              | D
            *ST2 ST10        | POWER_OFF        | a | off ST10    |              | D
            *ST2 ST10        | POWER_OFF        | b | *ST2 off    |              | D
            ST6 ST6          | POWER_OFF        | a | off ST6     |              | D
            ST6 ST6          | POWER_OFF        | b | ST6 off     |              | D
            ST6 off          | POWER_OFF        | a | off off     |              | D
            ST10 ST6         | POWER_OFF        | a | off ST6     |              | D
            ST10 ST6         | POWER_OFF        | b | ST10 off    |              | D
            ST10 off         | POWER_OFF        | a | off off     |              | D
            ST10 ST10        | POWER_OFF        | a | off ST10    |              | D
            ST10 ST10        | POWER_OFF        | b | ST10 off    |              | D
            """;

    private static final Policy TRACE = new Policy(true, true);
    private static final Policy SEPARATE = new Policy(true, false);
    private static final Policy NO_BUS_COMPARATOR = new Policy(false, false);

    private static final List<StateGraph> GRAPHS =
            Stream.of(TRACE, SEPARATE, NO_BUS_COMPARATOR)
                    .map(policy -> StateGraph.of(policy, Connect.LATER))
                    .toList();

    /** A row for one event; {@code of} is a, b or -. */
    record Row(String from, StateEvent event, String of, String to, String when, String cite) {
        boolean applies(ServerStates states) {
            return switch (when) {
                case "" -> true;
                case "transferred" -> states.copied() && states.contextTransferred();
                case "repairing" -> states.repairing();
                case "final" -> !states.repairing();
                case "bus" -> states.policy().busComparator();
                case "trace" -> states.policy().traceOnIoMismatch();
                case "separate" -> !states.policy().traceOnIoMismatch();
                default -> throw new IllegalArgumentException(when);
            };
        }

        @Override
        public String toString() {
            return String.format(
                    "(%s) %s%s%s -> (%s) %s",
                    from,
                    event,
                    of.equals("-") ? "" : " of " + of,
                    when.isEmpty() ? "" : ", " + when,
                    to,
                    cite);
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String line : ROWS.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] c =
                        Arrays.stream(line.split("\\|")).map(String::trim).toArray(String[]::new);
                for (String event : c[1].split("/")) {
                    rows.add(new Row(c[0], StateEvent.valueOf(event), c[2], c[3], c[4], c[5]));
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rowOfTheSpecification(Row row) {
        int tried = 0;
        for (StateGraph graph : GRAPHS) {
            for (Situation situation : graph.situations()) {
                ServerStates states = graph.states(situation);
                Boolean swapped = numbering(situation, row.from());
                if (swapped != null && row.applies(states)) {
                    apply(row, states, swapped);
                    tried++;
                }
            }
        }
        assertThat(tried).as("situations in which the row was tried").isPositive();
    }

    private static void apply(Row row, ServerStates states, boolean swapped) {
        int subject = row.of().equals("b") == swapped ? 0 : 1;
        ServerStates.Answer answer = states.apply(row.event(), subject);
        assertThat(answer.refused()).as("refused").isFalse();
        Situation after = Situation.of(states, 0);
        assertThat(swapped ? mirrored(after.pair()) : after.pair()).isEqualTo(row.to());
        for (ServerStates.Change change : answer.changes()) {
            assertThat(change.to()).isEqualTo(states.state(change.system()));
            assertThat(change.mode()).isEqualTo(states.mode(change.system()));
        }
    }

    /** Whether the pair has its first system as #1; null if it is another pair. */
    private static Boolean numbering(Situation situation, String pair) {
        if (situation.pair().equals(pair)) {
            return false;
        }
        return mirrored(situation.pair()).equals(pair) ? true : null;
    }

    private static String mirrored(String pair) {
        String[] both = pair.split(" ");
        return both[1] + " " + both[0];
    }

    @Test
    void whatHasNoRowIsRefused() {
        Set<String> listed = new TreeSet<>();
        for (Row row : rows()) {
            listed.add(key(row.from(), row.event(), row.of(), row.to()));
            if (row.from().equals(mirrored(row.from()))) {
                String of = row.of().equals("a") ? "b" : row.of().equals("b") ? "a" : "-";
                listed.add(key(row.from(), row.event(), of, mirrored(row.to())));
            }
        }
        for (StateGraph graph : GRAPHS) {
            for (Edge edge : graph.edges()) {
                assertThat(listed).contains(key(edge));
            }
        }
    }

    private static String key(Edge edge) {
        boolean swapped = !edge.from().pair().equals(edge.from().kind());
        boolean common = StateTable.COMMON.contains(edge.event());
        String of = common ? "-" : (edge.subject() == 0) == swapped ? "b" : "a";
        String to = edge.to().pair();
        return key(edge.from().kind(), edge.event(), of, swapped ? mirrored(to) : to);
    }

    private static String key(String from, StateEvent event, String of, String to) {
        return String.format("(%s) %s of %s -> (%s)", from, event, of, to);
    }

    @Test
    void aSyncResetBeforeCopyAndContextIsRefused() {
        assertRefused(
                s -> s.pair().equals("*ST2 ST8") && !(s.copied() && s.transferred()),
                StateEvent.SYNC_RESET,
                1);
    }

    @Test
    void crosslinksConnectNothingButASystemInServiceAndADividedOne() {
        assertRefused(
                s -> !Set.of("*ST1 ST6", "*ST2 ST6").contains(s.kind()), StateEvent.XLINK_UP, 0);
        assertRefused(s -> s.isAct(0), StateEvent.XLINK_UP, 0);
    }

    @Test
    void modesCannotBeExchangedInPreOnlineSyncAndOnlineAsync() {
        for (StateEvent event : EnumSet.of(StateEvent.SET_ACT, StateEvent.SET_SBY)) {
            for (int subject = 0; subject < 2; subject++) {
                assertRefused(s -> s.pair().equals("*ST3 ST3"), event, subject); // [0064]
                assertRefused(s -> s.pair().equals("*ST5 ST5"), event, subject); // D
            }
        }
    }

    @Test
    void aSecondSystemIsNotMadeActBesideOneInService() {
        assertRefused(s -> s.pair().equals("*ST1 ST6"), StateEvent.SET_ACT, 1);
        assertRefused(s -> s.pair().equals("*ST2 ST7"), StateEvent.SET_ACT, 1);
    }

    @Test
    void aBusDisagreementNeedsTheComparator() {
        StateGraph graph = GRAPHS.get(2);
        for (Situation s : graph.situations()) {
            if (s.pair().equals("*ST4 ST4")) {
                ServerStates states = graph.states(s);
                assertThat(states.apply(StateEvent.BUS_MISMATCH, 0).refused()).isTrue();
            }
        }
    }

    @Test
    void theProcessingFollowsTheEvent() {
        assertProcessing("*ST2 ST7", StateEvent.SYNC_START, Processing.DUPLICATION);
        assertProcessing("*ST5 ST5", StateEvent.TRACE_ALMOST_FULL, Processing.RESYNCHRONIZATION);
        assertProcessing("*ST5 ST5", StateEvent.SW_LEAVE_ASYNC, Processing.RESYNCHRONIZATION);
        assertProcessing("*ST4 ST4", StateEvent.FAIL, Processing.ERROR);
        assertProcessing("*ST3 ST3", StateEvent.CHECK_NG, Processing.ERROR);
        assertProcessing("*ST3 ST3", StateEvent.CHECK_OK, Processing.NONE);
    }

    @Test
    void anEventSelectsNoMoreThanOneProcessing() {
        for (StateGraph graph : GRAPHS) {
            for (Situation situation : graph.situations()) {
                for (StateEvent event : StateEvent.values()) {
                    for (int subject = 0; subject < 2; subject++) {
                        ServerStates.Answer answer = graph.states(situation).apply(event, subject);
                        Set<Processing> selected = EnumSet.of(answer.processing());
                        answer.changes().forEach(change -> selected.add(change.processing()));
                        selected.remove(Processing.NONE);
                        assertThat(selected)
                                .as("%s of #%d in %s", event, subject, situation)
                                .hasSizeLessThanOrEqualTo(1);
                    }
                }
            }
        }
    }

    private static void assertProcessing(String pair, StateEvent event, Processing processing) {
        StateGraph graph = GRAPHS.get(0);
        graph.situations().stream()
                .filter(s -> s.pair().equals(pair))
                .forEach(
                        s ->
                                assertThat(graph.states(s).apply(event, 1).changes())
                                        .isNotEmpty()
                                        .allMatch(change -> change.processing() == processing));
    }

    private static void assertRefused(Predicate<Situation> where, StateEvent event, int subject) {
        int tried = 0;
        for (StateGraph graph : GRAPHS) {
            for (Situation situation : graph.situations()) {
                if (where.test(situation)) {
                    ServerStates states = graph.states(situation);
                    ServerStates.Answer answer = states.apply(event, subject);
                    assertThat(answer.refused()).as("%s in %s", event, situation).isTrue();
                    assertThat(answer.changes()).isEmpty();
                    assertThat(Situation.of(states, situation.faults())).isEqualTo(situation);
                    tried++;
                }
            }
        }
        assertThat(tried).isPositive();
    }
}
