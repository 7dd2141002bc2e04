package ft.chipset.boot;

import ft.api.cpu.MainStorage;
import ft.api.server.ServerException;
import java.util.Comparator;
import java.util.List;

/**
 * A program with the places in main storage that it goes to.
 *
 * @param entry address of the first instruction
 * @param segments what is to be loaded
 */
public record ProgramImage(long entry, List<Segment> segments) {
    /**
     * A loadable segment.
     *
     * @param address physical address
     * @param content bytes from the file
     * @param size size in memory; what exceeds the content is zero
     */
    public record Segment(long address, byte[] content, long size) {}

    /** Whether a segment has bytes from one address up to another one. */
    boolean overlaps(long from, long to) {
        return segments.stream().anyMatch(s -> s.address() < to && s.address() + s.size() > from);
    }

    /**
     * Checks that it fits.
     *
     * @param base first address of main storage
     * @param size its size in bytes
     * @throws ServerException with one sentence when a segment or the entry lies outside
     */
    public void requireFit(String name, long base, long size) throws ServerException {
        for (Segment segment : segments) {
            boolean inside =
                    segment.size() >= segment.content().length
                            && segment.size() <= size
                            // An address below the base is very far above it, unsigned.
                            && Long.compareUnsigned(segment.address() - base, size - segment.size())
                                    <= 0;
            if (!inside) {
                throw new ServerException(
                        String.format(
                                "%s has a segment at 0x%x of %d bytes, outside main storage (0x%x"
                                        + " to 0x%x); link it there or give the server more memory",
                                name, segment.address(), segment.size(), base, base + size - 1));
            }
        }
        requireApart(name);
        if (Long.compareUnsigned(entry - base, size) >= 0) {
            throw new ServerException(
                    String.format("%s has its entry at 0x%x, outside main storage", name, entry));
        }
    }

    private void requireApart(String name) throws ServerException {
        List<Segment> sorted =
                segments.stream().sorted(Comparator.comparingLong(Segment::address)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            Segment below = sorted.get(i - 1);
            Segment above = sorted.get(i);
            if (above.address() < below.address() + below.size()) {
                throw new ServerException(
                        String.format(
                                "%s has segments that overlap, at 0x%x and 0x%x; link it again",
                                name, below.address(), above.address()));
            }
        }
    }

    /** Puts the segments into main storage. */
    public void load(MainStorage memory) {
        for (Segment segment : segments) {
            memory.write(segment.address(), segment.content(), 0, segment.content().length);
        }
    }
}
