package ft.campaign.scenario;

import ft.api.server.Board;
import ft.api.server.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws a scenario from a seed: the same one from the same seed, always. Half of the scenarios have
 * one fault, which strikes a pair in Online sync; the others have more, and operators who do what
 * comes into their minds.
 */
public final class Generator {
    /** A first synchronization is over after that long in nearly every machine. */
    private static final long FROM = 130_000;

    private static final int SPREAD = 200_000;
    private static final int MOST_DEEDS = 7;
    private static final String[] STRATEGY_BUNDLES = {"ft.copy.trace", "ft.copy.checksum"};

    /** What was drawn before there were engines to choose from stays what it was. */
    private static final long OF_ENGINES = 0x656e67696e65L;

    private final SplittableRandom random;
    private final SplittableRandom engines;
    private final long seed;
    private final int systems;
    private final Machine machine;
    private final FaultDraw faults;

    private Generator(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        engines = new SplittableRandom(seed ^ OF_ENGINES);
        machine = MachineDraw.draw(random, engines);
        systems = machine.number("systems", 2);
        faults = new FaultDraw(random, systems, machine.number("harts", 1));
    }

    /** The scenario of a seed. */
    public static Scenario scenario(long seed) {
        return new Generator(seed).draw();
    }

    private Scenario draw() {
        List<Deed> deeds = new ArrayList<>();
        long clock = (systems - 1) * FROM + random.nextInt(SPREAD);
        if (random.nextBoolean()) {
            deeds.add(new Deed(1, clock, faults.draw(clock)));
        } else {
            int count = 2 + random.nextInt(MOST_DEEDS - 1);
            // Restarts take a run out of the others' way, so few runs have them.
            boolean restarts = random.nextInt(16) == 0;
            for (int i = 0; i < count; i++) {
                deeds.add(new Deed(deeds.size() + 1, clock, action(clock, restarts)));
                if (engines.nextInt(8) == 0) {
                    deeds.add(new Deed(deeds.size() + 1, clock, anotherEngine()));
                }
                clock += 1_000 + random.nextInt(random.nextBoolean() ? 20_000 : 120_000);
            }
        }
        return new Scenario(seed, machine, deeds);
    }

    private Action anotherEngine() {
        return new Action.Operate(
                new Operation.Configure(MachineDraw.ENGINE, MachineDraw.engines(engines, systems)));
    }

    private Action action(long clock, boolean restarts) {
        int kind = random.nextInt(20);
        if (kind < 10) {
            return faults.draw(clock);
        }
        if (restarts && kind < 14) {
            return new Action.Restart(
                    STRATEGY_BUNDLES[random.nextInt(STRATEGY_BUNDLES.length)],
                    1 + random.nextInt(30));
        }
        return new Action.Operate(operation(random.nextInt(systems)));
    }

    private Operation operation(int system) {
        return switch (random.nextInt(16)) {
            case 0, 1 -> new Operation.Pull(system, Board.CPU);
            case 2, 3, 4 -> new Operation.Insert(system, Board.CPU);
            case 5 -> new Operation.Synchronize(system);
            case 6, 7 -> new Operation.LeaveAsync(system);
            case 8 -> new Operation.MakeActive(system);
            case 9 -> new Operation.Isolate(system);
            case 10, 11 -> new Operation.Reset(system);
            case 12 ->
                    random.nextInt(4) == 0
                            ? new Operation.Pull(system, Board.IO)
                            : new Operation.Insert(system, Board.IO);
            case 13 ->
                    random.nextInt(4) == 0
                            ? new Operation.PowerOff(system)
                            : new Operation.PowerOn(system);
            default -> new Operation.SelectStrategy(0, MachineDraw.strategy(random));
        };
    }
}
