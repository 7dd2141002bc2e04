package ft.chipset.state;

import static ft.api.state.SystemState.*;
import static org.assertj.core.api.Assertions.assertThat;

import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.state.StateGraph.Connect;
import ft.chipset.state.StateGraph.Edge;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What two systems can come to, whatever happens to them (spec section 2 and J9). */
class ReachableStatesTest {
    /** Spec section 2, "Lawful pairs"; the asterisk marks ACT. */
    private static final Set<String> LAWFUL =
            Set.of(
                    "ST6 ST6",
                    "*ST1 ST6",
                    "*ST2 ST7",
                    "*ST2 ST8",
                    "*ST2 ST9",
                    "*ST2 ST10",
                    "*ST3 ST3",
                    "*ST4 ST4",
                    "*ST5 ST5",
                    "*ST1 off",
                    "*ST1 ST10",
                    "*ST2 off",
                    "ST6 off",
                    "ST10 ST6",
                    "ST10 ST10",
                    "ST10 off",
                    "off off");

    private static final Set<SystemState> DUPLICATED = EnumSet.range(PRE_ONLINE_SYNC, ONLINE_ASYNC);

    private static final List<StateGraph> GRAPHS = graphs();

    private static List<StateGraph> graphs() {
        List<Policy> policies =
                List.of(
                        new Policy(true, true),
                        new Policy(true, false),
                        new Policy(false, true),
                        new Policy(false, false));
        return policies.stream().map(p -> StateGraph.of(p, Connect.AT_ONCE)).toList();
    }

    static Stream<Situation> situations() {
        return GRAPHS.stream().flatMap(graph -> graph.situations().stream()).distinct();
    }

    static Stream<Edge> edges() {
        return GRAPHS.stream().flatMap(graph -> graph.edges().stream()).distinct();
    }

    @Test
    void everyReachablePairIsLawful() {
        assertThat(situations().map(Situation::kind)).isSubsetOf(LAWFUL);
    }

    @Test
    void everyLawfulPairIsReached() {
        assertThat(situations().map(Situation::kind)).containsAll(LAWFUL);
    }

    @Test
    void aServerWithoutAnyComparatorThatTracesNeverComesToOnlineAsync() {
        StateGraph graph = StateGraph.of(new Policy(false, false), Connect.AT_ONCE);
        assertThat(graph.situations().stream().flatMap(s -> s.states().stream()))
                .contains(ONLINE_SYNC)
                .doesNotContain(ONLINE_ASYNC, PRE_OFFLINE);
    }

    /**
     * The model of the specification had 56 system states, counted by states, modes and link. This
     * table has 31 (17 kinds of pairs), 46 with the crosslink enable. What makes the difference:
     *
     * <ul>
     *   <li>A system that is not in service always is SBY here: every fall sets it. A model that
     *       keeps ACT in ST6, ST10 or off has more states of the same kinds.
     *   <li>The enable is no fact of its own where the states tell it (ST2 to ST5, ST7 to ST9: on).
     *       Elsewhere it keeps its last level, which nothing looks at before N2 sets it again.
     *   <li>The fault that holds the crosslink down (part of N3, not in that model) makes 72 of
     *       them, the flags of a synchronization (copied, context transferred, repairing) 88.
     * </ul>
     *
     * The kinds are the specification's list of lawful pairs, no more and no fewer.
     */
    @Test
    void countsWhatIsReachable() {
        Set<String> kinds = situations().map(Situation::kind).collect(Collectors.toSet());
        Set<String> pairs = situations().map(Situation::pair).collect(Collectors.toSet());
        long linked = situations().map(s -> s.pair() + s.linked()).distinct().count();
        long broken = situations().map(s -> s.pair() + s.linked() + s.broken()).distinct().count();
        System.out.printf(
                "Reachable: %d kinds of pairs, %d pairs with numbers and modes, %d with the crosslink"
                        + " enable, %d with a fault of the crosslink, %d with all flags%n",
                kinds.size(), pairs.size(), linked, broken, situations().count());
        assertThat(kinds).hasSize(17);
        assertThat(pairs).hasSize(31);
        assertThat(linked).isEqualTo(46);
    }

