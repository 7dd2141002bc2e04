package ft.chipset.state;

import static ft.api.state.SystemState.*;
import static org.assertj.core.api.Assertions.assertThat;

import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.state.StateGraph.Connect;
import ft.chipset.state.StateGraph.Edge;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What two and three systems can come to, whatever happens to them (spec section 2, J9, and P6
 * [0102]).
 *
 * <p>The graphs belong to the instance, of which there is one for all methods: drawn once here, and
 * anew for every test where a mutant of the table is judged.
 */
@TestInstance(Lifecycle.PER_CLASS)
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

    /** States without a part in the service or in a synchronization. */
    private static final Set<SystemState> APART = EnumSet.of(OFF, OFFLINE_DIVIDE, FAULT);

    private static final List<Policy> POLICIES =
            List.of(
                    new Policy(true, true),
                    new Policy(true, false),
                    new Policy(false, true),
                    new Policy(false, false));

    private List<StateGraph> pairs;
    private List<StateGraph> triples;

    private List<StateGraph> graphsOf(int systems) {
        if (systems == 2) {
            pairs = pairs == null ? graphs(2) : pairs;
            return pairs;
        }
        triples = triples == null ? graphs(3) : triples;
        return triples;
    }

    private static List<StateGraph> graphs(int systems) {
        return POLICIES.stream().map(p -> StateGraph.of(systems, p, Connect.AT_ONCE)).toList();
    }

    private Stream<Situation> situations(int systems) {
        return graphsOf(systems).stream().flatMap(g -> g.situations().stream()).distinct();
    }

    private Stream<Edge> edges(int systems) {
        return graphsOf(systems).stream().flatMap(g -> g.edges().stream()).distinct();
    }

    private Set<String> kinds(int systems) {
        return situations(systems)
                .map(Situation::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // What is lawful

    @Test
    void theLawfulPairsAreReachedAndNoOthers() {
        assertThat(kinds(2)).isEqualTo(new TreeSet<>(LAWFUL));
    }

    /**
     * What the specification's list says of pairs, said of any number of systems.
     *
     * @return what is wrong, or an empty text
     */
    private static String unlawful(Situation s) {
        long online = s.states().stream().filter(SystemState::isOnline).count();
        long acts = StateGraph.actives(s);
        if (acts != (online == 0 ? 0 : 1)) {
            return acts + " are ACT of " + online + " in service";
        }
        int joining = s.count(RECOVER_OFFLINE) + s.count(PRE_OFFLINE);
        if (online == 0) {
            return APART.containsAll(s.states()) ? "" : "beside nobody in service";
        }
        if (s.count(ONLINE_DIVIDE) > 0) {
            boolean apart = s.states().stream().allMatch(x -> x == ONLINE_DIVIDE || isApart(x));
            return online == 1 && apart ? "" : "ST1 is not divided";
        }
        if (s.count(ONLINE_READY) > 0) {
            return online != 1
                    ? "ST2 beside another in service"
                    : s.count(RECOVER_OFFLINE) > 1 ? "two copy destinations" : divided(s);
        }
        if (s.count(PRE_OFFLINE) > 0) {
            return "ST9 beside a duplicated pair";
        }
        if (s.count(ONLINE_SYNC) > 0) {
            int joins = joining + s.count(PRE_ONLINE_SYNC);
            boolean pair = s.count(ONLINE_SYNC) >= 2 && s.count(ONLINE_ASYNC) == 0;
            boolean act =
                    IntStream.range(0, s.systems())
                            .allMatch(i -> !s.isAct(i) || s.state(i) == ONLINE_SYNC);
            return !pair ? "ST4 alone" : joins > 1 ? "two join" : !act ? "ACT joins" : divided(s);
        }
        if (joining > 0) {
            return "a synchronization beside an unproven pair";
        }
        if (s.count(ONLINE_ASYNC) > 0) {
            return online >= 2 && s.count(ONLINE_ASYNC) == online
                    ? divided(s)
                    : "ST5 beside others";
        }
        return s.count(PRE_ONLINE_SYNC) == 2 && online == 2 ? divided(s) : "ST3 not as a pair";
    }

    private static boolean isApart(SystemState state) {
        return APART.contains(state);
    }

    /** Beside a service with crosslink a system is divided from it only by a fault of its own. */
    private static String divided(Situation s) {
        for (int i = 0; i < s.systems(); i++) {
            if (s.state(i) == OFFLINE_DIVIDE && !s.broken(i)) {
                return "ST6 beside a service with crosslink";
            }
        }
        return "";
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void everyReachableStateIsLawful(int systems) {
        assertThat(
                        situations(systems)
                                .filter(s -> !unlawful(s).isEmpty())
                                .map(s -> s.kind() + ": " + unlawful(s)))
                .isEmpty();
    }

    /** A pair is a server of three of which one is off. */
    @Test
    void threeSystemsReachWhatTwoReach() {
        assertThat(kinds(3)).containsAll(LAWFUL.stream().map(pair -> pair + " off").toList());
    }

    @Test
    void aServerWithoutAnyComparatorThatTracesNeverComesToOnlineAsync() {
        for (int systems = 2; systems <= 3; systems++) {
            StateGraph graph = graphsOf(systems).get(3);
            assertThat(graph.situations().stream().flatMap(s -> s.states().stream()))
                    .contains(ONLINE_SYNC)
                    .doesNotContain(ONLINE_ASYNC, PRE_OFFLINE);
        }
    }

    /**
     * The model of the specification had 56 system states, counted by states, modes and link. This
     * table has 31 (17 kinds of pairs), 44 with the crosslink enable. What makes the difference:
     *
     * <ul>
     *   <li>A system that is not in service always is SBY here: every fall sets it. A model that
     *       keeps ACT in ST6, ST10 or off has more states of the same kinds.
     *   <li>The enable is no fact of its own where the states tell it (ST2 to ST5, ST7 to ST9: on).
     *       Elsewhere it keeps its last level, which nothing looks at before N2 sets it again.
     *   <li>The faults that hold a crosslink down (part of N3, not in that model) and the flags of
     *       a synchronization (copied, context transferred, repairing) make more of the same.
     * </ul>
     *
     * The kinds are the specification's list of lawful pairs, no more and no fewer.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void countsWhatIsReachable(int systems) {
        long kinds = kinds(systems).size();
        long pairs = situations(systems).map(Situation::pair).distinct().count();
        long linked = situations(systems).map(s -> s.pair() + s.links()).distinct().count();
        long all = situations(systems).count();
        System.out.printf(
                "%d systems: %d kinds, %d with numbers, %d with the crosslink enables, %d with"
                        + " faults of crosslinks and flags%n",
                systems, kinds, pairs, linked, all);
        assertThat(List.of(kinds, pairs, linked, all))
                .isEqualTo(
                        systems == 2
                                ? List.of(17L, 31L, 44L, 103L)
                                : List.of(49L, 237L, 516L, 1506L));
    }

    // What holds everywhere

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aSystemThatIsNotInServiceIsStandby(int systems) {
        situations(systems)
                .forEach(
                        s -> {
                            for (int i = 0; i < systems; i++) {
                                if (!s.state(i).isOnline()) {
                                    assertThat(s.modes().get(i)).isEqualTo(Mode.SBY);
                                }
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void statesThatNeedTheCrosslinkHaveIt(int systems) {
        situations(systems)
                .forEach(
                        s -> {
                            for (int i = 0; i < systems; i++) {
                                if (!isApart(s.state(i)) && s.state(i) != ONLINE_DIVIDE) {
                                    assertThat(s.linked(i)).as("%s", s).isTrue();
                                    assertThat(s.broken(i)).as("%s", s).isFalse();
                                }
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void flagsOfASynchronizationDoNotOutliveIt(int systems) {
        situations(systems)
                .forEach(
                        s -> {
                            if (s.count(RECOVER_OFFLINE) == 0) {
                                assertThat(s.copied() || s.transferred()).isFalse();
                                assertThat(s.repairing() && s.count(PRE_ONLINE_SYNC) == 0)
                                        .isFalse();
                            }
                        });
    }

    // How states are entered and left

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void preOnlineSyncIsEnteredBySyncResetAfterCopyAndContextOnly(int systems) {
        edges(systems)
                .forEach(
                        edge -> {
                            if (entered(edge, PRE_ONLINE_SYNC) > 0
                                    || edge.event() == StateEvent.SYNC_RESET) {
                                assertThat(edge.event()).isEqualTo(StateEvent.SYNC_RESET);
                                assertThat(edge.from().count(RECOVER_OFFLINE)).isEqualTo(1);
                                assertThat(edge.to().count(RECOVER_OFFLINE)).isZero();
                                assertThat(edge.from().copied()).isTrue();
                                assertThat(edge.from().transferred()).isTrue();
                                boolean pair = edge.from().count(ONLINE_READY) == 1;
                                assertThat(edge.to().count(PRE_ONLINE_SYNC))
                                        .isEqualTo(pair ? 2 : 1);
                                // "The side that was ACT stays ACT" ([0090], [0093], [0098])
                                assertThat(edge.to().modes()).isEqualTo(edge.from().modes());
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void onlineSyncIsEnteredFromPreOnlineSyncByACompleteCheckOnly(int systems) {
        edges(systems)
                .forEach(
                        edge -> {
                            for (int i = 0; i < systems; i++) {
                                if (edge.to().state(i) == ONLINE_SYNC
                                        && edge.from().state(i) != ONLINE_SYNC) {
                                    assertThat(edge.event()).isEqualTo(StateEvent.CHECK_OK);
                                    assertThat(edge.from().state(i)).isEqualTo(PRE_ONLINE_SYNC);
                                }
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void inPreOnlineSyncModesStayAndActNeverFails(int systems) {
        edges(systems)
                .filter(edge -> edge.from().count(PRE_ONLINE_SYNC) == 2)
                .forEach(
                        edge -> {
                            for (int i = 0; i < systems; i++) {
                                boolean act = edge.from().isAct(i);
                                if (act) {
                                    assertThat(edge.to().state(i)).isNotEqualTo(FAULT);
                                }
                                // Only with the power of ACT gone does the other one take over
                                // (spec section 3; that its memory is not proven is accepted).
                                if (edge.event() != StateEvent.POWER_OFF) {
                                    assertThat(edge.to().isAct(i)).isEqualTo(act);
                                }
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void modesAreExchangedByAnOrderInOnlineSyncOnlyAndPassWhenActGoes(int systems) {
        edges(systems)
                .filter(edge -> act(edge.from()) >= 0 && act(edge.to()) >= 0)
                .filter(edge -> act(edge.from()) != act(edge.to()))
                .forEach(
                        edge -> {
                            if (edge.event() == StateEvent.SET_ACT) {
                                assertThat(edge.from().state(act(edge.from())))
                                        .isEqualTo(ONLINE_SYNC);
                                assertThat(edge.from().states())
                                        .doesNotContain(RECOVER_OFFLINE, PRE_ONLINE_SYNC);
                            } else {
                                assertThat(edge.subject()).isEqualTo(act(edge.from()));
                                assertThat(edge.to().state(act(edge.from()))).isIn(FAULT, OFF);
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theServiceOfDuplicatedSystemsOutlivesEveryEvent(int systems) {
        edges(systems)
                .filter(e -> e.from().states().stream().anyMatch(SystemState::isDuplicated))
                .forEach(edge -> assertThat(StateGraph.anyOnline(edge.to())).isTrue()); // J10
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void preOfflineIsLeftForRecoverOfflineByTheAcknowledgementOnly(int systems) {
        edges(systems)
                .filter(edge -> entered(edge, RECOVER_OFFLINE) > 0)
                .filter(edge -> edge.from().count(PRE_OFFLINE) > edge.to().count(PRE_OFFLINE))
                .forEach(e -> assertThat(e.event()).isEqualTo(StateEvent.SMI_ACK_ALL));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aRefusedEventChangesNothing(int systems) {
        for (StateGraph graph : graphsOf(systems)) {
            for (Edge edge : graph.refused()) {
                assertThat(edge.to()).as("%s", edge).isEqualTo(edge.from());
            }
        }
    }

    // What three have that two have not

    /** One that goes, for whatever reason, leaves two that stay proven equal, one of them ACT. */
    @Test
    void ofThreeInStepTwoStayInStep() {
        Set<StateEvent> oneGoes =
                EnumSet.of(
                        StateEvent.FAIL,
                        StateEvent.ISOLATE,
                        StateEvent.OUTVOTED,
                        StateEvent.POWER_OFF,
                        StateEvent.XLINK_DOWN);
        Set<StateEvent> seen = EnumSet.noneOf(StateEvent.class);
        edges(3).filter(edge -> edge.from().count(ONLINE_SYNC) == 3)
                .filter(edge -> oneGoes.contains(edge.event()))
                .forEach(
                        edge -> {
                            seen.add(edge.event());
                            int gone = edge.subject();
                            assertThat(edge.to().count(ONLINE_SYNC)).as("%s", edge).isEqualTo(2);
                            assertThat(edge.to().state(gone).isOnline()).isFalse();
                            int heir = gone == 0 ? 1 : 0;
                            boolean actGone = edge.from().isAct(gone);
                            assertThat(act(edge.to())).isEqualTo(actGone ? heir : act(edge.from()));
                        });
        assertThat(seen).isEqualTo(oneGoes);
    }

    /** A third one that joins, or fails to, takes nothing from the two that are in step. */
    @Test
    void redundancyIsNeverGivenUpWhileAThirdJoins() {
        Set<StateEvent> steps =
                EnumSet.of(
                        StateEvent.SYNC_START,
                        StateEvent.COPY_DONE,
                        StateEvent.COPY_ERROR,
                        StateEvent.SMI,
                        StateEvent.CTX_DONE,
                        StateEvent.SYNC_RESET,
                        StateEvent.CHECK_OK,
                        StateEvent.CHECK_NG,
                        StateEvent.OUTPUT_MISMATCH,
                        StateEvent.XLINK_UP,
                        StateEvent.POR,
                        StateEvent.RESET);
        Set<StateEvent> seen = EnumSet.noneOf(StateEvent.class);
        edges(3).filter(edge -> edge.from().count(ONLINE_SYNC) >= 2)
                .filter(edge -> steps.contains(edge.event()))
                .forEach(
                        edge -> {
                            seen.add(edge.event());
                            for (int i = 0; i < 3; i++) {
                                if (edge.from().state(i) == ONLINE_SYNC) {
                                    assertThat(edge.to().state(i)).isEqualTo(ONLINE_SYNC);
                                    assertThat(edge.to().isAct(i)).isEqualTo(edge.from().isAct(i));
                                }
                            }
                        });
        assertThat(seen).isEqualTo(steps);
    }

    /** What happens to a third one that is not in step is nothing to the two that are. */
    @Test
    void aThirdThatGoesTakesNothingWithIt() {
        edges(3).filter(edge -> !StateTable.COMMON.contains(edge.event()))
                .filter(edge -> edge.event() != StateEvent.SET_ACT)
                .filter(edge -> !edge.from().state(edge.subject()).isOnline())
                .filter(edge -> edge.from().states().stream().anyMatch(x -> x.isDuplicated()))
                .forEach(
                        edge -> {
                            for (int i = 0; i < 3; i++) {
                                if (edge.from().state(i).isOnline()) {
                                    assertThat(edge.to().state(i))
                                            .as("%s", edge)
                                            .isEqualTo(edge.from().state(i));
                                }
                            }
                        });
    }

    @Test
    void aSystemThatLosesItsCrosslinkNeverServesBesideOthers() {
        edges(3).filter(edge -> edge.event() == StateEvent.XLINK_DOWN)
                .forEach(
                        edge -> {
                            SystemState cut = edge.to().state(edge.subject());
                            assertThat(isApart(cut) || cut == ONLINE_DIVIDE).isTrue();
                            long online =
                                    edge.to().states().stream()
                                            .filter(SystemState::isOnline)
                                            .count();
                            assertThat(cut == ONLINE_DIVIDE && online > 1).isFalse();
                        });
    }

    /**
     * The FT controllers connect only after the firmware has begun to run (T203 before T204). What
     * this adds is a board that has just been reset beside systems that are still connected.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void connectingLaterAddsOnlyTheSwappedBoardBeforeItsFirmwareRuns(int systems) {
        StateGraph later = StateGraph.of(systems, POLICIES.get(0), Connect.LATER);
        assertThat(later.situations())
                .allMatch(s -> StateGraph.actives(s) == (StateGraph.anyOnline(s) ? 1 : 0))
                .allMatch(s -> unlawful(s).isEmpty() || !divided(s).isEmpty());
        if (systems == 2) {
            Set<String> kinds =
                    later.situations().stream()
                            .map(Situation::kind)
                            .collect(Collectors.toCollection(TreeSet::new));
            kinds.removeAll(LAWFUL);
            assertThat(kinds).containsExactly("*ST2 ST6");
        }
    }

    private static int act(Situation s) {
        return IntStream.range(0, s.systems()).filter(s::isAct).findFirst().orElse(-1);
    }

    /** Systems that come to a state. */
    private static long entered(Edge edge, SystemState state) {
        return IntStream.range(0, edge.from().systems())
                .filter(i -> edge.to().state(i) == state && edge.from().state(i) != state)
                .count();
    }
}
