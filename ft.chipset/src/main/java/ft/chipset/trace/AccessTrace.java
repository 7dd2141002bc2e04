package ft.chipset.trace;

import ft.api.fields.StateFields;
import java.util.BitSet;
import java.util.function.IntSupplier;

/**
 * Main storage access trace of one FT controller (P6 [0045]-[0047]): a log of what its CPU
 * subsystem wrote, in a memory of limited size. An entry is a line or a page ({@link Tracking}) in
 * a quantum.
 *
 * <p>It is seeded with everything that was written <em>and read</em> in the quantum in which the
 * disagreement was found: signatures are compared at the quantum's end, so the first difference is
 * older than its detection (spec K1), and a flipped cell shows in a read only (K3).
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class AccessTrace {
    private static final int NONE = -1;

    private final Tracking tracking;
    private final int capacity;
    private final IntSupplier threshold;
    private final BitSet covered = new BitSet();
    private int entries;
    private int last = NONE;
    private boolean running;
    private int losing;
    private Runnable firstLoss = () -> {};
    private int errorsLeft;
    private int errorMask;

    /**
     * Not running.
     *
     * @param tracking what an entry covers
     * @param capacity entries it can hold
     * @param threshold entries at which it is almost full, as it is now
     */
    public AccessTrace(Tracking tracking, int capacity, IntSupplier threshold) {
        this.tracking = tracking;
        this.capacity = capacity;
        this.threshold = threshold;
    }

    /** Starts empty. */
    public void start() {
        clear();
        running = true;
    }

    /** Stops; the content stays. */
    public void stop() {
        running = false;
    }

    /** Forgets the content. */
    public void clear() {
        covered.clear();
        entries = 0;
        running = false;
        begin();
    }

    /** What it holds and what faults have left, for a snapshot. */
    public void state(StateFields fields) {
        BitSet saved = BitSet.valueOf(fields.numbers("covered", covered.toLongArray()));
        covered.clear();
        covered.or(saved);
        entries = (int) fields.number("entries", entries);
        last = (int) fields.number("last", last);
        running = fields.flag("running", running);
        losing = (int) fields.number("losing", losing);
        errorsLeft = (int) fields.number("errorsLeft", errorsLeft);
        errorMask = (int) fields.number("errorMask", errorMask);
    }

    /** Whether it records. */
    public boolean isRunning() {
        return running;
    }

    /** Begins to take the accesses of a kind of another quantum, in ascending order. */
    public void begin() {
        last = NONE;
    }

    /**
     * Records an access to a granule of change tracking. Accesses that one entry covers make one
     * entry. An entry that finds no room is lost, which {@link #isFull()} tells.
     */
    public void record(int granule) {
        int entry = tracking.entryOf(granule);
        if (entry == last) {
            return;
        }
        last = entry;
        if (entries < capacity) {
            write(entry);
        }
        entries++;
    }

    private void write(int entry) {
        if (isLost()) {
            return;
        }
        if (errorsLeft > 0) {
            errorsLeft--;
            covered.set((entry ^ errorMask) & Integer.MAX_VALUE);
        } else {
            covered.set(entry);
        }
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

    /** The fault has gone. */
    public void sound() {
        losing = 0;
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

    /** Makes the memory take entries with bits flipped, so many from now on. */
    public void corrupt(int count, int mask) {
        errorsLeft = count;
        errorMask = mask;
    }

    /** Whether the threshold is reached: time to leave Online async (T117). */
    public boolean isAlmostFull() {
        return entries >= threshold.getAsInt();
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

    /** The lines or pages that have an entry; do not change. */
    public BitSet covered() {
        return covered;
    }
}
