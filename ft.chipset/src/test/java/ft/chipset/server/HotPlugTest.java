package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.device.Device;
import ft.api.fields.StateFields;
import ft.api.history.Recording;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.io.SlotStatus;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.io.subsystem.DeviceProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest uses devices that come and go in the bays of a pair. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class HotPlugTest {
    private static final String GUEST = "hotplug";
    private static final String ARGUMENTS = "report=50000 console=0";

    private static final long OUT = 5_000_000;
    private static final long IN = 6_000_000;
    private static final long END = 12_000_000;

    private final TestParts parts = new TestParts();
    private final List<FtServer> servers = new ArrayList<>();
    private DeviceProvider counters;

    /** A counter; reading counts. */
    private static class Counter implements Device {
        private final int version;
        private long count;

        Counter(int version) {
            this.version = version;
        }

        @Override
        public void reset() {
            count = 0;
        }

        @Override
        public long read(long offset, int size) {
            return count++;
        }

        @Override
        public void write(long offset, int size, long value) {
            count = value;
        }

        @Override
        public void state(StateFields fields) {
            fields.version(version);
            count = fields.number("count", count);
        }
    }

    @BeforeEach
    void bays() {
        for (int io = 0; io < 2; io++) {
            for (int bay = 0; bay < 2; bay++) {
                parts.slot(
                        "bay%d.%d io=%d device=any base=0x3%d0000 size=0x10000 irq=2%d"
                                .formatted(io, bay, io, bay, bay));
            }
        }
        counters = parts.device("counter", () -> new Counter(1));
    }

    @AfterEach
    void close() {
        servers.forEach(FtServer::close);
    }

    private DescribedServer server(String... options) throws ServerException {
        DescribedServer server = parts.server(options);
        servers.add(server);
        server.guest(parts.guest(GUEST, ARGUMENTS));
        return server;
    }

    private DescribedServer simplex() throws ServerException {
        return server("automaticSync=false");
    }

    private static String console(FtServer server) {
        return new String(server.output("uart0/serial"), StandardCharsets.US_ASCII);
    }

    private static List<String> told(FtServer server) {
        return server.events().stream().map(event -> event.text()).toList();
    }

    /**
     * At the check's end the IO subsystem of #0 has had its turn, and its controller has questions
     * to answer yet.
     */
    @Test
    void whoAsksAfterADeviceHasComeIsAnsweredWhenItIsInItsBays() throws Exception {
        FtServer server = server("driver=sequential");
        CompletableFuture<List<String>> seen = new CompletableFuture<>();
        AtomicBoolean once = new AtomicBoolean();
        server.onEvent(
                event -> {
                    if (event.event() == StateEvent.CHECK_OK && !once.getAndSet(true)) {
                        parts.device("late", () -> new Counter(1));
                        CompletableFuture.allOf(server.registers(0, 0), server.registers(1, 0))
                                .thenRun(() -> seen.complete(holders(server, "late")));
                    }
                });
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        assertThat(seen.get(100, TimeUnit.SECONDS)).containsExactly("bay0.1", "bay1.1");
    }

    private static List<String> holders(FtServer server, String type) {
        return server.slots().stream()
                .filter(each -> each.present() && each.device().equals(type))
                .map(each -> each.slot().name())
                .toList();
    }

    private static SlotStatus slot(FtServer server, String name) {
        return server.slots().stream()
                .filter(each -> each.slot().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertGolden(Probe probe, Probe reference) {
        assertThat(probe.clock()).isEqualTo(reference.clock());
        assertThat(probe.retired()).isEqualTo(reference.retired());
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).isNotEmpty().containsOnly(reference.memory().get(0));
        assertThat(probe.context()).isNotEmpty().containsOnly(reference.context().get(0));
    }

    private static void unplugAndPlug(FtServer server) {
        server.submitAt(OUT, new Operation.Unplug(0, "bay0.0"));
        server.submitAt(IN, new Operation.Plug(0, "bay0.0", ""));
    }

    private static boolean inSync(FtServer server) {
        return server.systems().stream().allMatch(s -> s.state() == SystemState.ONLINE_SYNC);
    }

    @Test
    void theGuestTakesTheInterruptsAndSeesTheSameWithAFaultAndAResynchronization()
            throws Exception {
        DescribedServer alone = simplex();
        unplugAndPlug(alone);
        Probe reference = TestParts.powerOnTo(alone, END);

        DescribedServer pair = server();
        unplugAndPlug(pair);
        pair.submitAt(OUT - 100_000, new Operation.Pull(1, Board.CPU));
        pair.submitAt(OUT + 100_000, new Operation.Insert(1, Board.CPU));
        assertGolden(TestParts.powerOnTo(pair, END), reference);
        assertThat(inSync(pair)).as(() -> told(pair).toString()).isTrue();

        assertThat(console(pair))
                .contains("hotplug: io 0 slot 4 has a counter at 300000, arrival 0")
                .contains("hotplug: io 1 slot 4 has a counter at 20300000, arrival 0")
                .containsPattern("io 0 slot 4 may go, \\d+ reads, last \\d+, 0 of nothing")
                .contains("hotplug: io 0 slot 4 has a counter at 300000, arrival 1");
        assertThat(told(pair)).contains("Slot bay0.0: the counter of  is unplugged");
    }

    @Test
    void aDeviceThatNobodyLetsGoGoesWhenItsTimeIsOver() throws Exception {
        DescribedServer server = simplex();
        server.guest(parts.guest("steady", "fill=64"));
        server.submitAt(OUT, new Operation.Unplug(0, "bay0.0"));
        TestParts.powerOnTo(server, OUT + 200_000);
        assertThat(slot(server, "bay0.0").present()).as("nobody hears").isFalse();
        assertThat(slot(server, "bay1.0").present()).isTrue();
        assertThatThrownBy(() -> server.submit(new Operation.Unplug(0, "bay0.0")).get())
                .hasMessageContaining("Slot bay0.0 is empty already");
        assertThatThrownBy(() -> server.submit(new Operation.Plug(0, "bay0.1", "quux")).get())
                .hasMessageContaining("no bundle provides the device type quux");
    }

    @Test
    void aBundleThatStopsIsAnUnplugAndOneThatIsUpdatedIsNot() throws Exception {
        Probe reference = TestParts.powerOnTo(simplex(), END);

        AtomicBoolean updating = new AtomicBoolean(true);
        parts.withdraw(counters);
        counters = parts.device("counter", () -> new Counter(1), updating::get);
        DescribedServer pair = server();
        var atTheEnd = pair.probeAt(END);
        TestParts.powerOnHeldAt(pair, OUT);
        // Between these two the guest meets a boundary without a device, and waits there.
        parts.withdraw(counters);
        pair.release();
        Thread.sleep(50);
        parts.device("counter", () -> new Counter(2));
        assertGolden(atTheEnd.get(100, TimeUnit.SECONDS), reference);
        assertThat(console(pair)).doesNotContain("changed");
        assertThat(told(pair)).anyMatch(text -> text.contains("goes on with the state"));
    }

    @Test
    void anOlderVersionDoesNotTakeANewerState() throws Exception {
        parts.withdraw(counters);
        counters = parts.device("counter", () -> new Counter(2));
        DescribedServer server = simplex();
        TestParts.powerOnHeldAt(server, OUT);
        parts.withdraw(counters);
        parts.device("counter", () -> new Counter(1));
        TestParts.goOn(server, END);
        assertThat(console(server))
                .containsPattern("io 0 slot 4 has changed, \\d+ reads, last \\d+, 0 of nothing")
                .contains("hotplug: io 0 slot 4 has a counter at 300000, arrival 1");
        assertThat(told(server))
                .anyMatch(
                        text ->
                                text.startsWith("Slot bay0.0: the state of the counter that left")
                                        && text.contains("version 2")
                                        && text.contains("version 1"));
    }

    @Test
    void whatBundlesBringAndTakeIsReplayed(@TempDir Path folder) throws Exception {
        parts.withdraw(counters);
        DescribedServer server = server();
        Path file = folder.resolve("r.ftrec");
        Recording recording = server.history().record(file);
        TestParts.powerOnHeldAt(server, 4_000_000);
        counters = parts.device("counter", () -> new Counter(1));
        TestParts.goOn(server, OUT);
        parts.withdraw(counters);
        TestParts.goOn(server, IN);
        counters = parts.device("counter", () -> new Counter(1));
        TestParts.goOn(server, END);
        recording.close();
        assertThat(console(server))
                .contains("hotplug: io 0 slot 4 has a counter at 300000, arrival 1")
                .contains("hotplug: io 0 slot 4 has a counter at 300000, arrival 2");

        try (Replay replay =
                RecordedServer.replay(file, Map.of(), parts, made -> {}, closed -> {})) {
            ReplayResult result = replay.start().get(100, TimeUnit.SECONDS);
            assertThat(result.equal()).as(result.text()).isTrue();
        }

        parts.withdraw(counters);
        try (Replay replay =
                RecordedServer.replay(file, Map.of(), parts, made -> {}, closed -> {})) {
            ReplayResult result = replay.start().get(100, TimeUnit.SECONDS);
            assertThat(result.equal()).isFalse();
            assertThat(told(replay.server()))
                    .contains(
                            "The record plugs the device type counter into slot bay0.0, which no"
                                    + " bundle provides");
        }
    }

    @Test
    void aSnapshotKnowsWhatIsInTheBays() throws Exception {
        DescribedServer first = server();
        unplugAndPlug(first);
        var saved = first.saveAt(OUT + 500_000);
        Probe reference = TestParts.powerOnTo(first, END);
        Snapshot snapshot = saved.get(100, TimeUnit.SECONDS);

        DescribedServer second = server();
        second.load(snapshot);
        second.submitAt(IN, new Operation.Plug(0, "bay0.0", ""));
        assertThat(slot(second, "bay0.0").present()).isFalse();
        assertThat(slot(second, "bay1.0").present()).isTrue();
        assertGolden(TestParts.goOn(second, END), reference);

        parts.withdraw(counters);
        DescribedServer third = server();
        assertThatThrownBy(() -> third.load(snapshot))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("no bundle provides the device type counter");
    }
}
