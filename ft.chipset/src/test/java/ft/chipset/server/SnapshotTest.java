package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.snapshot.Snapshot;
import ft.api.state.StateEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Run N, save, load, run M" is "run N + M": clock, retired, digests, output and events. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SnapshotTest {
    private final TestParts parts = new TestParts();
    private final List<Timed> operations = new ArrayList<>();
    private String guest = "ledger";
    private String arguments = "ws=128 report=100";

    private record Timed(long clock, Operation operation) {}

    /** What a run has come to. */
    private record End(Probe probe, List<String> events, List<String> reports, String exit) {}

    private void at(long clock, Operation operation) {
        operations.add(new Timed(clock, operation));
    }

    private DescribedServer server(String... options) throws Exception {
        DescribedServer server = parts.server(options);
        server.guest(parts.guest(guest, arguments));
        for (Timed each : operations) {
            server.submitAt(each.clock, each.operation);
        }
        return server;
    }

    private static End end(DescribedServer server, Probe probe) {
        List<String> events = new ArrayList<>();
        for (ServerEvent each : server.events()) {
            events.add(
                    String.join(
                            " ",
                            Long.toString(each.sequence()),
                            Long.toString(each.clock()),
                            "#" + each.system(),
                            each.label(),
                            String.valueOf(each.event()),
                            each.from() + "-" + each.to(),
                            each.mode().toString(),
                            each.text()));
        }
        List<String> reports = new ArrayList<>();
        server.reports()
                .forEach(
                        each ->
                                reports.add(
                                        each.number()
                                                + " "
                                                + each.cause()
                                                + " "
                                                + each.stoppedBytes()
                                                + " "
                                                + each.backgroundBytes()
                                                + " "
                                                + each.gapGuestNanos()
                                                + " "
                                                + each.succeeded()));
        // Boundaries that an idle guest passes over count no signature; one with a snapshot does.
        reports.add(server.systems().toString().replaceAll("signatures=\\d+", ""));
        reports.add(server.slots().toString());
        return new End(probe, events, reports, server.guestExit().orElse(""));
    }

    private End straight(long clock, String... options) throws Exception {
        try (DescribedServer server = server(options)) {
            return end(server, TestParts.powerOnTo(server, clock));
        }
    }

    private End goOn(Snapshot snapshot, long clock, String... options) throws Exception {
        try (DescribedServer fresh = parts.server(options)) {
            fresh.load(snapshot);
            CompletableFuture<Probe> probe = fresh.probeAt(clock);
            fresh.release();
            return end(fresh, probe.get(200, TimeUnit.SECONDS));
        }
    }

    private void assertLike(End loaded, End straight) {
        assertThat(loaded.probe).isEqualTo(straight.probe);
        assertThat(loaded.exit).isEqualTo(straight.exit);
        assertThat(loaded.events).containsExactlyElementsOf(straight.events);
        assertThat(loaded.reports).containsExactlyElementsOf(straight.reports);
    }

    /** Runs to the end with a snapshot at each of some clocks on the way. */
    private End savingAt(List<Snapshot> snapshots, long end, long[] clocks, String... options)
            throws Exception {
        try (DescribedServer server = server(options)) {
            List<CompletableFuture<Snapshot>> asked = new ArrayList<>();
            for (long clock : clocks) {
                asked.add(server.saveAt(clock));
            }
            Probe probe = TestParts.powerOnTo(server, end);
            for (CompletableFuture<Snapshot> each : asked) {
                snapshots.add(each.get(1, TimeUnit.SECONDS));
            }
            return end(server, probe);
        }
    }

    /** Every run from a snapshot, and the one that takes them, equals one without. */
    private End assertGoesOn(long end, long[] clocks, String... options) throws Exception {
        End straight = straight(end, options);
        List<Snapshot> snapshots = new ArrayList<>();
        assertLike(savingAt(snapshots, end, clocks, options), straight);
        for (Snapshot each : snapshots) {
            assertLike(goOn(each, end, options), straight);
        }
        return straight;
    }

    @ParameterizedTest
    @CsvSource({"parallel, sequential", "sequential, parallel"})
    void aPairGoesOnAsIfNothingHadBeen(String saves, String loads) throws Exception {
        at(11_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "s0", 4)));
        at(14_000_000, new Operation.Pull(0, Board.CPU));
        at(15_000_000, new Operation.Insert(0, Board.CPU));
        String almostFull = "traceAlmostFull=600";
        End straight = straight(18_000_000, almostFull);
        List<Snapshot> snapshots = new ArrayList<>();
        long[] clocks = {1, 2_000_000, 7_000_000, 13_000_000, 14_500_000};
        End saving = savingAt(snapshots, 18_000_000, clocks, almostFull, "driver=" + saves);
        assertLike(saving, straight);
        for (Snapshot each : snapshots) {
            assertLike(goOn(each, 18_000_000, almostFull, "driver=" + loads), straight);
        }
        assertThat(snapshots.get(2).ownBytes()).isLessThan(snapshots.get(1).ownBytes());
    }

    /** Each is waiting for something else at these clocks: timers, frames, buffers, input. */
    @Test
    void everyDeviceGoesOn() throws Exception {
        guest = "devices";
        arguments = "rounds=6";
        parts.networkDevices();
        long[] clocks = {1_200_000, 2_500_000, 4_000_000, 5_500_000, 7_000_000, 8_500_000};
        assertGoesOn(12_000_000, clocks, "driver=sequential", "slot.disk0.memory=1MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo", "harts", "hello", "mail", "steady", "steward", "stray", "verdict", "writer"
            })
    void everyGuestGoesOn(String name) throws Exception {
        guest = name;
        arguments = name.equals("steady") ? "fill=512" : "";
        assertGoesOn(3_500_000, new long[] {1_900_000}, "traceAlmostFull=600");
    }

    @Property(tries = 4)
    void whateverTheClockIs(@ForAll @LongRange(min = 1_000_000, max = 9_000_000) long clock)
            throws Exception {
        operations.clear();
        at(5_500_000, new Operation.Inject(new Fault.MemoryFlip(0, 0x8000_4000L, 3)));
        assertGoesOn(9_100_000, new long[] {clock}, "traceAlmostFull=300", "harts=2");
    }

    /** What lasts: simplex, isolated, apart, pulled, off, three systems. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "automaticSync=false",
                "systems=1",
                "isolate",
                "apart",
                "cpu out",
                "io out",
                "systems=3",
                "traceGranularity=LINE"
            })
    void everyStateThatLastsGoesOn(String how) throws Exception {
        List<String> options = new ArrayList<>(List.of("traceAlmostFull=600"));
        switch (how) {
            case "isolate" -> at(4_000_000, new Operation.Isolate(1));
            case "apart" -> at(4_000_000, new Operation.Inject(new Fault.CrosslinkLoss(1, false)));
            case "cpu out" -> at(4_000_000, new Operation.Pull(0, Board.CPU));
            case "io out" -> at(4_000_000, new Operation.Pull(1, Board.IO));
            default -> options.add(how);
        }
        at(7_000_000, new Operation.Inject(new Fault.RegisterFlip(0, 0, "s1", 7)));
        if (how.equals("cpu out")) {
            at(6_500_000, new Operation.Insert(0, Board.CPU));
        }
        assertGoesOn(9_000_000, new long[] {6_000_000}, options.toArray(String[]::new));
    }

    /** Armed in a CPU, a device, a DMA engine, a crosslink, a controller; and what has struck. */
    @Test
    void armedFaultsStrikeAfterwards() throws Exception {
        for (String each :
                List.of(
                        "stuck 0 0x80003000 2 1@2000000",
                        "register 1 0 s2 9@instruction 1 0 3500000",
                        "device 0 disk0 wrong 3@device disk0 900",
                        "bus-read 1 5@access 1 read 0x80000000 0x800000 700000",
                        "smi-ack 0 1",
                        "checksum 0 wrong 2",
                        "trace 1 1",
                        "link 0 1 duplicate 1@frame 0 1 100000",
                        "queue 0 1 4@7000000")) {
            at(1, Operation.Inject.parse(each));
        }
        assertGoesOn(9_000_000, new long[] {3_000_000}, "traceAlmostFull=600");
    }

    @Test
    void aServerThatIsOffOrHasEndedIsSavedToo() throws Exception {
        try (DescribedServer off = parts.server();
                DescribedServer other = parts.server()) {
            off.guest(parts.guest("hello", "code=0"));
            other.load(off.saveAt(0).get(30, TimeUnit.SECONDS));
            TestParts.powerOnTo(other, 5_000_000);
            assertThat(other.guestExit()).contains("pass");
            Snapshot ended = other.saveAt(9_000_000).get(30, TimeUnit.SECONDS);
            off.load(ended);
            assertThat(off.guestExit()).contains("pass");
            assertThat(off.output("uart0/serial")).isEqualTo(other.output("uart0/serial"));
            assertThat(off.events()).isEqualTo(other.events());
        }
    }

    @Test
    void aSynchronizationIsWaitedFor() throws Exception {
        try (DescribedServer server = server()) {
            TestParts.powerOnHeldAt(server, 1);
            CompletableFuture<Snapshot> early = server.saveAt(0);
            early.get(30, TimeUnit.SECONDS);
            server.onEvent(
                    event -> {
                        if (event.event() == StateEvent.SYNC_START && event.system() == 0) {
                            asked.add(server.saveAt(0));
                        }
                    });
            TestParts.goOn(server, 9_000_000);
            Snapshot late = asked.get(0).get(1, TimeUnit.SECONDS);
            ServerEvent equal =
                    server.events().stream()
                            .filter(event -> event.event() == StateEvent.CHECK_OK)
                            .findFirst()
                            .orElseThrow();
            assertThat(late.clock()).isGreaterThanOrEqualTo(equal.clock());
        }
    }

    private final List<CompletableFuture<Snapshot>> asked = new CopyOnWriteArrayList<>();

    /** Loaded in place of what the server is, running: the past once more. */
    @Test
    void aRunningServerGoesBack() throws Exception {
        try (DescribedServer server = server()) {
            CompletableFuture<Snapshot> snapshot = server.saveAt(2_000_000);
            Probe first = TestParts.powerOnTo(server, 6_000_000);
            CompletableFuture<String> waiting =
                    server.submitAt(50_000_000, new Operation.Isolate(1));
            server.load(snapshot.get(1, TimeUnit.SECONDS));
            assertThat(waiting).isCompletedExceptionally();
            assertThat(TestParts.goOn(server, 6_000_000)).isEqualTo(first);
        }
    }

    /**
     * A board that is on its way out, and one that has gone and does not come with its CPU board.
     */
    @Test
    void anIoBoardThatWasPulledIsPartOfIt() throws Exception {
        at(6_000_000, new Operation.Pull(1, Board.IO));
        at(12_000_000, new Operation.Pull(1, Board.CPU));
        at(13_000_000, new Operation.Insert(1, Board.CPU));
        long[] clocks = {7_000_000, 10_000_000};
        End straight = assertGoesOn(16_000_000, clocks, "ejectMicros=30000");
        assertThat(straight.reports.toString()).contains("ioBoard=false");
    }
}
