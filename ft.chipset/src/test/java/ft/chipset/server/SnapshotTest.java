package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        reports.add(server.systems().toString());
        reports.add(server.slots().toString());
        return new End(probe, events, reports, server.guestExit().orElse(""));
    }

    private End straight(long clock, String... options) throws Exception {
        try (DescribedServer server = server(options)) {
            return end(server, TestParts.powerOnTo(server, clock));
        }
    }

    private Snapshot saved(long clock, DescribedServer server) throws Exception {
        CompletableFuture<Snapshot> snapshot = server.saveAt(clock);
        server.submit(new Operation.PowerOn(Operation.ALL));
        return snapshot.get(200, TimeUnit.SECONDS);
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

    @ParameterizedTest
    @CsvSource({
        "parallel, parallel, false, 3000000",
        "sequential, parallel, true, 6000000",
        "parallel, sequential, true, 9000000",
    })
    void goesOnAsIfNothingHadBeen(String saves, String loads, boolean pair, long clock)
            throws Exception {
        String sync = "automaticSync=" + pair;
        at(11_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "s0", 4)));
        at(14_000_000, new Operation.Pull(0, Board.CPU));
        at(15_000_000, new Operation.Insert(0, Board.CPU));
        if (!pair) {
            operations.clear();
        }
        End straight = straight(18_000_000, sync, "traceAlmostFull=600");
        Snapshot snapshot;
        End going;
        try (DescribedServer server = server(sync, "driver=" + saves, "traceAlmostFull=600")) {
            CompletableFuture<Probe> later = server.probeAt(18_000_000);
            snapshot = saved(clock, server);
            going = end(server, later.get(200, TimeUnit.SECONDS));
        }
        assertLike(going, straight);
        assertThat(snapshot.clock()).isGreaterThanOrEqualTo(clock);
        assertLike(
                goOn(snapshot, 18_000_000, sync, "driver=" + loads, "traceAlmostFull=600"),
                straight);
    }

    /**
     * A board that is on its way out, and one that has gone and does not come with its CPU board.
     */
    @ParameterizedTest
    @ValueSource(longs = {7_000_000, 10_000_000})
    void anIoBoardThatWasPulledIsPartOfIt(long clock) throws Exception {
        at(6_000_000, new Operation.Pull(1, Board.IO));
        at(12_000_000, new Operation.Pull(1, Board.CPU));
        at(13_000_000, new Operation.Insert(1, Board.CPU));
        String[] options = {"ejectMicros=30000"};
        End straight = straight(16_000_000, options);
        try (DescribedServer server = server(options)) {
            assertLike(goOn(saved(clock, server), 16_000_000, options), straight);
        }
        assertThat(straight.reports.toString()).contains("ioBoard=false");
    }
}
