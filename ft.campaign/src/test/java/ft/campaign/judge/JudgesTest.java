package ft.campaign.judge;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.MemoList;
import ft.api.fault.Fault;
import ft.api.observer.CopyOperation;
import ft.api.resync.CopyScope;
import ft.api.server.CopyLists;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each judge is content with what is right, and sees what is wrong. */
class JudgesTest {
    private static final long BOUND = 1_000_000;
    private static final long ADDRESS = Scene.BASE + 3 * 4096 + 17;

    private final Scene scene = new Scene();
    private final HistoryJudge history = new HistoryJudge();
    private final StateJudge states = new StateJudge();
    private final LockstepJudge lockstep = new LockstepJudge(true);
    private final TraceJudge trace = new TraceJudge();
    private final ServiceJudge service = new ServiceJudge(BOUND);

    @Test
    void allAreContentWithAPairInOnlineSync() {
        scene.look().golden();
        assertThat(scene.judged(history)).isEmpty();
        assertThat(scene.judged(states)).isEmpty();
        assertThat(scene.judged(lockstep)).isEmpty();
        assertThat(scene.judged(trace)).isEmpty();
        assertThat(scene.judged(service)).isEmpty();
    }

    // J5, J7

    @Test
    void j5MainStorage() {
        scene.golden().write(0, ADDRESS, 1).look();
        assertThat(scene.judged(history)).containsExactly("J5");
    }

    @Test
    void j5InstructionsRetired() {
        scene.golden();
        scene.b.act().retired++;
        assertThat(scene.judged(history)).containsExactly("J5");
    }

    @Test
    void j5Context() {
        scene.golden();
        scene.b.act().context = new byte[] {1, 2, 4};
        assertThat(scene.judged(history)).containsExactly("J5");
    }

    @Test
    void j7Output() {
        scene.golden();
        scene.b.output++;
        assertThat(scene.judged(history)).containsExactly("J7");
    }

    @Test
    void j5IsNotAskedOfTheSideThatWasStruck() {
        scene.b.soundness.struck(new Fault.MemoryFlip(0, ADDRESS, 0));
        scene.golden().write(0, ADDRESS, 1).look();
        assertThat(scene.judged(history)).isEmpty();
    }

    @Test
    void j5IsAskedWhenTheOtherSideWasStruck() {
        scene.b.soundness.struck(new Fault.MemoryFlip(1, ADDRESS, 0));
        scene.golden().write(0, ADDRESS, 1).look();
        assertThat(scene.judged(history)).containsExactly("J5");
    }

    @Test
    void j5IsNotAskedOfAServiceThatWasBootedAgainBetweenTwoBoundaries() {
        scene.golden().next();
        scene.b.clock = 0;
        scene.b.soundness.follow(scene.b);
        scene.next().write(0, ADDRESS, 1).look();
        scene.b.goldenBoundary = 0;
        assertThat(scene.judged(history)).isEmpty();
    }

    /** ACT is struck, and leaves at the boundary at which that is noticed. */
    private List<String> afterActHasLeft(StateEvent disagreement) {
        scene.golden().b.soundness.struck(new Fault.RegisterFlip(0, 0, "s1", 12));
        scene.next().event(disagreement);
        scene.b.systems[0].mode = Mode.SBY;
        scene.b.systems[1].mode = Mode.ACT;
        scene.states(SystemState.OFF, SystemState.ONLINE_READY);
        scene.b.soundness.follow(scene.b);
        scene.write(1, ADDRESS, 1).look();
        return scene.judged(history);
    }

    @Test
    void j5IsAskedOfTheSurvivorWhenNothingHasGoneOutYet() {
        assertThat(afterActHasLeft(StateEvent.BUS_MISMATCH)).containsExactly("J5");
    }

    @Test
    void j5IsNotAskedWhenAWrongActWasBelieved() {
        assertThat(afterActHasLeft(StateEvent.IO_MISMATCH)).isEmpty();
    }

    // J9

    @Test
    void j9ALawfulPair() {
        scene.states(SystemState.ONLINE_READY, SystemState.ONLINE_SYNC);
        assertThat(scene.judged(states)).contains("J9");
    }

    @Test
    void j9TwoProviders() {
        scene.states(SystemState.ONLINE_READY, SystemState.ONLINE_DIVIDE);
        assertThat(scene.judged(states)).contains("J9");
    }

