package ft.chipset.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ft.chipset.server.TestParts;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How granules, trace entries and units of copying map to each other. */
class TrackingTest {
    /** Granules of 64 bytes, trace entries of 4 KiB, units of copying of 256 bytes. */
    private static final Tracking MIXED = new Tracking(6, 12, 8);

    private static BitSet set(int... bits) {
        BitSet set = new BitSet();
        for (int bit : bits) {
            set.set(bit);
        }
        return set;
    }

    /** Lines are told apart where a trace or a copy needs them, pages otherwise. */
    @ParameterizedTest
    @CsvSource({
        "PAGE, 4096, 12, 12, 12",
        "PAGE, 65536, 12, 12, 16",
        "PAGE, 2048, 6, 12, 11",
        "LINE, 4096, 6, 6, 12",
        "LINE, 256, 6, 6, 8"
    })
    void followsFromTheDescription(String trace, int unit, int granule, int entry, int page)
            throws Exception {
        assertThat(
                        Tracking.of(
                                new TestParts()
                                        .description(
                                                "traceGranularity=" + trace, "copyUnit=" + unit)))
                .isEqualTo(new Tracking(granule, entry, page));
    }

    @Test
    void tellsSizes() {
        assertThat(MIXED.granuleBytes()).isEqualTo(64);
        assertThat(MIXED.pageBytes()).isEqualTo(256);
        assertThat(MIXED.granulesInPage()).isEqualTo(4);
    }

    @Test
    void mapsGranules() {
        assertThat(MIXED.entryOf(63)).isZero();
        assertThat(MIXED.entryOf(64)).isEqualTo(1);
        assertThat(MIXED.pageOf(7)).isEqualTo(1);
        assertThat(MIXED.pageOf(8)).isEqualTo(2);
        assertThat(MIXED.pagesOf(set(0, 3, 9, 100))).isEqualTo(set(0, 2, 25));
    }

    @Test
    void mapsEntries() {
        BitSet granules = new BitSet();
        granules.set(64, 128);
        granules.set(192, 256);
        assertThat(MIXED.granulesOf(set(1, 3))).isEqualTo(granules);
    }
}
