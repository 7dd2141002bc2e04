package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.history.Recording;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.server.Board;
import ft.api.server.ChangeTime;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.Setting;
import ft.api.snapshot.Snapshot;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.description.Descriptions;
import ft.chipset.description.Options;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of a server are changed while it runs, or wait until it does not. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class ConfigureTest {
    private static final long END = 12_000_000;
    private static final String QUANTUM = "quantum";
    private static final String LIMIT = "asyncLimit";

    /** What can be changed, with values that make a difference. */
    private static final Map<String, List<String>> LIVE =
            Map.ofEntries(
                    Map.entry("strategy", List.of("checksum", "checksum-iterate", "trace")),
                    Map.entry("ioMismatch", List.of("SEPARATE", "TRACE")),
                    Map.entry(
                            "engine",
                            List.of("INTERPRETED", "interpreted,translated", "TRANSLATED")),
                    Map.entry("traceAlmostFull", List.of("100", "3000", "8192")),
                    Map.entry(LIMIT, List.of("0", "3", "500")),
                    Map.entry("smiAckLimit", List.of("5000", "20000")),
                    Map.entry("dmaRate", List.of("100MiB", "2GiB")),
                    Map.entry("checksumRate", List.of("100MiB", "2GiB")),
                    Map.entry("backgroundShare", List.of("0.01", "1", "0.5")),
                    Map.entry("automaticSync", List.of("false", "true")),
                    Map.entry("coldRestart", List.of("true", "false")),
                    Map.entry("ejectMicros", List.of("500", "0")),
                    Map.entry("paced", List.of("false")),
                    Map.entry("ft.server", List.of("renamed")));

    private final TestParts parts = new TestParts();

    @TempDir private Path folder;

    private DescribedServer server(String... options) throws Exception {
        DescribedServer server = parts.server(options);
        server.guest(parts.guest("ledger", "ws=128 report=100"));
        return server;
    }

    private static String configure(DescribedServer server, String option, String value)
            throws Exception {
        return server.configure(Map.of(option, value)).get(60, TimeUnit.SECONDS);
    }

    private static Setting setting(DescribedServer server, String name) {
        return server.settings().settings().stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static List<String> texts(DescribedServer server) {
        return server.events().stream().map(ServerEvent::text).toList();
    }

    /** A configuration as a file of texts has it, with one option changed. */
    private static Map<String, Object> configuration(
            DescribedServer server, String option, Object value) {
        Map<String, Object> all = new HashMap<>(Descriptions.toMap(server.description()));
        all.replaceAll((name, now) -> now instanceof String[] ? now : now.toString());
        all.put("service.pid", "ft.server~test");
        all.put(option, value);
        return all;
    }

    @Test
    void everyOptionThatCanBeChangedIsTriedHere() {
        assertThat(LIVE.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Options.names().stream()
                                .filter(name -> Options.changeTime(name) == ChangeTime.NOW)
                                .toList());
    }

    /** The golden rule, whatever is changed whenever, beside faults and boards that are pulled. */
    @ParameterizedTest
    @CsvSource({"1, parallel", "2, sequential", "3, parallel", "4, sequential"})
    void theGuestNoticesNoChange(long seed, String driver) throws Exception {
        Probe golden;
        try (DescribedServer simplex = server("automaticSync=false")) {
            golden = TestParts.powerOnTo(simplex, END);
        }
        Random random = new Random(seed);
        try (DescribedServer server = server("driver=" + driver)) {
            List<String> names = LIVE.keySet().stream().sorted().toList();
            for (int i = 0; i < 40; i++) {
                String name = names.get(random.nextInt(names.size()));
                List<String> values = LIVE.get(name);
                server.submitAt(
                        random.nextLong(END),
                        new Operation.Configure(name, values.get(random.nextInt(values.size()))));
            }
            server.submitAt(3_000_000, new Operation.Inject(Fault.parse("register 1 0 sp 4")));
            server.submitAt(6_000_000, new Operation.Pull(1, Board.CPU));
            server.submitAt(6_500_000, new Operation.Insert(1, Board.CPU));
            Probe probe = TestParts.powerOnTo(server, END);
            assertThat(probe.retired()).isEqualTo(golden.retired());
            assertThat(probe.output()).isEqualTo(golden.output());
            assertThat(probe.memory().get(0)).isEqualTo(golden.memory().get(0));
            assertThat(probe.context().get(0)).isEqualTo(golden.context().get(0));
            assertThat(texts(server)).anyMatch(text -> text.contains(" instead of "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "sequential"})
    void aLimitThatIsSetWhileThePairIsOutOfStepEndsThat(String driver) throws Exception {
        try (DescribedServer server =
                server("driver=" + driver, LIMIT + "=0", "traceAlmostFull=8192")) {
            server.submitAt(3_000_000, new Operation.Inject(Fault.parse("register 1 0 x15 4")));
            server.submitAt(3_400_000, new Operation.Configure(LIMIT, "5"));
            TestParts.powerOnTo(server, 4_500_000);
            assertThat(server.events())
                    .anyMatch(event -> event.event() == StateEvent.SW_LEAVE_ASYNC)
                    .anyMatch(event -> event.text().equals("asyncLimit=5 instead of 0"));
            assertThat(server.description().asyncLimit()).isEqualTo(5);
        }
    }

    @Test
    void nothingIsBroughtInByItselfAnyMoreAndThenAgain() throws Exception {
        try (DescribedServer server = server("automaticSync=false")) {
            TestParts.powerOnTo(server, 3_000_000);
            assertThat(server.systems().get(1).state()).isEqualTo(SystemState.OFFLINE);
            assertThat(configure(server, "automaticSync", "true")).contains("automaticSync=true");
            TestParts.goOn(server, 8_000_000);
            assertThat(server.systems().get(1).state()).isEqualTo(SystemState.ONLINE_SYNC);
        }
    }

    @Test
    void anOperationAsksOnlyForWhatCanBeChangedNow() throws Exception {
        try (DescribedServer server = server()) {
            for (String[] wrong :
                    new String[][] {
                        {QUANTUM, "65536", "quantum cannot be changed while", "next start"},
                        {LIMIT, "-1", "asyncLimit=-1", "0 to"},
                        {"asynclimit", "1", "did you mean asyncLimit", "ft.server"},
                        {"strategy", "prayer", "prayer", "checksum"},
                        {"traceAlmostFull", "9000", "traceEntries=8192", "head-room"},
                    }) {
                assertThatThrownBy(
                                () ->
                                        server.submit(new Operation.Configure(wrong[0], wrong[1]))
                                                .get(30, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(ServerException.class)
                        .hasMessageContainingAll(wrong[2], wrong[3]);
            }
        }
    }

    @Test
    void withoutBusComparatorsThereIsNoTrace() throws Exception {
        try (DescribedServer server = server("busComparator=false")) {
            assertThatThrownBy(() -> configure(server, "ioMismatch", "TRACE"))
                    .cause()
                    .hasMessageContaining("busComparator=true");
            configure(server, LIMIT, "7");
            assertThat(server.description().ioMismatch()).isEqualTo("SEPARATE");
        }
    }

    @Test
    void whatTheMachineIsBuiltOfWaitsUntilAllIsOff() throws Exception {
        try (DescribedServer server = server()) {
            TestParts.powerOnTo(server, 2_000_000);
            String sentence =
                    server.configure(Map.of(QUANTUM, "65536", LIMIT, "9"))
                            .get(60, TimeUnit.SECONDS);
            assertThat(sentence)
                    .startsWith("In force: asyncLimit=9")
                    .contains("wait for the next start", "goes on with quantum=32768")
                    .endsWith("quantum=65536");
            assertThat(setting(server, QUANTUM))
                    .isEqualTo(new Setting(QUANTUM, "32768", "65536", ChangeTime.NEXT_START));
            assertThat(setting(server, QUANTUM).waits()).isTrue();
            TestParts.goOn(server, 3_000_000);
            assertThat(texts(server)).anyMatch(text -> text.contains("goes on with quantum=32768"));
            assertThat(server.description().quantum()).isEqualTo(32768);

            server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
            Probe probe = TestParts.powerOnTo(server, 2_000_000);
            assertThat(server.description().quantum()).isEqualTo(65536);
            assertThat(server.description().asyncLimit()).isEqualTo(9);
            assertThat(setting(server, QUANTUM).waits()).isFalse();
            try (DescribedServer like = server("quantum=65536")) {
                assertThat(TestParts.powerOnTo(like, 2_000_000).memory()).isEqualTo(probe.memory());
            }
        }
    }

    @Test
    void aServerThatIsOffTakesAllAtOnce() throws Exception {
        try (DescribedServer server = server()) {
            assertThat(server.systems()).hasSize(2);
            server.configure(Map.of("systems", "3", "harts", "2", "memory", "4MiB"))
                    .get(60, TimeUnit.SECONDS);
            assertThat(server.systems()).hasSize(3);
            assertThat(setting(server, "memory").value()).isEqualTo("4MiB");
            TestParts.powerOnTo(server, 10_000_000);
            assertThat(server.systems()).allMatch(s -> s.state() == SystemState.ONLINE_SYNC);
        }
    }

    @Test
    void whatFitsOnlyWhatComesWaitsWithIt() throws Exception {
        try (DescribedServer server = server()) {
            TestParts.powerOnTo(server, 2_000_000);
            server.configure(Map.of("traceEntries", "20000", "traceAlmostFull", "15000"))
                    .get(60, TimeUnit.SECONDS);
            assertThat(server.description().traceAlmostFull()).isEqualTo(6144);
            server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
            TestParts.powerOnTo(server, 2_000_000);
            assertThat(server.description().traceAlmostFull()).isEqualTo(15000);
        }
    }

    @Test
    void aMachineThatCannotBeBuiltLeavesTheOneThereWas() throws Exception {
        try (DescribedServer server = server()) {
            TestParts.powerOnTo(server, 2_000_000);
            String twice =
                    "uart0 io=0 device=ns16550a base=0x10000000 size=0x100 irq=10\n"
                            + "uart1 io=0 device=ns16550a base=0x10000000 size=0x100 irq=11";
            configure(server, "slots", twice);
            server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
            TestParts.powerOnTo(server, 2_000_000);
            assertThat(server.description().slots()).hasSizeGreaterThan(2);
            assertThat(server.settings().problem()).contains("uart0", "uart1");
        }
    }

    @Test
    void aConfigurationThatIsWrongIsToldAndChangesNothing() throws Exception {
        try (DescribedServer server = server()) {
            CompletableFuture<Probe> probe = server.probeAt(END);
            server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
            server.modified(configuration(server, "harts", "many"));
            assertThat(server.settings().problem()).contains("harts=many");
            server.modified(configuration(server, "hart", "1"));
            assertThat(server.settings().problem()).contains("did you mean harts");
            server.modified(configuration(server, "strategy", "prayer"));
            assertThat(server.settings().problem()).contains("prayer", "checksum");
            server.modified(configuration(server, LIMIT, "12"));
            assertThat(server.settings().problem()).isEmpty();
            probe.get(100, TimeUnit.SECONDS);
            assertThat(server.description().asyncLimit()).isEqualTo(12);
            assertThat(texts(server)).anyMatch(text -> text.contains("goes on as it was"));
            assertThat(server.events()).noneMatch(event -> event.to() == SystemState.FAULT);
        }
    }

    /** What an operator has selected stays when something else is configured. */
    @Test
    void onlyWhatIsConfiguredOtherwiseThanBeforeIsChanged() throws Exception {
        try (DescribedServer server = server()) {
            TestParts.powerOnTo(server, 1_000_000);
            Map<String, Object> before = configuration(server, LIMIT, "12");
            server.submit(new Operation.SelectStrategy(0, "checksum")).get(30, TimeUnit.SECONDS);
            server.modified(before);
            TestParts.goOn(server, 2_000_000);
            assertThat(server.description().asyncLimit()).isEqualTo(12);
            assertThat(setting(server, "strategy"))
                    .isEqualTo(new Setting("strategy", "checksum", "trace", ChangeTime.NOW));
        }
    }

    @Test
    void aMistakeAtTheBeginIsMendedLater() throws Exception {
        ServerConfigured begin = new ServerConfigured(parts);
        try (DescribedServer server = begin.with(Map.of("harts", "none"))) {
            assertThat(server.systems().get(0).problem()).contains("harts=none");
            assertThat(server.settings().problem()).contains("harts=none");
            server.modified(begin.all(Map.of("harts", "2")));
            assertThat(server.systems().get(0).problem()).isEmpty();
            assertThat(server.description().harts()).isEqualTo(2);
        }
    }

    /** Descriptions out of texts, as components get them. */
    private record ServerConfigured(TestParts parts) {
        Map<String, Object> all(Map<String, Object> changed) throws ServerException {
            Map<String, Object> all = new HashMap<>(Descriptions.toMap(parts.description()));
            all.putAll(changed);
            return all;
        }

        DescribedServer with(Map<String, Object> changed) throws ServerException {
            return DescribedServer.configured(all(changed), "test", parts);
        }
    }

    @Test
    void aSnapshotBringsWhatWasInForce() throws Exception {
        Snapshot snapshot;
        try (DescribedServer server = server()) {
            server.submitAt(1_000_000, new Operation.Configure("traceAlmostFull", "77"));
            server.submitAt(1_000_000, new Operation.Configure("ft.server", "renamed"));
            server.submitAt(4_000_000, new Operation.Configure(LIMIT, "33"));
            CompletableFuture<Snapshot> taken = server.saveAt(3_000_000);
            TestParts.powerOnTo(server, 3_500_000);
            snapshot = taken.get(30, TimeUnit.SECONDS);
        }
        try (DescribedServer fresh = server("traceAlmostFull=5000")) {
            fresh.load(snapshot);
            assertThat(fresh.description().traceAlmostFull()).isEqualTo(77);
            assertThat(fresh.description().name()).isEqualTo("test");
            TestParts.goOn(fresh, 5_000_000);
            assertThat(fresh.description().asyncLimit()).isEqualTo(33);
            assertThat(fresh.description().traceAlmostFull()).isEqualTo(77);
        }
    }

    @Test
    void aRecordHasEveryChangeAtItsMoment() throws Exception {
        Path file = folder.resolve("run.record");
        try (DescribedServer server = server(LIMIT + "=0", "traceAlmostFull=8192")) {
            Recording recording = server.history().record(file);
            server.submitAt(3_000_000, new Operation.Inject(Fault.parse("register 1 0 x15 4")));
            server.submitAt(3_400_000, new Operation.Configure(LIMIT, "5"));
            server.submitAt(3_400_000, new Operation.Configure("strategy", "checksum"));
            TestParts.powerOnTo(server, 6_000_000);
            recording.close();
        }
        try (Replay replay =
                RecordedServer.replay(file, Map.of(), parts, made -> {}, closed -> {})) {
            ReplayResult result = replay.start().get(60, TimeUnit.SECONDS);
            assertThat(result.equal()).as(result.text()).isTrue();
            assertThat(replay.server().description().asyncLimit()).isEqualTo(5);
            assertThat(replay.server().reports()).anyMatch(r -> r.strategy().equals("checksum"));
        }
    }
}
