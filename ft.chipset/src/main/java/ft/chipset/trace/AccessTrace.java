package ft.chipset.trace;

import java.util.BitSet;

/**
 * Main storage access trace of one FT controller (P6 [0045]-[0047]): a log of the pages its CPU
 * subsystem wrote, one entry for each page and quantum, in a memory of limited size.
 *
 * <p>It is seeded with everything that was written <em>and read</em> in the quantum in which the
 * disagreement was found: signatures are compared at the quantum's end, so the first difference is
 * older than its detection (spec K1), and a flipped cell shows in a read only (K3).
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class AccessTrace {
    private final int capacity;
    private final int threshold;
    private final BitSet pages = new BitSet();
    private int entries;
    private boolean running;
    private int losing;
    private Runnable firstLoss = () -> {};

    /**
     * Not running.
     *
     * @param capacity entries it can hold
     * @param threshold entries at which it is almost full
     */
    public AccessTrace(int capacity, int threshold) {
        this.capacity = capacity;
        this.threshold = threshold;
    }

    /** Starts empty. */
    public void start() {
        pages.clear();
        entries = 0;
        running = true;
    }

    /** Stops; the content stays. */
    public void stop() {
        running = false;
    }

    /** Forgets the content. */
    public void clear() {
        pages.clear();
        entries = 0;
        running = false;
    }

    /** Whether it records. */
    public boolean isRunning() {
        return running;
    }

    /** Records an access. An entry that finds no room is lost, which {@link #isFull()} tells. */
    public void record(int page) {
        if (entries < capacity && !isLost()) {
            pages.set(page);
        }
        entries++;
    }

    /**
     * Makes the memory lose entries from now on, unseen.
     *
     * @param count how many, 0 for all
     * @param onFirst hears of the first one
     */
    public void lose(int count, Runnable onFirst) {
        losing = count == 0 ? Integer.MAX_VALUE : count;
        firstLoss = onFirst;
    }

    private boolean isLost() {
        if (losing == 0) {
            return false;
        }
        firstLoss.run();
        firstLoss = () -> {};
        losing -= losing == Integer.MAX_VALUE ? 0 : 1;
        return true;
    }

    /** Whether the threshold is reached: time to leave Online async (T117). */
    public boolean isAlmostFull() {
        return entries >= threshold;
    }

    /** Whether an entry was lost: the trace no longer tells all differences (spec K5). */
    public boolean isFull() {
        return entries > capacity;
    }

    /** Entries recorded, lost ones included. */
    public int entries() {
        return entries;
    }

    /** Entries it can hold. */
    public int capacity() {
        return capacity;
    }

    /** The pages recorded; do not change. */
    public BitSet pages() {
        return pages;
    }
}
