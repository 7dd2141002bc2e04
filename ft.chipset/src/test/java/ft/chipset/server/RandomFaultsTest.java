package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The golden rule under random sequences of tolerated faults and operator actions. A seed that
 * fails reproduces the failure.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RandomFaultsTest {
    private static final long END = 40_000_000;
    private static final String[] REGISTERS = {"sp", "ra", "s0", "s1", "a0", "a5", "t0", "s11"};
    private static final String[] STRATEGIES = {
        "trace",
        "checksum",
        "checksum-literal",
        "checksum-trap",
        "checksum-third",
        "checksum-iterate",
        "checksum-hybrid",
        "content",
        "stop-and-copy"
    };

    private final TestParts parts = new TestParts();
    private final List<String> story = new ArrayList<>();

    /** Resynchronizations that must have ended before a system is proven again to be sound. */
    private final int[] proofs = new int[2];

    /** Seeds 1 to 8, or those of {@code -Dft.seeds=FIRST-LAST}. */
    static LongStream seeds() {
        String[] range = System.getProperty("ft.seeds", "1-8").split("-");
        return LongStream.rangeClosed(
                Long.parseLong(range[0]), Long.parseLong(range[range.length - 1]));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theGuestNeverNotices(long seed) throws Exception {
        Random random = new Random(seed);
        String driver = seed % 2 == 0 ? "driver=parallel" : "driver=sequential";
        try (DescribedServer server =
                parts.server(
                        driver,
                        "seed=" + seed,
                        "engine=" + TestParts.ENGINES.get((int) (seed / 2 % 4)),
                        "traceAlmostFull=" + (200 + random.nextInt(600)),
                        "asyncLimit=" + (20 + random.nextInt(60)),
                        "backgroundShare=" + (0.02 + random.nextDouble() / 4),
                        "traceGranularity=" + (seed % 3 == 0 ? "LINE" : "PAGE"),
                        "copyUnit=" + (256 << seed % 4 * 2 + seed % 2))) {
            server.guest(parts.guest("ledger", "ws=256 report=200"));
            server.onEvent(
                    e ->
                            story.add(
                                    String.format(
                                            "%d #%d %s %s -> %s %s%s",
                                            e.clock(),
                                            e.system(),
                                            e.event(),
                                            e.from().label(),
                                            e.to().label(),
                                            e.text(),
                                            e.refused() ? " REFUSED" : "")));
            long clock = 1_500_000;
            TestParts.powerOnHeldAt(server, clock);
            while (clock < END - 3_000_000) {
                act(server, random);
                clock += 50_000 + random.nextInt(1_500_000);
                TestParts.goOn(server, clock);
            }
            Probe probe = TestParts.goOn(server, END);
            assertGolden(probe);
        }
    }

    private void act(DescribedServer server, Random random) throws Exception {
        List<SystemStatus> systems = server.systems();
        int act = systems.get(0).mode() == Mode.ACT ? 0 : 1;
        int other = 1 - act;
        SystemState state = systems.get(other).state();
        boolean inStep = state == SystemState.ONLINE_SYNC;
        int ended = server.reports().size();
        // A memory check under way may have passed the cell that flips now.
        int proof = ended + (state == SystemState.PRE_ONLINE_SYNC ? 2 : 1);
        Operation operation =
                switch (random.nextInt(9)) {
                    case 0, 1 -> {
                        proofs[other] = proof;
                        yield new Operation.Inject(
                                new Fault.RegisterFlip(
                                        other,
                                        0,
                                        REGISTERS[random.nextInt(REGISTERS.length)],
                                        random.nextInt(64)));
                    }
                    case 2 -> {
                        proofs[other] = proof;
                        long address = 0x80000000L + random.nextInt(512 * 1024);
                        yield new Operation.Inject(
                                new Fault.MemoryFlip(other, address, random.nextInt(8)));
                    }
                    case 3 ->
                            state == SystemState.OFF
                                    ? new Operation.Insert(other, Board.CPU)
                                    : new Operation.Pull(other, Board.CPU);
                    case 4 -> {
                        // Only a system that is proven equal can carry the service on alone.
                        boolean proven = inStep && ended >= proofs[other];
                        yield proven
                                ? new Operation.Pull(act, Board.CPU)
                                : new Operation.Insert(other, Board.CPU);
                    }
                    case 5 -> new Operation.Inject(new Fault.CpuFailure(other));
                    case 7 ->
                            new Operation.Configure(
                                    "engine",
                                    TestParts.ENGINES.get(
                                            random.nextInt(TestParts.ENGINES.size())));
                    case 6 ->
                            state == SystemState.FAULT
                                    ? new Operation.Reset(other)
                                    : new Operation.LeaveAsync(other);
                    default ->
                            new Operation.SelectStrategy(
                                    0, STRATEGIES[random.nextInt(STRATEGIES.length)]);
                };
        story.add("DO " + operation);
        var done = server.submit(operation);
        try {
            done.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            story.add("   " + e.getCause().getMessage());
        }
    }

    private void assertGolden(Probe probe) throws Exception {
        Probe reference = reference();
        String what = String.join("\n", story);
        assertThat(probe.clock()).as(what).isEqualTo(reference.clock());
        assertThat(probe.retired()).as(what).isEqualTo(reference.retired());
        assertThat(probe.output()).as(what).isEqualTo(reference.output());
        assertThat(probe.memory().get(0)).as(what).isEqualTo(reference.memory().get(0));
        assertThat(probe.context().get(0)).as(what).isEqualTo(reference.context().get(0));
    }

    private static Probe cached;

    private Probe reference() throws Exception {
        if (cached == null) {
            try (DescribedServer undisturbed =
                    parts.server("automaticSync=false", "engine=INTERPRETED")) {
                undisturbed.guest(parts.guest("ledger", "ws=256 report=200"));
                cached = TestParts.powerOnTo(undisturbed, END);
            }
        }
        return cached;
    }
}