    @Test
    void exactlyOneSystemIsActWheneverASideIsInService() {
        situations()
                .forEach(
                        s -> {
                            assertThat(StateGraph.actives(s))
                                    .isEqualTo(StateGraph.anyOnline(s) ? 1 : 0);
                        });
    }

    @Test
    void twoSystemsProvideTheServiceOnlyWhenDuplicated() {
        situations()
                .forEach(
                        s -> {
                            boolean both = s.states().stream().allMatch(SystemState::isOnline);
                            if (both) {
                                assertThat(s.state(0)).isIn(DUPLICATED).isEqualTo(s.state(1));
                            } else {
                                assertThat(s.states()).doesNotContainAnyElementsOf(DUPLICATED);
                            }
                        });
    }

    @Test
    void aSystemThatIsNotInServiceIsStandby() {
        situations()
                .forEach(
                        s -> {
                            for (int i = 0; i < 2; i++) {
                                if (!s.state(i).isOnline()) {
                                    assertThat(s.modes().get(i)).isEqualTo(ft.api.state.Mode.SBY);
                                }
                            }
                        });
    }

    @Test
    void statesThatNeedTheCrosslinkHaveIt() {
        situations()
                .forEach(
                        s -> {
                            boolean needs =
                                    s.states().stream()
                                            .anyMatch(
                                                    state ->
                                                            state == ONLINE_READY
                                                                    || state.isDuplicated()
                                                                    || state == OFFLINE
                                                                    || state == RECOVER_OFFLINE
                                                                    || state == PRE_OFFLINE);
                            if (needs) {
                                assertThat(s.linked()).isTrue();
                                assertThat(s.broken()).isFalse();
                            }
                        });
    }

    @Test
    void flagsOfASynchronizationDoNotOutliveIt() {
        situations()
                .forEach(
                        s -> {
                            if (!s.states().contains(RECOVER_OFFLINE)) {
                                assertThat(s.copied() || s.transferred()).isFalse();
                                assertThat(s.repairing() && !s.states().contains(PRE_ONLINE_SYNC))
                                        .isFalse();
                            }
                        });
    }

    @Test
    void preOnlineSyncIsEnteredBySyncResetAfterCopyAndContextOnly() {
        edges().forEach(
                        edge -> {
                            boolean enters =
                                    edge.to().states().contains(PRE_ONLINE_SYNC)
                                            && !edge.from().states().contains(PRE_ONLINE_SYNC);
                            if (enters || edge.event() == StateEvent.SYNC_RESET) {
                                assertThat(edge.event()).isEqualTo(StateEvent.SYNC_RESET);
                                assertThat(
                                                StateGraph.isPair(
                                                        edge.from(), ONLINE_READY, RECOVER_OFFLINE))
                                        .isTrue();
                                assertThat(edge.from().copied()).isTrue();
                                assertThat(edge.from().transferred()).isTrue();
                                assertThat(
                                                StateGraph.isPair(
                                                        edge.to(),
                                                        PRE_ONLINE_SYNC,
                                                        PRE_ONLINE_SYNC))
                                        .isTrue();
                                // "The side that was ACT stays ACT" ([0090], [0093], [0098])
                                assertThat(edge.to().modes()).isEqualTo(edge.from().modes());
                            }
                        });
    }

    @Test
    void onlineSyncIsEnteredByACompleteCheckOnly() {
        edges().forEach(
                        edge -> {
                            boolean enters =
                                    edge.to().states().contains(ONLINE_SYNC)
                                            && !edge.from().states().contains(ONLINE_SYNC);
                            if (enters) {
                                assertThat(edge.event()).isEqualTo(StateEvent.CHECK_OK);
                                assertThat(
                                                StateGraph.isPair(
                                                        edge.from(),
                                                        PRE_ONLINE_SYNC,
                                                        PRE_ONLINE_SYNC))
                                        .isTrue();
                            }
                        });
    }