    @Test
    void j9OneAct() {
        scene.b.systems[1].mode = Mode.ACT;
        assertThat(scene.judged(states)).containsExactly("J9");
    }

    @Test
    void j9ModesInPreOnlineSync() {
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC).next();
        scene.b.systems[0].mode = Mode.SBY;
        scene.b.systems[1].mode = Mode.ACT;
        assertThat(scene.judged(states)).containsExactly("J9");
    }

    @Test
    void j9OnlineSyncOnlyAfterTheCheck() {
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.states(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        assertThat(scene.judged(states)).containsExactly("J9");
        scene.event(StateEvent.CHECK_OK);
        assertThat(scene.judged(states)).isEmpty();
    }

    @Test
    void j9TheCheckIsOfAllPages() {
        scene.b.reports.add(report(Scene.PAGES - 1, 0, 0, CopyScope.FULL));
        assertThat(scene.judged(states)).containsExactly("J9");
    }

    @Test
    void j9PreOnlineSyncOnlyByReset() {
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        assertThat(scene.judged(states)).containsExactly("J9");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_OFFLINE", "FAULT"})
    void j9NoRequestLeavesASilentSystem(SystemState silent) {
        scene.b.systems[1].retired = 100;
        scene.states(SystemState.ONLINE_READY, silent).next();
        scene.b.systems[1].retired = 105;
        assertThat(scene.judged(states)).containsExactly("J9");
        scene.b.systems[1].retired = 0;
        assertThat(scene.judged(states)).as("reset, and isolated again").isEmpty();
    }

    // J3, J4, K6, K8

    @Test
    void j4MainStorageInStep() {
        scene.write(1, ADDRESS, 1).look();
        assertThat(scene.judged(lockstep)).containsExactly("J4");
    }

    @Test
    void j4Contexts() {
        scene.b.systems[1].context = new byte[] {9};
        assertThat(scene.judged(lockstep)).containsExactly("J4");
    }

    @Test
    void k6ALatentFlipPassedTheCheck() {
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.states(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        scene.b.soundness.follow(scene.b);
        scene.write(1, ADDRESS, 1).look();
        assertThat(scene.judged(lockstep)).containsExactly("K6");
    }

    @Test
    void j3AStalePageAtTheReset() {
        scene.states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE).next();
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.write(1, ADDRESS, 1).look();
        assertThat(scene.judged(lockstep)).containsExactly("J3");
        assertThat(scene.judged(new LockstepJudge(false))).isEmpty();
    }

    @Test
    void j3ACellThatFlippedMayDiffer() {
        scene.states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        scene.b.soundness.struck(new Fault.MemoryFlip(1, ADDRESS, 0));
        for (int i = 0; i < 6; i++) {
            scene.next().b.soundness.follow(scene.b);
        }
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.write(1, ADDRESS, 1).look();
        assertThat(scene.judged(lockstep)).isEmpty();
        scene.write(1, ADDRESS + 1, 1).look();
        assertThat(scene.judged(lockstep)).containsExactly("J3");
    }

    @Test
    void j3IsAskedAgainWhenAFullCopyHasOutlivedAFaultOfTheCopy() {
        Fault fault = new Fault.DmaFlip(1, 5, 2);
        scene.b.soundness.armed(fault);
        scene.b.soundness.struck(fault);
        assertThat(staleAfterAReset()).as("in the copy that was struck").isEmpty();
        copyAll(CopyScope.PARTIAL);
        assertThat(staleAfterAReset()).as("after a copy of a few pages").isEmpty();
        copyAll(CopyScope.FULL);
        assertThat(staleAfterAReset()).as("after a copy of all pages").containsExactly("J3");
    }

    @Test
    void j3IsNotAskedWhileAFaultOfTheCopyIsArmed() {
        scene.b.soundness.armed(new Fault.DmaFlip(1, 5, 2));
        copyAll(CopyScope.FULL);
        assertThat(staleAfterAReset()).isEmpty();
    }

    @Test
    void j3IsNotAskedUntilABoardWithAStuckCellIsGone() {
        scene.b.soundness.struck(new Fault.MemoryStuck(1, ADDRESS + 1, 0, 1));
        copyAll(CopyScope.FULL);
        assertThat(staleAfterAReset()).isEmpty();
        scene.next().states(SystemState.ONLINE_READY, SystemState.OFF);
        scene.b.soundness.follow(scene.b);
        copyAll(CopyScope.FULL);
        assertThat(staleAfterAReset()).containsExactly("J3");
    }

    /** A resynchronization that succeeds. */
    private void copyAll(CopyScope scope) {
        scene.next().states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        scene.event(StateEvent.SYNC_START).b.soundness.follow(scene.b);
        scene.next().states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.b.soundness.follow(scene.b);
        scene.next().states(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        scene.b.reports.add(report(Scene.PAGES, 0, 0, scope));
        scene.b.soundness.follow(scene.b);
        scene.next();
    }

    /** A resynchronization that leaves a byte stale, and what is found then. */
    private List<String> staleAfterAReset() {
        scene.next().states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE).next();
        for (int i = 0; i < 6; i++) {
            scene.next().b.soundness.follow(scene.b);
        }
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.write(1, ADDRESS, 1).look();
        List<String> found = scene.judged(lockstep);
        scene.write(1, ADDRESS, 0).look();
        return found;
    }

    @Test
    void k8Context() {
        scene.states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE).next();
        scene.states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.b.systems[1].context = new byte[] {7};
        assertThat(scene.judged(lockstep)).containsExactly("K8");
    }

    // K1, K5, K9

    @Test
    void k1TheFirstDifferenceIsInTheTrace() {
        scene.states(SystemState.ONLINE_ASYNC, SystemState.ONLINE_ASYNC);
        scene.event(StateEvent.BUS_MISMATCH).write(1, ADDRESS, 1).look();
        assertThat(scene.judged(trace)).containsExactly("K1");
        scene.b.suspects.set(3);
        assertThat(scene.judged(trace)).isEmpty();
    }

    @Test
    void k4AnEntryOfALineIsALine() {
        scene.states(SystemState.ONLINE_ASYNC, SystemState.ONLINE_ASYNC);
        scene.event(StateEvent.BUS_MISMATCH).write(1, ADDRESS, 1).look();
        scene.b.suspectBytes = 64;
        scene.b.suspects.set(3 * 64);
        assertThat(scene.judged(trace)).isEmpty();
        scene.write(1, ADDRESS + 64, 1).look();
        assertThat(scene.judged(trace)).containsExactly("K1");
    }

    @Test
    void k9UntilTheCopyHasEnded() {
        scene.states(SystemState.ONLINE_ASYNC, SystemState.ONLINE_ASYNC);
        assertThat(scene.judged(trace)).isEmpty();
        scene.next().states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        scene.write(0, ADDRESS, 1).look();
        assertThat(scene.judged(trace)).containsExactly("K9");
    }

    @Test
    void k9ACellThatFlippedNeedNotBeInTheTrace() {
        scene.b.soundness.struck(new Fault.MemoryFlip(1, ADDRESS, 0));
        scene.states(SystemState.ONLINE_ASYNC, SystemState.ONLINE_ASYNC);
        scene.write(1, ADDRESS, 1).look();
        assertThat(scene.judged(trace)).isEmpty();
    }

    @Test
    void k5AnOverflowIsNeverSilent() {
        scene.event(StateEvent.TRACE_FULL);
        assertThat(scene.judged(trace)).isEmpty();
        scene.next().b.reports.add(report(Scene.PAGES, 0, 0, CopyScope.PARTIAL));
        assertThat(scene.judged(trace)).containsExactly("K5");
    }

    @Test
    void k5AnOverflowWhileTheOtherSideBecomesQuietCountsToo() {
        scene.b.traceCapacity = 10;
        scene.states(SystemState.ONLINE_ASYNC, SystemState.ONLINE_ASYNC);
        scene.b.systems[0].traceEntries = 10;
        assertThat(scene.judged(trace)).isEmpty();
        scene.next().states(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        scene.b.systems[0].traceEntries = 11;
        scene.write(0, ADDRESS, 1).look();
        assertThat(scene.judged(trace)).as("a full copy need not trust it").isEmpty();
        scene.next().states(SystemState.PRE_ONLINE_SYNC, SystemState.PRE_ONLINE_SYNC);
        scene.b.reports.add(report(Scene.PAGES, 0, 0, CopyScope.PARTIAL));
        assertThat(scene.judged(trace)).containsExactly("K5");
    }

    @Test
    void j5IsNotAskedOfWhoLosesTheDevicesBeyondTheCrosslink() {
        scene.golden();
        scene.event(StateEvent.XLINK_DOWN).b.soundness.follow(scene.b);
        scene.write(0, ADDRESS, 1).look();
        assertThat(scene.judged(new HistoryJudge())).isEmpty();
    }

    // J6, J10

    @Test
    void j10AStopThatIsTooLong() {
        scene.b.reports.add(report(Scene.PAGES, 0, BOUND + 1, CopyScope.FULL));
        assertThat(scene.judged(service)).containsExactly("J10");
    }

    @Test
    void j10AServiceThatStandsStill() {
        for (int i = 0; i < 100; i++) {
            scene.next().b.clock = scene.b.clockBefore;
            scene.b.golden.size();
            if (!scene.judged(service).isEmpty()) {
                return;
            }
        }
        assertThat(false).as("a service that stands still was not seen").isTrue();
    }

    @Test
    void j6MoreUnderStopThanThereIs() {
        scene.b.reports.add(report(Scene.PAGES, Scene.PAGES + 1, 0, CopyScope.FULL));
        assertThat(scene.judged(service)).containsExactly("J6");
    }

    // J1, J2, J8

    private final CopyJudge copy = new CopyJudge();

    private void begin(String strategy) {
        copy.event(event(null, "full copy with strategy " + strategy + " begins"));
    }

    private void sums() {
        for (int page = 0; page < Scene.PAGES; page++) {
            copy.copying(CopyOperation.SUM, page);
        }
    }

    private void copies() {
        for (int page = 0; page < Scene.PAGES; page++) {
            copy.copying(CopyOperation.COPY, page);
        }
    }

    private void reset() {
        copy.event(event(StateEvent.SMI, "stop"));
        copy.event(event(StateEvent.COPY_DONE, "done"));
        copy.event(event(StateEvent.CTX_DONE, "context"));
        copy.event(event(StateEvent.SYNC_RESET, "reset"));
    }

    @Test
    void j1InOrder() {
        begin("checksum");
        sums();
        copies();
        sums();
        reset();
        assertThat(scene.judged(copy)).isEmpty();
    }

    @Test
    void j1AllFirstSumsBeforeTheFirstCopy() {
        begin("checksum");
        copy.copying(CopyOperation.SUM, 0);
        copy.copying(CopyOperation.SUM, 2);
        copy.copying(CopyOperation.COPY, 0);
        assertThat(scene.judged(copy)).containsExactly("J1");
    }

    @Test
    void j1ASecondSumAfterTheCopy() {
        begin("checksum");
        sums();
        copies();
        reset();
        assertThat(scene.judged(copy)).containsExactly("J1");
    }

    @Test
    void j1TheResetComesLast() {
        begin("trace");
        copies();
        copy.event(event(StateEvent.SMI, "stop"));
        copy.event(event(StateEvent.SYNC_RESET, "reset"));
        assertThat(scene.judged(copy)).containsExactly("J1");
    }

    @Test
    void j2EveryPageIsOnOneList() {
        begin("checksum");
        assertThat(judgedLists(BitSet.valueOf(new long[] {0x0f}), 0xf0)).isEmpty();
        assertThat(judgedLists(BitSet.valueOf(new long[] {0x0f}), 0xf1)).containsExactly("J2");
        assertThat(judgedLists(BitSet.valueOf(new long[] {0x0f}), 0xe0)).containsExactly("J2");
    }

    private List<String> judgedLists(BitSet list35, int list36) {
        scene.b.lists =
                Optional.of(
                        new CopyLists(
                                "checksum",
                                0,
                                1,
                                true,
                                0,
                                Scene.PAGES,
                                4096,
                                List.of(
                                        new MemoList("35", "", list35),
                                        new MemoList(
                                                "36", "", BitSet.valueOf(new long[] {list36})))));
        return scene.judged(copy);
    }

    @Test
    void j8NoContentIsKept() {
        begin("checksum");
        copy.copying(CopyOperation.READ, 0);
        assertThat(scene.judged(copy)).containsExactly("J8");
        begin("content");
        copy.copying(CopyOperation.READ, 0);
        assertThat(scene.judged(copy)).isEmpty();
    }

    private static ServerEvent event(StateEvent event, String text) {
        return new ServerEvent(
                0,
                0,
                0,
                java.time.Instant.EPOCH,
                0,
                "",
                event,
                SystemState.ONLINE_READY,
                SystemState.ONLINE_READY,
                Mode.ACT,
                false,
                text);
    }

    private static ResyncReport report(long checked, long stopped, long stop, CopyScope scope) {
        return Reports.of(checked, stopped, stop, scope, Map.of());
    }
}
