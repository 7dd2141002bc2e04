package ft.copy.trace;

import ft.api.resync.CopyScope;
import ft.copy.kit.RefusingEnvironment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Two memories of one number a page, and a record of what was copied in which phase. */
final class TestMachine extends RefusingEnvironment {
    final int[] online;
    final int[] offline;
    final BitSet changed = new BitSet();
    final BitSet trace = new BitSet();
    final List<Integer> background = new ArrayList<>();
    final List<Integer> underStop = new ArrayList<>();

    /** Pages of which only what may differ was copied. */
    final List<Integer> entries = new ArrayList<>();

    private final CopyScope scope;
    boolean stopped;

    TestMachine(CopyScope scope, int pages) {
        this.scope = scope;
        online = new int[pages];
        offline = new int[pages];
        for (int page = 0; page < pages; page++) {
            online[page] = page + 1;
            // After a disagreement the destination has all but what the trace names.
            offline[page] = scope == CopyScope.FULL ? -1 : page + 1;
        }
    }

    /** A disagreement of the systems about a page. */
    void disagree(int page) {
        offline[page] = -7;
        trace.set(page);
    }

    /** A store of the guest, or of a device. */
    void write(int page, int value) {
        online[page] = value;
        changed.set(page);
    }

    @Override
    public int pages() {
        return online.length;
    }

    @Override
    public int pageSize() {
        return Integer.BYTES;
    }

    @Override
    public CopyScope scope() {
        return scope;
    }

    @Override
    public BitSet trace() {
        return (BitSet) trace.clone();
    }

    @Override
    public BitSet changed() {
        return changed;
    }

    @Override
    public boolean isUntouched(int page) {
        return false;
    }

    @Override
    public void copy(int page) {
        offline[page] = online[page];
        (stopped ? underStop : background).add(page);
    }

    @Override
    public void copyEntries(int page) {
        copy(page);
        entries.add(page);
    }
}
