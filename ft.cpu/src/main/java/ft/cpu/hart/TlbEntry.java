package ft.cpu.hart;

import ft.cpu.memory.Frame;
import ft.cpu.translate.TlbTable;

/**
 * An entry of the software TLB for loads and stores, which covers a granule of change tracking: a
 * page or a line. A tag is the address of the granule, as the hart uses it, or {@link #NOTHING}; an
 * address of which the bits that must be 0 for alignment are kept, and the other offset bits
 * cleared, equals it only if the fast path may go ahead.
 */
final class TlbEntry {
    /** Equals no address with cleared offset bits. */
    static final long NOTHING = TlbTable.NOTHING;

    /** Place in the TLB. */
    int slot;

    /** Granule that may be read. */
    long read = NOTHING;

    /** Granule that may be written. */
    long write = NOTHING;

    /** Granule that may be read once that is noted; the same as {@link #read} if that is. */
    long suspendedRead = NOTHING;

    /** The same for writing. */
    long suspendedWrite = NOTHING;

    /** Whether it has a permission that is not suspended. */
    boolean active;

    /** Where translation looked for it. */
    final Walk walk = new Walk();

    /** What an address has to be added to become a physical one. */
    long toPhysical;

    /** Content of the page it is in. */
    byte[] data;

    /** Frame of that page. */
    Frame frame;

    /** Forgets what it has. */
    void empty() {
        read = NOTHING;
        write = NOTHING;
        suspendedRead = NOTHING;
        suspendedWrite = NOTHING;
        active = false;
        data = null;
        frame = null;
    }

    /** Whether it has any permission for a granule. */
    boolean isOf(long granule) {
        return suspendedRead == granule || suspendedWrite == granule;
    }
}
