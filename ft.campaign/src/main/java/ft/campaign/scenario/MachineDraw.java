package ft.campaign.scenario;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws the machine of a scenario. What a guest can notice has few values: golden runs are dear.
 */
final class MachineDraw {
    /** Clock at which a run ends if everything has settled. */
    static final long END = 700_000;

    /** Guests that never end by themselves, each with its number of harts. */
    private static final String[][] GUESTS = {
        {"1", "ledger", "ws=64 steps=4 report=50 journal=64"},
        {"1", "ledger", "ws=64 steps=4 report=50 journal=64 rate=100"},
        {"1", "ledger", "ws=128 steps=16 report=40 disks=none"},
        {"1", "writer", "ws=64 pause=50"},
        {"2", "harts", "rounds=0 count=200"},
    };

    /** Strategies that leave nothing to be repaired. */
    private static final String[] EXACT = {
        "trace",
        "trace",
        "checksum",
        "checksum",
        "checksum-trap",
        "checksum-third",
        "checksum-iterate",
        "stop-and-copy",
        "stop-and-copy",
    };

    private static final String[] OTHERS = {"checksum-literal", "checksum-demand", "content"};
    private static final int[] COPY_UNITS = {4096, 4096, 4096, 4096, 256, 1024, 16384};

    /** How instructions are executed. */
    static final String ENGINE = "engine";

    private MachineDraw() {}

    static Machine draw(SplittableRandom random, SplittableRandom ofEngines) {
        String[] guest = GUESTS[random.nextInt(GUESTS.length)];
        Map<String, String> options = new TreeMap<>();
        options.put("memory", "1MiB");
        options.put("cyclesPerTick", "1");
        options.put("harts", guest[0]);
        options.put("quantum", random.nextInt(4) == 0 ? "8192" : "4096");
        options.put("strategy", strategy(random));
        if (random.nextInt(5) == 0) {
            options.put("systems", "3");
        }
        boolean lines = random.nextInt(3) == 0;
        int threshold = (20 + random.nextInt(400)) * (lines ? 4 : 1);
        options.put("traceGranularity", lines ? "LINE" : "PAGE");
        options.put("traceAlmostFull", Integer.toString(threshold));
        options.put("traceEntries", Integer.toString(threshold + 20 + random.nextInt(400)));
        options.put("asyncLimit", Integer.toString(4 + random.nextInt(20)));
        options.put("copyUnit", Integer.toString(COPY_UNITS[random.nextInt(COPY_UNITS.length)]));
        options.put("dmaRate", (128 << random.nextInt(4)) + "MiB");
        options.put("checksumRate", (256 << random.nextInt(4)) + "MiB");
        options.put("backgroundShare", Double.toString((10 + random.nextInt(60)) / 100.0));
        options.put("ioQueueDepth", Integer.toString(1 << random.nextInt(7)));
        if (random.nextInt(12) == 0) {
            options.put("busComparator", "false");
        }
        if (random.nextInt(10) == 0) {
            options.put("ioMismatch", "SEPARATE");
        }
        if (random.nextInt(12) == 0) {
            options.put("automaticSync", "false");
        }
        options.put(ENGINE, engines(ofEngines, options.containsKey("systems") ? 3 : 2));
        return new Machine(guest[1], guest[2], options, END);
    }

    /** One for each system. */
    static String engines(SplittableRandom random, int systems) {
        return IntStream.range(0, systems)
                .mapToObj(system -> random.nextBoolean() ? "TRANSLATED" : "INTERPRETED")
                .collect(Collectors.joining(","));
    }

    static String strategy(SplittableRandom random) {
        return random.nextInt(8) == 0
                ? OTHERS[random.nextInt(OTHERS.length)]
                : EXACT[random.nextInt(EXACT.length)];
    }
}