    @Test
    void inPreOnlineSyncModesStayAndActNeverFails() {
        edges().forEach(
                        edge -> {
                            if (edge.from().state(0) != PRE_ONLINE_SYNC) {
                                return;
                            }
                            for (int i = 0; i < 2; i++) {
                                if (edge.from().isAct(i)) {
                                    assertThat(edge.to().state(i)).isNotEqualTo(FAULT);
                                }
                            }
                            if (edge.to().state(0) == PRE_ONLINE_SYNC) {
                                assertThat(edge.to().modes()).isEqualTo(edge.from().modes());
                            }
                            // Only with the power of ACT gone does the other one take over (spec
                            // section 3, the risk
                            // that its memory is not proven is accepted there).
                            if (edge.event() != StateEvent.POWER_OFF) {
                                for (int i = 0; i < 2; i++) {
                                    assertThat(edge.to().isAct(i)).isEqualTo(edge.from().isAct(i));
                                }
                            }
                        });
    }

    @Test
    void modesAreExchangedInOnlineSyncOnly() {
        edges().forEach(
                        edge -> {
                            boolean exchanged =
                                    StateGraph.actives(edge.from()) == 1
                                            && StateGraph.actives(edge.to()) == 1
                                            && edge.from().isAct(0) != edge.to().isAct(0);
                            if (exchanged
                                    && !EnumSet.of(StateEvent.POWER_OFF).contains(edge.event())) {
                                assertThat(edge.from().state(0)).isIn(ONLINE_SYNC, ONLINE_ASYNC);
                                assertThat(edge.event())
                                        .isIn(
                                                edge.from().state(0) == ONLINE_SYNC
                                                        ? EnumSet.of(
                                                                StateEvent.SET_ACT,
                                                                StateEvent.FAIL,
                                                                StateEvent.ISOLATE)
                                                        : EnumSet.of(
                                                                StateEvent.FAIL,
                                                                StateEvent.ISOLATE));
                            }
                        });
    }

    @Test
    void theServiceOfADuplicatedPairOutlivesEveryEvent() {
        edges().forEach(
                        edge -> {
                            if (edge.from().state(0).isDuplicated()) {
                                assertThat(StateGraph.anyOnline(edge.to())).isTrue(); // J10
                            }
                        });
    }

    @Test
    void preOfflineIsLeftForRecoverOfflineByTheAcknowledgementOnly() {
        edges().forEach(
                        edge -> {
                            if (edge.from().states().contains(PRE_OFFLINE)
                                    && edge.to().states().contains(RECOVER_OFFLINE)) {
                                assertThat(edge.event()).isEqualTo(StateEvent.SMI_ACK_ALL);
                            }
                        });
    }

    @Test
    void aRefusedEventChangesNothing() {
        for (StateGraph graph : GRAPHS) {
            for (Edge edge : graph.refused()) {
                Situation same = Situation.of(graph.states(edge.from()), edge.to().broken());
                assertThat(edge.to()).as("%s", edge).isEqualTo(same);
            }
        }
    }

    /**
     * The FT controllers connect only after the firmware has begun to run (T203 before T204). The
     * one pair that this adds is a swapped board that has just been reset beside a system that is
     * still connected.
     */
    @Test
    void connectingLaterAddsOnlyTheSwappedBoardBeforeItsFirmwareRuns() {
        StateGraph later = StateGraph.of(new Policy(true, true), Connect.LATER);
        Set<String> kinds =
                later.situations().stream()
                        .map(Situation::kind)
                        .collect(Collectors.toCollection(TreeSet::new));
        kinds.removeAll(LAWFUL);
        assertThat(kinds).containsExactly("*ST2 ST6");
        assertThat(later.situations())
                .allMatch(s -> StateGraph.actives(s) == (StateGraph.anyOnline(s) ? 1 : 0));
    }
}
