package ft.chipset.controller.copy;

import ft.api.cpu.MainStorage;
import ft.chipset.trace.Tracking;
import java.util.BitSet;

/**
 * Where the units of copying, which a strategy knows as its pages, lie in main storage.
 *
 * @param memory main storage of the source
 * @param tracking the units
 */
record CopyUnits(MainStorage memory, Tracking tracking) {
    int count() {
        return (int) (memory.size() >> tracking.pageShift());
    }

    int bytes() {
        return tracking.pageBytes();
    }

    long addressOf(int unit) {
        return memory.base() + ((long) unit << tracking.pageShift());
    }

    /** Page of main storage that a unit begins in. */
    int firstPage(int unit) {
        return memory.pageOf(addressOf(unit));
    }

    /** Page of main storage that a unit ends in. */
    int lastPage(int unit) {
        return memory.pageOf(addressOf(unit) + bytes() - 1);
    }

    /** Pages of main storage that have something of some units in them. */
    BitSet pagesOf(BitSet units) {
        BitSet pages = new BitSet();
        units.stream().forEach(unit -> pages.set(firstPage(unit), lastPage(unit) + 1));
        return pages;
    }

    /** The unit that a page of main storage begins in. */
    int unitOf(int page) {
        return (int) (memory.addressOf(page) - memory.base() >> tracking.pageShift());
    }

    long addressOfGranule(int granule) {
        return memory.base() + ((long) granule << tracking.granuleShift());
    }

    int bytesOfGranules(int count) {
        return count << tracking.granuleShift();
    }
}
