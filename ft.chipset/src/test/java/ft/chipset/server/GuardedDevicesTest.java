package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.api.device.Device;
import ft.api.resync.CopyEnvironment;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.slot.DeviceContext;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.copy.checksum.DemandStrategy;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Demand verification (spec R8, D) by devices: a device is as bound to guards as a hart is,
 * wherever it is: of the system in service, of the destination, and of a third system, which has to
 * ask.
 */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class GuardedDevicesTest {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    /** Pages that the guest ledger leaves alone, and that hold zeros. */
    private static final int UNUSED = 200;

    /** What a device does at every boundary, whatever the guest does. */
    @FunctionalInterface
    private interface Work {
        void on(DeviceContext context);
    }

    /** A device without registers. */
    private static final class Busy implements Device {
        private final Work work;
        private DeviceContext context;

        Busy(Work work) {
            this.work = work;
        }

        @Override
        public void attach(DeviceContext newContext) {
            context = newContext;
        }

        @Override
        public void reset() {
            context.requestWork();
        }

        @Override
        public long read(long offset, int size) {
            return 0;
        }

        @Override
        public void write(long offset, int size, long value) {
            // has no registers
        }

        @Override
        public void work() {
            work.on(context);
            context.requestWork();
        }
    }

    /** From inside of one page to inside of another one, so that these belong to it too. */
    private static Work reading(int first, int last) {
        byte[] content = new byte[(last - first) * PAGE];
        return context -> context.dma().read(address(first) + 100, content, 0, content.length);
    }

    /** Zeros where there are zeros, which the guest does not notice. */
    private static Work writing(int first, int last) {
        byte[] zeros = new byte[(last - first) * PAGE];
        return context -> context.dma().write(address(first) + 100, zeros, 0, zeros.length);
    }

    private static long address(int page) {
        return BoardMap.DRAM_BASE + (long) page * PAGE;
    }

    private static void plug(TestParts parts, int io, Work work) {
        parts.device("busy", () -> new Busy(work));
        parts.slot("busy io=%d device=busy base=0x300000 size=0x1000".formatted(io));
    }

    /**
     * At every boundary, when devices have worked: nobody may use what differs, and what a device
     * has touched is not guarded any more.
     */
    private static final class Watch implements NothingFirst.Onlooker {
        private final List<String> wrong = new CopyOnWriteArrayList<>();
        private final int first;
        private final int last;
        private int attempts;
        private Object seen;

        Watch(int first, int last) {
            this.first = first;
            this.last = last;
        }

        @Override
        public void look(CopyEnvironment environment) {
            BitSet guarded = environment.guarded();
            int page = guarded.nextSetBit(first);
            if (page >= 0 && page <= last) {
                wrong.add("page " + page + " is guarded, and a device has touched it");
            }
            if (seen == environment) {
                return; // later on the comparison would take the time of the walk
            }
            seen = environment;
            attempts++;
            BitSet differing = new BitSet();
            environment.compare(0, environment.pages(), differing);
            differing.andNot(guarded);
            if (!differing.isEmpty()) {
                wrong.add("pages " + differing + " differ, and anybody may use them");
            }
        }
    }

    /**
     * With three systems, the one with the device asks for another one's pages: while the first two
     * are brought in step (#2), or while the third is (#1, which is in Online sync by then).
     */
    @ParameterizedTest
    @CsvSource({
        "0, 2, sequential, true",
        "0, 2, sequential, false",
        "1, 2, sequential, true",
        "1, 2, parallel, false",
        "2, 3, sequential, true",
        "2, 3, parallel, true",
        "2, 3, sequential, false",
        "1, 3, sequential, true",
        "1, 3, parallel, false",
    })
    void aDeviceFindsOnlyWhatIsVerified(int io, int systems, String driver, boolean reads)
            throws Exception {
        int first = reads ? 0 : UNUSED;
        int last = reads ? 120 : UNUSED + 20;
        Watch watch = new Watch(first, last);
        try (Scene scene = new Scene(6_000_000, "ws=64 report=100")) {
            plug(scene.parts, io, reads ? reading(first, last) : writing(first, last));
            scene.parts.install("nothing-first", new NothingFirst(false, true, watch));
            Probe probe =
                    scene.with("strategy=nothing-first", "backgroundShare=0.25")
                            .with("driver=" + driver, "systems=" + systems)
                            .run();
            assertThat(watch.wrong).as(scene::log).isEmpty();
            assertThat(watch.attempts).isEqualTo(systems - 1);
            assertThat(scene.events())
                    .as(scene::log)
                    .doesNotContain(
                            StateEvent.IO_MISMATCH, StateEvent.BUS_MISMATCH, StateEvent.OUTVOTED);
            assertThat(scene.reports())
                    .as(scene::log)
                    .hasSize(systems - 1)
                    .allMatch(ResyncReport::succeeded)
                    .noneMatch(ResyncReport::fallback)
                    .allSatisfy(
                            report ->
                                    assertThat(report.figures().get("demanded"))
                                            .as("every page that the device has touched, or a hart")
                                            .isGreaterThan(last - first));
            try (Scene quiet = new Scene(6_000_000, "ws=64 report=100")) {
                Probe right = quiet.reference();
                assertThat(probe.retired()).as(scene::log).isEqualTo(right.retired());
                assertThat(probe.output()).as(scene::log).isEqualTo(right.output());
                assertThat(probe.memory())
                        .as(scene::log)
                        .hasSize(systems)
                        .containsOnly(right.memory().get(0));
            }
        }
    }

    /**
     * The strategy that is delivered, with two that stay in Online sync and a third that joins them
     * while the guest writes: a device of the one that is neither source nor destination meets
     * pages whose sums did not tell that they had changed.
     */
    @Test
    void whoeverIsInStepAsksForPagesOfAThirdThatJoins() throws Exception {
        TestParts parts = new TestParts();
        parts.install(
                "checksum-demand",
                TestParts.configured(
                        DemandStrategy.class,
                        Map.of("second_sums", "interleaved", "hash", "additive")));
        plug(parts, 1, reading(0, 100));
        Probe probe;
        try (DescribedServer server =
                parts.server(
                        "systems=3",
                        "memory=2MiB",
                        "quantum=8192", // not long enough to touch everything before the device
                        "driver=sequential",
                        "strategy=checksum-demand",
                        "backgroundShare=0.05")) {
            server.guest(parts.guest("writer", "ws=256 pause=0"));
            server.submitAt(4_000_000, new Operation.Pull(2, Board.CPU));
            server.submitAt(4_100_000, new Operation.Insert(2, Board.CPU));
            probe = TestParts.powerOnTo(server, 10_000_000);
            String log = server.events() + "\n" + server.reports();
            assertThat(server.systems())
                    .extracting("state")
                    .as(log)
                    .containsOnly(SystemState.ONLINE_SYNC);
            assertThat(server.events())
                    .as(log)
                    .extracting("event")
                    .doesNotContain(
                            StateEvent.IO_MISMATCH,
                            StateEvent.OUTVOTED,
                            StateEvent.OUTPUT_MISMATCH,
                            StateEvent.CHECK_NG);
            assertThat(server.reports()).as(log).hasSize(3).noneMatch(ResyncReport::fallback);
            Map<String, Long> figures = server.reports().get(2).figures();
            assertThat(figures.get("staleFound")).as(log).isPositive();
            assertThat(figures.get("demanded")).as(log).isGreaterThan(30);
        }
        try (DescribedServer one =
                parts.server(
                        "memory=2MiB",
                        "quantum=8192",
                        "driver=sequential",
                        "automaticSync=false")) {
            one.guest(parts.guest("writer", "ws=256 pause=0"));
            Probe right = TestParts.powerOnTo(one, 10_000_000);
            assertThat(probe.retired()).isEqualTo(right.retired());
            assertThat(probe.output()).isEqualTo(right.output());
            assertThat(probe.memory()).hasSize(3).containsOnly(right.memory().get(0));
        }
    }
}
