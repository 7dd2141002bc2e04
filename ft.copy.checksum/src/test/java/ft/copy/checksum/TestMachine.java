package ft.copy.checksum;

import ft.api.copy.CopyEnvironment;
import ft.api.copy.CopyScope;
import ft.api.copy.SummaryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** Two memories, a guest that writes into the online one, and a record of all that is done. */
final class TestMachine implements CopyEnvironment {
    static final int PAGE_SIZE = 16;

    enum Phase {
        ONLINE,
        STOPPED,
        DUPLICATED
    }

    enum Kind {
        SUM,
        COPY,
        EQUAL,
        REPAIR
    }

    record Act(Kind kind, int page, Phase phase) {}

    final int pages;
    final byte[] online;
    final byte[] offline;
    final BitSet touched;
    final BitSet changed = new BitSet();
    final BitSet trace = new BitSet();
    final List<Act> log = new ArrayList<>();
    final int[][] counts;

    /** Kept by the machine itself, to check the session against. */
    final BitSet writtenSinceCopy = new BitSet();

    /** What each page held at its first and at its second sum. */
    final byte[][][] atSum;

    final Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    CopyScope scope = CopyScope.FULL;
    Phase phase = Phase.ONLINE;
    boolean sumsCollide;
    int reads;

    /** All pages touched, each with content of its own; the destination holds something else. */
    TestMachine(int pages) {
        this.pages = pages;
        online = new byte[pages * PAGE_SIZE];
        offline = new byte[pages * PAGE_SIZE];
        touched = new BitSet(pages);
        touched.set(0, pages);
        for (int page = 0; page < pages; page++) {
            online[page * PAGE_SIZE] = (byte) page;
            online[page * PAGE_SIZE + 1] = (byte) (page >> 8);
        }
        Arrays.fill(offline, (byte) 0x55);
        counts = new int[Kind.values().length][pages];
        atSum = new byte[2][pages][];
    }

    /** Lets a page be as it was at power-on. */
    void untouch(int page) {
        touched.clear(page);
        Arrays.fill(online, page * PAGE_SIZE, (page + 1) * PAGE_SIZE, (byte) 0);
    }

    /** A store of the guest, or of a device. */
    void write(int page, int value) {
        if (phase == Phase.STOPPED) {
            throw new AssertionError("The guest is stopped");
        }
        online[page * PAGE_SIZE + 7] = (byte) value;
        if (phase == Phase.DUPLICATED) {
            offline[page * PAGE_SIZE + 7] = (byte) value;
        }
        written(page);
    }

    /** Data of a device that comes in whatever the guest does. */
    void dma(int page, int value) {
        online[page * PAGE_SIZE + 9] = (byte) value;
        written(page);
    }

    private void written(int page) {
        touched.set(page);
        changed.set(page);
        writtenSinceCopy.set(page);
    }

    byte[] content(byte[] memory, int page) {
        return Arrays.copyOfRange(memory, page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    }

    /** Pages that differ between the memories. */
    BitSet differing() {
        BitSet differing = new BitSet();
        for (int page = 0; page < pages; page++) {
            if (!Arrays.equals(content(online, page), content(offline, page))) {
                differing.set(page);
            }
        }
        return differing;
    }

    int count(Kind kind, int page) {
        return counts[kind.ordinal()][page];
    }

    List<Integer> pagesOf(Kind kind, Phase in) {
        return log.stream()
                .filter(act -> act.kind() == kind && act.phase() == in)
                .map(Act::page)
                .toList();
    }

    private void record(Kind kind, int page) {
        if (kind == Kind.SUM) {
            if (phase != Phase.ONLINE) {
                throw new AssertionError("A sum while " + phase);
            }
            atSum[count(kind, page)][page] = content(online, page);
        }
        counts[kind.ordinal()][page]++;
        log.add(new Act(kind, page, phase));
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int pageSize() {
        return PAGE_SIZE;
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
        if (touched.get(page)) {
            return false;
        }
        // Asked for in the place of a sum.
        record(Kind.SUM, page);
        return true;
    }

    @Override
    public int crc32c(int page) {
        record(Kind.SUM, page);
        CRC32C sum = new CRC32C();
        sum.update(online, page * PAGE_SIZE, PAGE_SIZE);
        return sumsCollide ? 0 : (int) sum.getValue();
    }

    @Override
    public void read(int page, byte[] target) {
        record(Kind.SUM, page);
        reads++;
        buffers.add(target);
        System.arraycopy(online, page * PAGE_SIZE, target, 0, PAGE_SIZE);
    }

    @Override
    public void copy(int page) {
        if (phase == Phase.DUPLICATED) {
            throw new AssertionError("A copy while both systems run");
        }
        record(Kind.COPY, page);
        writtenSinceCopy.clear(page);
        System.arraycopy(online, page * PAGE_SIZE, offline, page * PAGE_SIZE, PAGE_SIZE);
    }

    @Override
    public void copyEntries(int page) {
        throw new AssertionError("A copy by the trace");
    }

    @Override
    public long summary(SummaryKind kind, int page) {
        throw new AssertionError("No sums here");
    }

    @Override
    public void compareSummaries(SummaryKind kind, int first, int count, BitSet differing) {
        throw new AssertionError("No sums here");
    }

    @Override
    public void watch(int page) {
        throw new AssertionError("No write traps here");
    }

    @Override
    public BitSet caught() {
        throw new AssertionError("No write traps here");
    }

    @Override
    public void guard(BitSet pages) {
        throw new AssertionError("No guards here");
    }

    @Override
    public BitSet guarded() {
        throw new AssertionError("No guards here");
    }

    @Override
    public boolean verify(int page) {
        throw new AssertionError("No guards here");
    }

    @Override
    public long demanded() {
        throw new AssertionError("No guards here");
    }

    @Override
    public long demandRepaired() {
        throw new AssertionError("No guards here");
    }

    @Override
    public boolean equal(int page) {
        requireDuplicated();
        record(Kind.EQUAL, page);
        return Arrays.equals(content(online, page), content(offline, page));
    }

    @Override
    public void repair(int page) {
        requireDuplicated();
        record(Kind.REPAIR, page);
        System.arraycopy(online, page * PAGE_SIZE, offline, page * PAGE_SIZE, PAGE_SIZE);
    }

    private void requireDuplicated() {
        if (phase != Phase.DUPLICATED) {
            throw new IllegalStateException("Not duplicated");
        }
    }
}
