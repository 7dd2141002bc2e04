package ft.cpu.memory;

import ft.api.cpu.MainStorage;
import ft.api.fields.StateFields;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Looks at the loads and stores of harts for what was armed: triggers that count accesses, data
 * that flips on the bus, TLB entries that lead astray. A page that it watches gets no permission in
 * any software TLB, so that every access comes by here; while it watches nothing, nobody does.
 */
public final class AccessWatch {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    /** Whether anything is watched. */
    public boolean active;

    /** Whether something was seen that has to be dealt with after the instruction. */
    public boolean attention;

    private final MemoryController controller;
    private final List<Watched> watched = new ArrayList<>();
    private final List<Astray> astray = new ArrayList<>();
    private final List<Hit> hits = new ArrayList<>();

    /**
     * What was seen.
     *
     * @param id of what was watched
     * @param address of the access
     * @param store whether it was a store
     */
    public record Hit(int id, long address, boolean store) {}

    private record Astray(int hart, long page, long mask) {}

    private static final class Watched {
        final int id;
        final boolean loads;
        final boolean stores;
        final long first;
        final long last;
        final long mask;
        long left;

        Watched(int id, boolean loads, boolean stores, long first, long last, long n, long mask) {
            this.id = id;
            this.loads = loads;
            this.stores = stores;
            this.first = first;
            this.last = last;
            this.left = n;
            this.mask = mask;
        }

        boolean covers(long address, int size) {
            // Unsigned, so that a range may be everything there is.
            return Long.compareUnsigned(address, last) <= 0
                    && Long.compareUnsigned(address + size - 1, first) >= 0;
        }
    }

    AccessWatch(MemoryController controller) {
        this.controller = controller;
    }

    /**
     * Watches a range.
     *
     * @param last last address of the range
     * @param n which access counts
     * @param mask bits of the data that flip in this access
     */
    public void add(
            int id, boolean loads, boolean stores, long first, long last, long n, long mask) {
        watched.add(new Watched(id, loads, stores, first, last, n, mask));
        changed();
    }

    /**
     * Leads a hart's accesses to a page, by the address that it uses, to another one, until the end
     * of the quantum.
     */
    public void leadAstray(int hart, long address, long mask) {
        astray.add(new Astray(hart, address & -PAGE, mask));
        changed();
    }

    /** The TLBs are loaded anew. */
    void endTranslations() {
        if (!astray.isEmpty()) {
            astray.clear();
            changed();
        }
    }

    private void changed() {
        active = !watched.isEmpty() || !astray.isEmpty();
        controller.withdrawAll();
    }

    /**
     * Whether a page must not get any permission.
     *
     * @param address as harts use it
     * @param physical address that it is translated to
     */
    public boolean holds(long address, long physical) {
        if (!active) {
            return false;
        }
        long page = physical & -PAGE;
        for (Watched each : watched) {
            if (each.covers(page, PAGE)) {
                return true;
            }
        }
        for (Astray each : astray) {
            if (each.page == (address & -PAGE)) {
                return true;
            }
        }
        return false;
    }

    /** The physical address that a hart reaches in place of the right one. */
    public long translate(int hart, long address, long physical) {
        long reached = physical;
        for (Astray each : astray) {
            if (each.hart == hart && each.page == (address & -PAGE)) {
                reached ^= each.mask;
            }
        }
        return reached;
    }

    /** A load has retired; gives the data that arrived at the hart. */
    public long loaded(long address, int size, long data) {
        return data ^ pass(address, size, false, true);
    }

    /** The data of a store as it is on the bus; the store may still be refused. */
    public long storing(long address, int size, long data) {
        return data ^ pass(address, size, true, false);
    }

    /** A store has retired. */
    public void stored(long address, int size) {
        pass(address, size, true, true);
    }

    private long pass(long address, int size, boolean store, boolean retired) {
        long mask = 0;
        boolean gone = false;
        for (Iterator<Watched> each = watched.iterator(); each.hasNext(); ) {
            Watched next = each.next();
            if ((store ? next.stores : next.loads) && next.covers(address, size)) {
                if (next.left == 1) {
                    mask ^= next.mask;
                }
                if (retired && --next.left == 0) {
                    each.remove();
                    gone = true;
                    hits.add(new Hit(next.id, address, store));
                    attention = true;
                }
            }
        }
        if (gone) {
            changed();
        }
        return size == 8 ? mask : mask & (1L << 8 * size) - 1;
    }

    /** What is watched; what was seen was dealt with when its run ended. */
    void state(StateFields fields) {
        List<Watched> all =
                fields.list(
                        "watched",
                        watched,
                        new Watched(0, false, false, 0, 0, 0, 0),
                        (at, own) ->
                                new Watched(
                                        (int) fields.number(at + "id", own.id),
                                        fields.flag(at + "loads", own.loads),
                                        fields.flag(at + "stores", own.stores),
                                        fields.number(at + "first", own.first),
                                        fields.number(at + "last", own.last),
                                        fields.number(at + "left", own.left),
                                        fields.number(at + "mask", own.mask)));
        List<Astray> led =
                fields.list(
                        "astray",
                        astray,
                        new Astray(0, 0, 0),
                        (at, own) ->
                                new Astray(
                                        (int) fields.number(at + "hart", own.hart),
                                        fields.number(at + "page", own.page),
                                        fields.number(at + "mask", own.mask)));
        if (fields.isLoading()) {
            watched.addAll(all);
            astray.addAll(led);
            changed();
        }
    }

    /** What was seen since the last call. */
    public List<Hit> takeHits() {
        List<Hit> taken = List.copyOf(hits);
        hits.clear();
        attention = false;
        return taken;
    }
}
