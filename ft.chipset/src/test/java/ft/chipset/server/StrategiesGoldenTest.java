package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.copy.CopyStrategy;
import ft.api.copy.MemoList;
import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.CopyLists;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.copy.checksum.ContentStrategy;
import ft.copy.checksum.DemandStrategy;
import ft.copy.checksum.ExactChecksumStrategy;
import ft.copy.checksum.HybridStrategy;
import ft.copy.checksum.IterateStrategy;
import ft.copy.checksum.LiteralChecksumStrategy;
import ft.copy.checksum.ThirdSumStrategy;
import ft.copy.checksum.TrapChecksumStrategy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every copy strategy on a real machine, with a guest that writes while it is copied: the golden
 * rule, J3 where it is promised, and the packet monitor of P17 (S16 to S20) where it is not.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class StrategiesGoldenTest {
    private static final long PULL = 4_000_000;
    private static final long INSERT = 4_100_000;
    private static final long LATEST = 30_000_000;
    private static final long STEP = 2_000_000;
    private static final int QUANTUM = 32_768;
    private static final long PAGES = (8 << 20) / 4096;
    private static final Map<String, Probe> REFERENCES = new ConcurrentHashMap<>();

    private static final Map<String, Class<? extends CopyStrategy>> CLASSES =
            Map.of(
                    "checksum", ExactChecksumStrategy.class,
                    "checksum-literal", LiteralChecksumStrategy.class,
                    "checksum-trap", TrapChecksumStrategy.class,
                    "checksum-third", ThirdSumStrategy.class,
                    "checksum-iterate", IterateStrategy.class,
                    "checksum-hybrid", HybridStrategy.class,
                    "checksum-demand", DemandStrategy.class,
                    "content", ContentStrategy.class);

    private final TestParts parts = new TestParts();
    private final String guest = "writer";
    private final String arguments = "ws=256 pause=0";
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    /** Installs a strategy anew, with options. */
    private void configure(String strategy, Map<String, ?> options) {
        Class<? extends CopyStrategy> type = CLASSES.get(strategy);
        if (type != null) {
            parts.install(strategy, TestParts.configured(type, options));
        }
    }

    private void start(String strategy, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of(more));
        options.add("strategy=" + strategy);
        options.add("driver=sequential"); // one thread is quicker where frames go to and fro
        server = parts.server(options.toArray(String[]::new));
        server.guest(parts.guest(guest, arguments));
        server.submitAt(PULL, new Operation.Pull(1, Board.CPU));
        server.submitAt(INSERT, new Operation.Insert(1, Board.CPU));
        TestParts.powerOnHeldAt(server, 1);
    }

    private Probe runTo(long clock) throws Exception {
        return TestParts.goOn(server, clock);
    }

    /** Runs until both are in step again. */
    private Probe finish() throws Exception {
        long clock = Math.max(INSERT, server.systems().get(0).clock()) / STEP * STEP;
        Probe probe;
        do {
            clock += STEP;
            assertThat(clock).as(() -> told().toString()).isLessThan(LATEST);
            probe = runTo(clock);
        } while (server.reports().size() < 2
                || server.systems().stream().anyMatch(s -> s.state() != SystemState.ONLINE_SYNC));
        return probe;
    }

    /** Runs until a resynchronization is in a phase. */
    private long runInto(String phase) throws Exception {
        // From where it is held on: who holds it for a clock that is over has let it run on.
        long clock = Math.max(INSERT, server.systems().get(0).clock());
        do {
            clock += QUANTUM;
            assertThat(clock).isLessThan(LATEST);
            runTo(clock);
        } while (server.progress().filter(p -> p.phase().startsWith(phase)).isEmpty());
        return clock;
    }

    private Probe reference(long end) throws Exception {
        String key = guest + arguments + end;
        Probe known = REFERENCES.get(key);
        if (known == null) {
            try (DescribedServer undisturbed =
                    parts.server("automaticSync=false", "driver=sequential")) {
                undisturbed.guest(parts.guest(guest, arguments));
                known = TestParts.powerOnTo(undisturbed, end);
                REFERENCES.put(key, known);
            }
        }
        return known;
    }

    private void assertGolden(Probe probe) throws Exception {
        Probe reference = reference(probe.clock());
        assertThat(server.systems())
                .extracting("state")
                .as(() -> told().toString())
                .containsOnly(SystemState.ONLINE_SYNC);
        assertThat(probe.retired()).isEqualTo(reference.retired());
        assertThat(probe.outputBytes()).isEqualTo(reference.outputBytes()).isPositive();
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).hasSize(2).containsOnly(reference.memory().get(0));
        assertThat(probe.context()).containsOnly(reference.context().get(0));
    }

    private List<String> told() {
        return server.events().stream()
                .map(e -> e.clock() + " #" + e.system() + " " + e.event() + " " + e.text())
                .toList();
    }

    private List<StateEvent> raised() {
        return server.events().stream()
                .filter(e -> !e.refused())
                .map(ServerEvent::event)
                .filter(e -> e != null)
                .toList();
    }

    private ResyncReport lastReport() {
        List<ResyncReport> reports = server.reports();
        return reports.get(reports.size() - 1);
    }

    /** Every page is on one of the lists, and what was promised of them holds (J2, J3). */
    private void assertNothingStale(ResyncReport report) {
        Map<String, Long> figures = report.figures();
        assertThat(report.succeeded()).as(report::failure).isTrue();
        assertThat(report.fallback()).isFalse();
        assertThat(report.repairedPages()).isZero();
        assertThat(figures).containsEntry("staleFound", 0L).containsEntry("repaired", 0L);
        assertThat(figures.get("list35") + figures.get("list36")).isEqualTo(PAGES);
    }

    @ParameterizedTest
    @CsvSource({
        "checksum, deferred, first",
        "checksum, interleaved, copied",
        "checksum-trap, deferred, first",
        "checksum-trap, interleaved, first",
        "checksum-third, deferred, first",
        "checksum-third, interleaved, copied",
        "checksum-iterate, deferred, first",
        "checksum-iterate, interleaved, first",
    })
    void nothingIsStaleWhenDuplicationBegins(String strategy, String sums, String with)
            throws Exception {
        configure(strategy, Map.of("second_sums", sums, "compare_with", with, "enough", 0));
        start(strategy, "backgroundShare=0.1");
        Probe probe = finish();
        assertThat(server.reports()).hasSize(2);
        assertThat(lastReport().strategy()).isEqualTo(strategy);
        assertNothingStale(lastReport());
        Map<String, Long> figures = lastReport().figures();
        assertThat(figures.get("undetectedBySums")).as("the window was open").isPositive();
        if (strategy.equals("checksum-iterate")) {
            assertThat(figures.get("rounds")).isPositive();
        } else {
            assertThat(lastReport().stoppedPages()).isEqualTo(figures.get("list36"));
        }
        assertGolden(probe);
    }

    /** What is missed is repaired, or all is copied again; the guest notices neither. */
    @ParameterizedTest
    @CsvSource({
        "checksum-literal, deferred",
        "checksum-literal, interleaved",
        "content, deferred",
        "content, interleaved",
    })
    void whatTheLiteralAlgorithmMissesHarmsNobody(String strategy, String sums) throws Exception {
        configure(strategy, Map.of("second_sums", sums));
        start(strategy, "backgroundShare=0.1");
        Probe probe = finish();
        assertThat(server.reports()).hasSize(2);
        assertThat(lastReport().strategy()).isEqualTo(strategy);
        assertThat(lastReport().succeeded()).isTrue();
        assertThat(lastReport().figures().get("undetectedBySums")).isPositive();
        assertGolden(probe);
    }

    /** D: whatever the sums missed, nobody ever uses it stale, so nothing ever has to fall back. */
    @ParameterizedTest
    @CsvSource({
        "checksum-demand, deferred, crc32c",
        "checksum-demand, interleaved, additive",
        "content, interleaved, crc32c",
        "checksum-literal, deferred, crc32c",
    })
    void whatIsVerifiedOnDemandIsNeverUsedStale(String strategy, String sums, String hash)
            throws Exception {
        configure(strategy, Map.of("second_sums", sums, "hash", hash, "demand", true));
        start(strategy, "backgroundShare=0.05");
        Probe probe = finish();
        assertThat(lastReport().strategy()).isEqualTo(strategy);
        Map<String, Long> figures = lastReport().figures();
        assertThat(figures.get("undetectedBySums")).as("there was something to find").isPositive();
        assertThat(figures.get("staleFound")).isPositive().isEqualTo(figures.get("repaired"));
        assertThat(figures.get("demanded")).isPositive();
        assertThat(raised()).doesNotContain(StateEvent.OUTPUT_MISMATCH, StateEvent.CHECK_NG);
        assertThat(server.reports()).hasSize(2).noneMatch(ResyncReport::fallback);
        assertGolden(probe);
    }

    /** D on top of what is exact has nothing to find. */
    @ParameterizedTest
    @ValueSource(strings = {"checksum", "checksum-trap"})
    void demandFindsNothingWhereTheWindowIsClosed(String strategy) throws Exception {
        configure(strategy, Map.of("demand", true));
        start(strategy, "backgroundShare=0.05");
        Probe probe = finish();
        assertNothingStale(lastReport());
        assertThat(lastReport().figures().get("demanded")).isPositive();
        assertGolden(probe);
    }

    @Test
    void stopAndCopyCopiesEverythingUnderStop() throws Exception {
        start("stop-and-copy");
        Probe probe = finish();
        assertThat(lastReport().backgroundPages()).isZero();
        assertThat(lastReport().stoppedPages()).isGreaterThan(50);
        assertThat(lastReport().figures()).containsEntry("underStop", PAGES);
        assertGolden(probe);
    }

    @ParameterizedTest
    @CsvSource({
        "checksum, 1024",
        "checksum-trap, 2048",
        "checksum-third, 16384",
        "checksum-iterate, 1024",
        "checksum-hybrid, 8192",
        "checksum-literal, 65536",
        "content, 8192",
        "stop-and-copy, 2048"
    })
    void unitsOtherThanThePage(String strategy, int unit) throws Exception {
        start(strategy, "copyUnit=" + unit, "backgroundShare=1");
        Probe probe = finish();
        assertThat(lastReport().strategy()).isEqualTo(strategy);
        assertThat(lastReport().pageSize()).isEqualTo(unit);
        assertThat(lastReport().succeeded()).isTrue();
        assertGolden(probe);
    }

    /**
     * Writer writes without a pause, and much more than the engine copies meanwhile. What is under
     * stop is bounded nevertheless, the guest uses nothing stale, and both sides are in step.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aGuestAtFullSpeedIsSynchronizedWithABoundedStop(int bound) throws Exception {
        configure("checksum-hybrid", Map.of("under_stop", bound));
        start("checksum-hybrid", "backgroundShare=0.1");
        Probe probe = finish();
        ResyncReport report = lastReport();
        assertThat(report.succeeded()).as(report::failure).isTrue();
        assertThat(report.fallback()).isFalse();
        assertThat(report.stoppedPages()).isLessThanOrEqualTo(bound);
        assertThat(report.stoppedBytes()).isLessThanOrEqualTo(bound * 4096L);
        assertThat(report.figures().get("postponed")).isPositive();
        assertThat(report.figures().get("demanded")).isPositive();
        assertThat(report.figures()).containsEntry("staleFound", 0L);
        assertGolden(probe);
    }

    /** What moves while the guest runs is its share of what the engine could move, no more. */
    @ParameterizedTest
    @CsvSource({"trace, 0.02", "trace, 0.1", "checksum-iterate, 0.1", "checksum-hybrid, 0.05"})
    void theBackgroundCopyKeepsToItsShare(String strategy, double share) throws Exception {
        start(strategy, "backgroundShare=" + share);
        Probe probe = finish();
        ResyncReport report = lastReport();
        long began = lastGuestNanos(event -> event.text().contains("copy with strategy"));
        long ended = lastGuestNanos(event -> event.event() == StateEvent.COPY_DONE);
        double quantumNanos = QUANTUM * 100.0 / server.description().cyclesPerTick();
        double most =
                (ended - began + quantumNanos)
                        / 1e9
                        * server.description().dmaBytesPerSecond()
                        * share;
        assertThat((double) report.backgroundBytes()).isPositive().isLessThan(most + 4096);
        if (strategy.equals("trace")) {
            // It makes no sums, which are charged as well.
            assertThat((double) report.backgroundBytes()).isGreaterThan(0.75 * most);
        }
        assertGolden(probe);
    }

    private long lastGuestNanos(Predicate<ServerEvent> wanted) {
        return server.events().stream()
                .filter(event -> event.system() == 0 && wanted.test(event))
                .mapToLong(ServerEvent::guestNanos)
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"additive", "sha256"})
    void anyHashWillDo(String hash) throws Exception {
        configure("checksum", Map.of("hash", hash));
        start("checksum");
        Probe probe = finish();
        assertNothingStale(lastReport());
        assertGolden(probe);
    }

    /** R12: the copy fails, the guest goes on, and the next attempt succeeds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "checksum-trap",
                "checksum-third",
                "checksum-iterate",
                "content",
                "stop-and-copy"
            })
    void aCopyThatFailsDoesNotTouchTheService(String strategy) throws Exception {
        start(strategy);
        server.submitAt(INSERT - 10_000, new Operation.Inject(new Fault.CopyFailure(0, 50)));
        Probe probe = finish();
        assertThat(raised()).contains(StateEvent.COPY_ERROR);
        assertThat(lastReport().succeeded()).isTrue();
        assertThat(server.reports()).anyMatch(report -> !report.succeeded());
        assertGolden(probe);
    }

    /** With a window that is closed a find of the walk is a fault, and not a page to repair. */
    @ParameterizedTest
    @ValueSource(strings = {"checksum", "checksum-trap", "checksum-third", "checksum-iterate"})
    void aFindOfTheWalkIsAFault(String strategy) throws Exception {
        start(strategy, "backgroundShare=0.03");
        runInto("undetected data");
        BitSet list35 = lists().lists().get(0).pages();
        long address = 0x8000_0000L + (list35.length() - 1) * 4096L;
        server.submit(new Operation.Inject(new Fault.MemoryFlip(1, address, 3)))
                .get(30, TimeUnit.SECONDS);
        Probe probe = finish();
        assertThat(raised())
                .contains(StateEvent.CHECK_NG)
                .doesNotContain(StateEvent.OUTPUT_MISMATCH);
        assertThat(server.reports())
                .anySatisfy(
                        report -> {
                            assertThat(report.failure())
                                    .contains("on list 35 differs between the systems");
                            assertThat(report.repairedPages()).isZero();
                        });
        assertThat(lastReport().succeeded()).isTrue();
        assertGolden(probe);
    }

    /** S16 to S20: while the pass may repair, output that differs leads to a full copy. */
    @ParameterizedTest
    @ValueSource(strings = {"checksum-literal", "content"})
    void outputThatDiffersDuringThePassLeadsToS18(String strategy) throws Exception {
        start(strategy, "backgroundShare=0.03");
        runInto("undetected data");
        server.submit(new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)))
                .get(30, TimeUnit.SECONDS);
        Probe probe = finish();
        assertThat(raised()).contains(StateEvent.OUTPUT_MISMATCH);
        assertThat(lastReport().fallback()).isTrue();
        assertThat(lastReport().stoppedPages()).as("all pages, once more").isGreaterThan(50);
        assertGolden(probe);
    }

    /** What promises that nothing is stale has nothing to fall back to: P6 [0064] holds. */
    @ParameterizedTest
    @ValueSource(strings = {"checksum", "checksum-trap", "checksum-third", "checksum-iterate"})
    void withoutRepairsADisagreementDuringThePassSeparates(String strategy) throws Exception {
        start(strategy, "backgroundShare=0.03");
        runInto("undetected data");
        server.submit(new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)))
                .get(30, TimeUnit.SECONDS);
        Probe probe = finish();
        assertThat(raised()).doesNotContain(StateEvent.OUTPUT_MISMATCH);
        assertThat(server.reports()).noneMatch(ResyncReport::fallback);
        assertThat(server.reports()).anyMatch(report -> !report.succeeded());
        assertThat(server.events()).anyMatch(e -> e.system() == 1 && e.to() == SystemState.FAULT);
        assertGolden(probe);
    }

    private CopyLists lists() throws Exception {
        return server.lists().get(30, TimeUnit.SECONDS).orElseThrow();
    }

    @Test
    void listsAreSeenWhileTheCopyRunsAndAfterwards() throws Exception {
        start("checksum", "backgroundShare=0.02");
        runInto("copying, guest runs");
        CopyLists early = lists();
        assertThat(early.running()).isTrue();
        assertThat(early.strategy()).isEqualTo("checksum");
        assertThat(early.pages()).isEqualTo((int) PAGES);
        assertThat(early.lists()).extracting(MemoList::name).containsExactly("35", "36");
        runInto("undetected data");
        CopyLists walked = lists();
        assertThat(walked.running()).isTrue();
        BitSet all = walked.lists().get(0).pages();
        all.or(walked.lists().get(1).pages());
        assertThat(all.cardinality()).isEqualTo((int) PAGES);
        finish();
        CopyLists after = lists();
        assertThat(after.running()).isFalse();
        assertThat(after.lists()).isEqualTo(walked.lists());
        assertThat((long) after.lists().get(1).length())
                .isEqualTo(lastReport().figures().get("list36"));
    }

    @Test
    void thereAreNoListsBeforeTheFirstResynchronization() throws Exception {
        server = parts.server();
        assertThat(server.lists().get(30, TimeUnit.SECONDS)).isEmpty();
    }

    /** Strategies are swapped in the middle of a copy, each for another one. */
    @Test
    void eachStrategyTakesOverFromAnother() throws Exception {
        List<String> tour =
                List.of(
                        "trace",
                        "checksum",
                        "checksum-literal",
                        "checksum-trap",
                        "checksum-third",
                        "checksum-iterate",
                        "content",
                        "stop-and-copy");
        Map<String, CopyStrategy> installed = new HashMap<>();
        tour.forEach(name -> installed.put(name, parts.installed(name)));
        start("trace", "backgroundShare=0.02");
        long clock = INSERT + 12 * QUANTUM;
        for (int i = 0; i + 1 < tour.size(); i++) {
            String leaving = tour.get(i);
            String coming = tour.get(i + 1);
            runTo(clock);
            assertThat(server.progress().orElseThrow().strategy()).isEqualTo(leaving);
            server.submit(new Operation.SelectStrategy(0, coming)).get(30, TimeUnit.SECONDS);
            parts.uninstall(leaving);
            clock += 12 * QUANTUM;
        }
        runTo(clock);
        installed.forEach(parts::install);
        Probe probe = finish();
        assertThat(lastReport().attempts()).isEqualTo(tour.size());
        assertThat(lastReport().figures())
                .as("those of the last attempt")
                .containsOnlyKeys("underStop", "zero");
        assertThat(lastReport().strategy()).isEqualTo("stop-and-copy");
        assertGolden(probe);
    }
}
