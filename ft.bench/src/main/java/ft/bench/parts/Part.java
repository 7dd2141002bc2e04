package ft.bench.parts;

import ft.api.bench.Measure;
import java.util.Locale;

/** The classes of {@code src/test} that JMH runs. */
enum Part {
    FRAME_RECORD("FrameRecord", "a record into a frame between FT controllers and back"),
    BUS_SIGNATURE("BusSignature", "a store that goes into the signature of the CPU bus"),
    BLOCK_DECODE("BlockDecode", "decoding a block of 12 instructions"),
    PAGE_WALK("PageWalk", "a load that misses the TLB and walks the tables of Sv39"),
    STATE_DECISION("StateDecision", "what becomes of a pair whose buses differ");

    /** What JMH is told to measure in. */
    static final Measure MEASURE = Measure.time("ns");

    private final String type;
    private final String about;

    Part(String type, String about) {
        this.type = type;
        this.about = about;
    }

    /** The class, without its package. */
    String type() {
        return type;
    }

    /** What the user types. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String about() {
        return about;
    }
}
