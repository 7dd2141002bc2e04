package ft.bench.parts;

import ft.api.bench.Measure;
import java.util.Map;

/** The classes of {@code src/test} that JMH runs, and what is wanted of them. */
enum Part {
    FRAME_RECORD("FrameRecord", "a record into a frame between FT controllers and back", Map.of()),
    BUS_SIGNATURE("BusSignature", "a store that goes into the signature of the CPU bus", Map.of()),
    BLOCK_DECODE("BlockDecode", "decoding a block of 12 instructions", Map.of()),
    PAGE_WALK("PageWalk", "a load that misses the TLB and walks the tables of Sv39", Map.of()),
    STATE_DECISION("StateDecision", "what becomes of a pair whose buses differ", Map.of());

    /** What JMH is told to measure in. */
    static final Measure MEASURE = Measure.time("ns");

    private final String type;
    private final String about;
    private final Map<String, Double> references;

    /**
     * @param references methods that ours is compared with, and how many times as good it is meant
     *     to be
     */
    Part(String type, String about, Map<String, Double> references) {
        this.type = type;
        this.about = about;
        this.references = references;
    }

    /** The class, without its package. */
    String type() {
        return type;
    }

    /** What the user types. */
    String title() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String about() {
        return about;
    }

    Map<String, Double> references() {
        return references;
    }
}
