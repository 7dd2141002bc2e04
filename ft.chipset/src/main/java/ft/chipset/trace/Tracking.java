package ft.chipset.trace;

import ft.api.cpu.MainStorage;
import ft.api.server.ServerDescription;
import ft.api.server.TraceGranularity;
import java.util.BitSet;

/**
 * The three units in which main storage is divided, all powers of two: the <em>granule</em>, in
 * which the memory controller tells what was written; the <em>entry</em> of the access trace; and
 * the <em>page</em>, which is the unit of copying (P17 c.4). A granule is never larger than the
 * others, so each maps to the others by a shift.
 *
 * @param granuleShift logarithm of a granule's bytes
 * @param entryShift that of a trace entry
 * @param pageShift that of a unit of copying
 */
public record Tracking(int granuleShift, int entryShift, int pageShift) {
    /**
     * Of a server. Lines have to be told apart for a trace of lines or a copy of less than 4 KiB.
     */
    public static Tracking of(ServerDescription description) {
        int entry = description.traceGranularity().bytes();
        boolean lines =
                entry < MainStorage.PAGE_SIZE || description.copyUnit() < MainStorage.PAGE_SIZE;
        int granule = lines ? TraceGranularity.LINE.bytes() : MainStorage.PAGE_SIZE;
        return new Tracking(shift(granule), shift(entry), shift(description.copyUnit()));
    }

    private static int shift(int bytes) {
        return Integer.numberOfTrailingZeros(bytes);
    }

    /** Bytes of a granule. */
    public int granuleBytes() {
        return 1 << granuleShift;
    }

    /** Bytes of a unit of copying. */
    public int pageBytes() {
        return 1 << pageShift;
    }

    /** Granules in a unit of copying. */
    public int granulesInPage() {
        return 1 << pageShift - granuleShift;
    }

    /** The trace entry that covers a granule. */
    public int entryOf(int granule) {
        return granule >> entryShift - granuleShift;
    }

    /** The unit of copying a granule is in. */
    public int pageOf(int granule) {
        return granule >> pageShift - granuleShift;
    }

    /** The granules that some trace entries cover. */
    public BitSet granulesOf(BitSet entries) {
        int shift = entryShift - granuleShift;
        BitSet granules = new BitSet();
        entries.stream().forEach(entry -> granules.set(entry << shift, entry + 1 << shift));
        return granules;
    }

    /** The units of copying that have something of some granules in them. */
    public BitSet pagesOf(BitSet granules) {
        BitSet pages = new BitSet();
        granules.stream().forEach(granule -> pages.set(pageOf(granule)));
        return pages;
    }
}
