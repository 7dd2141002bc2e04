package ft.copy.checksum;

import ft.api.copy.CopyStrategy;
import java.util.function.Function;

/** The strategies by name, and what is to be expected of them. */
enum Way {
    LITERAL(LiteralChecksumStrategy::new, false),
    VERSIONS(ExactChecksumStrategy::new, true),
    TRAP(TrapChecksumStrategy::new, true),
    THIRD_SUMS(ThirdSumStrategy::new, true),
    ITERATE(IterateStrategy::new, true),
    HYBRID(HybridStrategy::new, true),
    DEMAND(DemandStrategy::new, false),
    CONTENT(ContentStrategy::new, false);

    private final Function<ChecksumOptions, CopyStrategy> maker;

    /** Whether no page is stale when duplication begins (J3). */
    final boolean exact;

    Way(Function<ChecksumOptions, CopyStrategy> maker, boolean exact) {
        this.maker = maker;
        this.exact = exact;
    }

    CopyStrategy strategy(Options options) {
        return maker.apply(options);
    }

    /** Whether the second sum is compared with one of the bytes that were copied. */
    boolean comparesWithCopy(Options options) {
        return this == TRAP || options.compare_with().equals("copied");
    }

    /** Whether changed pages are copied again in rounds. */
    boolean iterates() {
        return this == ITERATE || this == HYBRID;
    }

    boolean demands(Options options) {
        return this == DEMAND || options.demand();
    }
}
