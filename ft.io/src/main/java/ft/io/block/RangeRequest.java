package ft.io.block;

import java.nio.ByteBuffer;

/**
 * Requests whose data are ranges of sectors, and what the device lets one of them ask for.
 *
 * <p>Discarding costs next to nothing, so whole disks go at once; zeros may have to be written, so
 * less than the bytes of a boundary.
 */
enum RangeRequest {
    DISCARD(1 << 22, 64, 0),
    WRITE_ZEROES(1 << 12, 1, 1);

    /** Bytes of a range: first sector, number of sectors, flags. */
    static final int SEGMENT_SIZE = 16;

    private final int sectors;
    private final int segments;
    private final int flags;

    RangeRequest(int sectors, int segments, int flags) {
        this.sectors = sectors;
        this.segments = segments;
        this.flags = flags;
    }

    /** Most sectors of a range. */
    int sectors() {
        return sectors;
    }

    /** Most ranges of a request. */
    int segments() {
        return segments;
    }

    boolean allows(int wanted) {
        return (wanted & ~flags) == 0;
    }

    static long sector(ByteBuffer segments, int at) {
        return segments.getLong(at);
    }

    static long count(ByteBuffer segments, int at) {
        return Integer.toUnsignedLong(segments.getInt(at + 8));
    }

    static int flags(ByteBuffer segments, int at) {
        return segments.getInt(at + 12);
    }
}
