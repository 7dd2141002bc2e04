package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.resync.CopyScope;
import ft.api.server.BoundaryView;
import ft.api.server.MemoryRange;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.TraceGranularity;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conditions K1 to K9 for a resynchronization by the access trace (spec §6). */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class TraceConditionsTest {
    private static final long END = 6_000_000;
    private static final long FAULT = 3_000_000;
    private static final String GUEST = "ws=64 report=100";

    /** A cell that the guest never uses. */
    private static final long IDLE_CELL = 0x800c0123L;

    /** The guest prints it when it reports, every hundredth transaction; it is never written. */
    private static final long LETTER_OF_REPORT = 0x800032cfL;

    private final Scene scene = new Scene(END, GUEST);

    /** What main storage of #1 had in the boundaries of a state that no controller knew of. */
    private final Set<MemoryRange> unexplained = new HashSet<>();

    private final List<SystemState> seen = new ArrayList<>();

    @AfterEach
    void close() {
        scene.close();
    }

    private static Fault strayStack() {
        return new Fault.RegisterFlip(1, 0, "sp", 6);
    }

    private void granularity(TraceGranularity granularity) {
        scene.with("traceGranularity=" + granularity);
    }

    /** Looks at every boundary from Online async to the synchronization reset. */
    private void look(BoundaryView view) {
        SystemState state = view.systems().get(1).state();
        if (state == SystemState.ONLINE_ASYNC || state == SystemState.PRE_OFFLINE) {
            unexplained.addAll(view.unexplained(1));
            seen.add(state);
        }
    }

    private static boolean equalMemories(BoundaryView view) {
        for (int page = 0; page < view.systems().get(0).memory().pages(); page++) {
            if (view.systems().get(0).memory().check(page)
                    != view.systems().get(1).memory().check(page)) {
                return false;
            }
        }
        return true;
    }

    private ResyncReport partial() {
        return scene.reports().stream()
                .filter(report -> report.scope() == CopyScope.PARTIAL)
                .findFirst()
                .orElseThrow(() -> new AssertionError(scene.log()));
    }

    @ParameterizedTest
    @EnumSource(TraceGranularity.class)
    void k1TheFirstDifferenceIsInTheTrace(TraceGranularity granularity) throws Exception {
        granularity(granularity);
        List<Boolean> equal = new ArrayList<>();
        scene.strike(FAULT, strayStack())
                .observe(
                        view -> {
                            if (view.systems().get(1).state() == SystemState.ONLINE_ASYNC
                                    && equal.isEmpty()) {
                                equal.add(equalMemories(view));
                                unexplained.addAll(view.unexplained(1));
                            }
                        })
                .assertGolden();
        assertThat(equal).as("the quantum of the fault left a difference").containsExactly(false);
        assertThat(unexplained).as(scene::log).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TraceGranularity.class)
    void k2WhatBothSidesWriteCountsUntilBothAreQuiet(TraceGranularity granularity)
            throws Exception {
        granularity(granularity);
        List<Boolean> equal = new ArrayList<>();
        scene.strike(FAULT, strayStack())
                .observe(
                        view -> {
                            look(view);
                            boolean reset =
                                    view.systems().get(1).state() == SystemState.PRE_ONLINE_SYNC;
                            if (reset && !seen.isEmpty() && equal.isEmpty()) {
                                equal.add(equalMemories(view));
                            }
                        })
                .assertGolden();
        assertThat(seen).contains(SystemState.ONLINE_ASYNC, SystemState.PRE_OFFLINE);
        assertThat(unexplained).as(scene::log).isEmpty();
        assertThat(equal).as("after the copy of the trace alone").containsExactly(true);
        assertThat(partial().succeeded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TraceGranularity.class)
    void k3ACellThatIsOnlyReadIsCopiedAsWell(TraceGranularity granularity) throws Exception {
        granularity(granularity);
        scene.flipCode(FAULT, 5).assertGolden();
        assertThat(scene.events()).doesNotContain(StateEvent.CHECK_NG);
        assertThat(partial().succeeded()).as(scene::log).isTrue();
    }

    /** The account of its quantum tells, not the one of the quantum that was hit. */
    @ParameterizedTest
    @EnumSource(TraceGranularity.class)
    void k3WhatIsReadLongAfterItWasHitIsCopiedAsWell(TraceGranularity granularity)
            throws Exception {
        granularity(granularity);
        // Injections are followed: what happened before is not in the account of the last one.
        scene.strike(FAULT - 200_000, new Fault.MemoryFlip(1, IDLE_CELL, 2))
                .strike(FAULT - 100_000, new Fault.MemoryFlip(1, IDLE_CELL, 2))
                .strike(FAULT, new Fault.MemoryFlip(1, LETTER_OF_REPORT, 5))
                .assertGolden();
        assertThat(scene.clockOfDisagreement()).isGreaterThan(FAULT + 4 * 32_768);
        assertThat(scene.events()).as(scene::log).doesNotContain(StateEvent.CHECK_NG);
        assertThat(partial().succeeded()).as(scene::log).isTrue();
    }

    /** Whole entries are copied; smaller ones make the stop shorter. */
    @Test
    void k4ThePartialCopyMovesEntries() throws Exception {
        ResyncReport[] reports = new ResyncReport[2];
        for (TraceGranularity granularity : TraceGranularity.values()) {
            try (Scene each = new Scene(END, GUEST)) {
                // The same time in Online async, so that the same is written.
                each.with("traceGranularity=" + granularity, "asyncLimit=6")
                        .with("traceEntries=100000", "traceAlmostFull=90000")
                        .strike(FAULT, strayStack())
                        .assertGolden();
                reports[granularity.ordinal()] =
                        each.reports().stream()
                                .filter(report -> report.scope() == CopyScope.PARTIAL)
                                .findFirst()
                                .orElseThrow();
            }
        }
        ResyncReport lines = reports[TraceGranularity.LINE.ordinal()];
        ResyncReport pages = reports[TraceGranularity.PAGE.ordinal()];
        assertThat(lines.stoppedPages()).isLessThanOrEqualTo(pages.stoppedPages());
        assertThat(pages.stoppedBytes()).isEqualTo(pages.stoppedPages() * 4096);
        assertThat(lines.stoppedBytes() % 64).isZero();
        assertThat(lines.stoppedBytes()).isLessThan(pages.stoppedBytes() / 2);
        assertThat(lines.stopGuestNanos()).isLessThan(pages.stopGuestNanos());
    }

    @ParameterizedTest
    @EnumSource(TraceGranularity.class)
    void k5AnOverflowForcesAFullCopy(TraceGranularity granularity) throws Exception {
        granularity(granularity);
        scene.with("traceEntries=20", "traceAlmostFull=20")
                .strike(FAULT, strayStack())
                .assertGolden();
        assertThat(scene.reports()).hasSize(2).allMatch(ResyncReport::succeeded);
        assertThat(scene.reports().get(1).scope()).isEqualTo(CopyScope.FULL);
    }

    /** The head-room between the thresholds is enough for what is written until T118. */
    @ParameterizedTest
    @ValueSource(strings = {"LINE", "PAGE"})
    void k5TheHeadRoomLastsUntilTheLastAcknowledgement(String granularity) throws Exception {
        scene.with("traceGranularity=" + granularity, "traceAlmostFull=600", "traceEntries=8192")
                .strike(FAULT, strayStack())
                .assertGolden();
        assertThat(scene.events()).contains(StateEvent.TRACE_ALMOST_FULL);
        assertThat(partial().succeeded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(TraceGranularity.class)
    void k6OnlyTheCheckOfAllMemoryFindsALatentFlip(TraceGranularity granularity) throws Exception {
        granularity(granularity);
        scene.strike(FAULT - 500_000, new Fault.MemoryFlip(1, IDLE_CELL, 2))
                .strike(FAULT, strayStack())
                .assertGolden();
        assertThat(partial().succeeded()).as("the trace cannot know of the cell").isFalse();
        assertThat(scene.events()).contains(StateEvent.CHECK_NG);
    }

    /**
     * With two sides and no located fault ACT wins (P6 [0055]), right or wrong: the
     * resynchronization spreads its error and ends as if all were well. Only a run without the
     * fault tells.
     */
    @Test
    void k7AWrongActSurvives() throws Exception {
        Probe probe = scene.strike(FAULT, new Fault.RegisterFlip(0, 0, "s0", 17)).run();
        Probe right = scene.reference();
        assertThat(scene.events()).as(scene::log).contains(StateEvent.BUS_MISMATCH);
        assertThat(partial().succeeded()).as(scene::log).isTrue();
        assertThat(probe.memory()).hasSize(2);
        assertThat(probe.memory().get(0)).isEqualTo(probe.memory().get(1));
        assertThat(probe.memory().get(0)).isNotEqualTo(right.memory().get(0));
    }

    @Test
    void k8RegistersCountersAndTimersTravelAsWell() throws Exception {
        List<Boolean> equal = new ArrayList<>();
        scene.strike(FAULT - 40_000, new Fault.CsrFlip(1, 0, "mscratch", 60))
                .strike(FAULT - 40_000, new Fault.CsrFlip(1, 0, "mcycle", 40))
                .strike(FAULT, strayStack())
                .observe(
                        view -> {
                            look(view);
                            boolean reset =
                                    view.systems().get(1).state() == SystemState.PRE_ONLINE_SYNC;
                            if (reset && !seen.isEmpty()) {
                                equal.add(
                                        java.util.Arrays.equals(
                                                view.systems().get(0).context(),
                                                view.systems().get(1).context()));
                            }
                        })
                .assertGolden();
        assertThat(equal).isNotEmpty().containsOnly(true);
    }

    /** Every byte that differs lies in the trace, or is a flipped cell that nobody has touched. */
    @ParameterizedTest
    @ValueSource(ints = {3, 6, 12, 40})
    void k9WhatDiffersIsInTheTraceOrALatentFlip(int bit) throws Exception {
        granularity(TraceGranularity.LINE);
        scene.strike(FAULT - 100_000, new Fault.MemoryFlip(1, IDLE_CELL, 2))
                .strike(FAULT, new Fault.RegisterFlip(1, 0, "sp", bit))
                .observe(this::look)
                .assertGolden();
        assertThat(seen).contains(SystemState.ONLINE_ASYNC);
        assertThat(unexplained).containsOnly(new MemoryRange(IDLE_CELL, 1));
    }
}
