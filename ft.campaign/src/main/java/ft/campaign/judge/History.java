package ft.campaign.judge;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a guest has done, boundary by boundary, as a run without faults shows it: by clock the
 * instructions retired and digests of main storage, context and output.
 */
public final class History {
    /** Values kept for a boundary. */
    public static final int WIDTH = 5;

    private long[] values = new long[WIDTH * 512];
    private int boundaries;

    /** One more boundary; later than all before. */
    public void add(long clock, long retired, long memory, long context, long output) {
        if ((boundaries + 1) * WIDTH > values.length) {
            values = Arrays.copyOf(values, values.length * 2);
        }
        int at = boundaries++ * WIDTH;
        values[at] = clock;
        values[at + 1] = retired;
        values[at + 2] = memory;
        values[at + 3] = context;
        values[at + 4] = output;
    }

    /** Number of boundaries. */
    public int size() {
        return boundaries;
    }

    /** Where the boundary of a clock is, or -1 if there was none. */
    public int find(long clock) {
        int low = 0;
        int high = boundaries - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long found = values[middle * WIDTH];
            if (found == clock) {
                return middle;
            } else if (found < clock) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Clock of a boundary. */
    public long clock(int boundary) {
        return values[boundary * WIDTH];
    }

    /** Instructions retired until a boundary. */
    public long retired(int boundary) {
        return values[boundary * WIDTH + 1];
    }

    /** Digest of main storage at a boundary. */
    public long memory(int boundary) {
        return values[boundary * WIDTH + 2];
    }

    /** Digest of the context at a boundary. */
    public long context(int boundary) {
        return values[boundary * WIDTH + 3];
    }

    /** Digest of all output until a boundary. */
    public long output(int boundary) {
        return values[boundary * WIDTH + 4];
    }

    /** Digest of a context, as it is kept here. */
    public static long digest(byte[] context) {
        CRC32C sum = new CRC32C();
        sum.update(context);
        return sum.getValue();
    }
}
