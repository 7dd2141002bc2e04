package ft.cpu.hart;

import ft.cpu.memory.Frame;

/**
 * An entry of the software TLB for loads and stores. A tag is the address of the page, or {@link
 * #NOTHING}; an address of which the bits that must be 0 for alignment are kept, and the other
 * offset bits cleared, equals it only if the fast path may go ahead.
 */
final class TlbEntry {
    /** Equals no address with cleared offset bits. */
    static final long NOTHING = -1;

    /** Page that may be read. */
    long read = NOTHING;

    /** Page that may be written. */
    long write = NOTHING;

    /** Content of the page. */
    byte[] data;

    /** Frame of the page. */
    Frame frame;
}
