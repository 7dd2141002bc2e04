package ft.campaign.scenario;

import ft.api.board.BoardMap;
import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Draws a scenario from a seed: the same one from the same seed, always. */
public final class Generator {
    private static final long END = 700_000;

    /** The first synchronization is over by then in nearly every machine. */
    private static final long FROM = 130_000;

    private static final String[] GUESTS = {
        "ledger ws=64 steps=4 report=50 journal=64",
        "ledger ws=64 steps=4 report=50 journal=64 rate=100",
        "ledger ws=128 steps=16 report=40 disks=none",
        "writer ws=64 pause=50",
    };

    private static final String[] REGISTERS = {"sp", "ra", "s0", "s1", "a0", "a5", "t0", "s11"};
    private static final String[] STRATEGIES = {"trace", "checksum", "checksum-literal"};
    private static final int[] QUANTA = {4096, 4096, 8192};

    private final SplittableRandom random;
    private final long seed;

    private Generator(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    /** The scenario of a seed. */
    public static Scenario scenario(long seed) {
        return new Generator(seed).draw();
    }

    private Scenario draw() {
        String[] guest = GUESTS[random.nextInt(GUESTS.length)].split(" ", 2);
        Map<String, String> options = new TreeMap<>();
        options.put("memory", "1MiB");
        options.put("cyclesPerTick", "1");
        options.put("quantum", Integer.toString(QUANTA[random.nextInt(QUANTA.length)]));
        options.put("strategy", STRATEGIES[random.nextInt(STRATEGIES.length)]);
        int threshold = 20 + random.nextInt(400);
        options.put("traceAlmostFull", Integer.toString(threshold));
        options.put("traceEntries", Integer.toString(threshold + 20 + random.nextInt(200)));
        options.put("asyncLimit", Integer.toString(4 + random.nextInt(20)));
        options.put("dmaRate", (16 << random.nextInt(5)) + "MiB");
        options.put("backgroundShare", Double.toString((5 + random.nextInt(45)) / 100.0));
        Machine machine = new Machine(guest[0], guest[1], options, END);
        List<Deed> deeds = new ArrayList<>();
        int count = random.nextInt(10) < 5 ? 1 : 2 + random.nextInt(5);
        long clock = FROM + random.nextLong(200_000);
        for (int i = 0; i < count; i++) {
            deeds.add(new Deed(i + 1, clock, action()));
            clock += 1_000 + random.nextLong(random.nextBoolean() ? 20_000 : 150_000);
        }
        return new Scenario(seed, machine, deeds);
    }

    private Action action() {
        int system = random.nextInt(2);
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 ->
                    inject(
                            new Fault.RegisterFlip(
                                    system,
                                    0,
                                    REGISTERS[random.nextInt(REGISTERS.length)],
                                    random.nextInt(64)));
            case 4, 5, 6, 7 ->
                    inject(
                            new Fault.MemoryFlip(
                                    system,
                                    BoardMap.DRAM_BASE + random.nextInt(192 * 1024),
                                    random.nextInt(8)));
            case 8 -> inject(new Fault.CpuFailure(system));
            case 9 -> inject(new Fault.CopyFailure(system, random.nextInt(60)));
            case 10 -> inject(new Fault.CrosslinkLoss(system, random.nextBoolean()));
            case 11 -> new Action.Operate(new Operation.Pull(system, Board.CPU));
            case 12 -> new Action.Operate(new Operation.Insert(system, Board.CPU));
            case 13 -> new Action.Operate(new Operation.Reset(system));
            case 14 ->
                    new Action.Operate(
                            new Operation.SelectStrategy(
                                    0, STRATEGIES[random.nextInt(STRATEGIES.length)]));
            default -> new Action.Operate(new Operation.LeaveAsync(system));
        };
    }

    private static Action inject(Fault fault) {
        return new Action.Operate(new Operation.Inject(fault));
    }
}
