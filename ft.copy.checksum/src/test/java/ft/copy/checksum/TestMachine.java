package ft.copy.checksum;

import ft.api.resync.CopyEnvironment;
import ft.api.resync.CopyScope;
import ft.api.resync.SummaryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
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
        THIRD,
        COMPARE,
        REPAIR,
        VERIFY
    }

    record Act(Kind kind, int page, Phase phase) {}

    final int pages;
    final byte[] online;
    final byte[] offline;

    /** What online memory holds if nothing but the guest and its devices ever wrote to it (J5). */
    final byte[] undisturbed;

    final BitSet touched;
    final BitSet changed = new BitSet();
    final BitSet trace = new BitSet();
    final BitSet watched = new BitSet();
    final BitSet caught = new BitSet();
    final BitSet guarded = new BitSet();
    final List<Act> log = new ArrayList<>();
    final List<String> steps = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final int[][] counts;

    /** Sums of each page since it was copied last. */
    final int[] sumsSinceCopy;

    /** Kept by the machine itself, to check the session against. */
    final BitSet writtenSinceCopy = new BitSet();

    final BitSet writtenSinceSecondSum = new BitSet();

    /** What each page held at its first sum, in its first copy and at the sum after that. */
    final byte[][] atFirstSum;

    final byte[][] inCopy;
    final byte[][] atSecondSum;

    final Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    CopyScope scope = CopyScope.FULL;
    Phase phase = Phase.ONLINE;
    boolean sumsCollide;
    int reads;
    int demanded;
    int demandRepaired;

    /** Whether the other CPU subsystem has used content that is not the online one (R8). */
    boolean diverged;

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
        undisturbed = online.clone();
        Arrays.fill(offline, (byte) 0x55);
        counts = new int[Kind.values().length][pages];
        sumsSinceCopy = new int[pages];
        atFirstSum = new byte[pages][];
        inCopy = new byte[pages][];
        atSecondSum = new byte[pages][];
    }

    /** Lets a page be as it was at power-on. */
    void untouch(int page) {
        touched.clear(page);
        Arrays.fill(online, page * PAGE_SIZE, (page + 1) * PAGE_SIZE, (byte) 0);
        Arrays.fill(undisturbed, page * PAGE_SIZE, (page + 1) * PAGE_SIZE, (byte) 0);
    }

    /** A store of the guest. */
    void write(int page, int value) {
        if (phase == Phase.STOPPED) {
            throw new AssertionError("The guest is stopped");
        }
        use(page, false);
        store(page * PAGE_SIZE + 7, value);
        if (phase == Phase.DUPLICATED) {
            offline[page * PAGE_SIZE + 7] = (byte) value;
        }
    }

    /** A load of the guest, on both sides where both run it. */
    void load(int page) {
        use(page, true);
    }

    private void use(int page, boolean reads) {
        if (phase != Phase.DUPLICATED) {
            return;
        }
        if (guarded.get(page)) {
            demanded++;
            if (!verified(page)) {
                demandRepaired++;
            }
        }
        diverged |= reads && !Arrays.equals(content(online, page), content(offline, page));
    }

    /** Data of a device that comes in whatever the guest does. */
    void dma(int page, int value) {
        use(page, false);
        store(page * PAGE_SIZE + 9, value);
        if (phase == Phase.DUPLICATED) {
            offline[page * PAGE_SIZE + 9] = (byte) value;
        }
    }

    private void store(int index, int value) {
        int page = index / PAGE_SIZE;
        online[index] = (byte) value;
        undisturbed[index] = (byte) value;
        touched.set(page);
        changed.set(page);
        writtenSinceCopy.set(page);
        writtenSinceSecondSum.set(page);
        if (watched.get(page)) {
            watched.clear(page);
            caught.set(page);
        }
    }

    byte[] content(byte[] memory, int page) {
        return Arrays.copyOfRange(memory, page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    }

    /** Pages that differ between the memories. */
    BitSet differing() {
        BitSet differing = new BitSet();
        for (int page = 0; page < pages; page++) {
            if (!Arrays.equals(
                    online,
                    page * PAGE_SIZE,
                    (page + 1) * PAGE_SIZE,
                    offline,
                    page * PAGE_SIZE,
                    (page + 1) * PAGE_SIZE)) {
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
        counts[kind.ordinal()][page]++;
        log.add(new Act(kind, page, phase));
    }

    private void recordSum(int page) {
        if (phase != Phase.ONLINE) {
            throw new AssertionError("A sum while " + phase);
        }
        if (count(Kind.SUM, page) == 0) {
            atFirstSum[page] = content(online, page);
        }
        if (count(Kind.COPY, page) > 0 && sumsSinceCopy[page] == 0) {
            writtenSinceSecondSum.clear(page);
            if (atSecondSum[page] == null) {
                atSecondSum[page] = content(online, page);
            }
        }
        sumsSinceCopy[page]++;
        record(Kind.SUM, page);
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
        recordSum(page);
        return true;
    }

    @Override
    public int crc32c(int page) {
        return (int) summary(SummaryKind.CRC32C, page);
    }

    @Override
    public long summary(SummaryKind kind, int page) {
        recordSum(page);
        return sum(kind, online, page);
    }

    private long sum(SummaryKind kind, byte[] memory, int page) {
        if (sumsCollide) {
            return 0;
        }
        CRC32C sum = new CRC32C();
        sum.update(memory, page * PAGE_SIZE, PAGE_SIZE);
        if (kind == SummaryKind.CRC32C) {
            return sum.getValue();
        }
        CRC32 other = new CRC32();
        other.update(memory, page * PAGE_SIZE, PAGE_SIZE);
        return sum.getValue() << 32 | other.getValue();
    }

    @Override
    public void compareSummaries(SummaryKind kind, int first, int count, BitSet differing) {
        if (phase != Phase.STOPPED) {
            throw new AssertionError("Third sums while " + phase);
        }
        for (int page = first; page < first + count; page++) {
            record(Kind.THIRD, page);
            if (sum(kind, online, page) != sum(kind, offline, page)) {
                differing.set(page);
            }
        }
    }

    @Override
    public void read(int page, byte[] target) {
        recordSum(page);
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
        sumsSinceCopy[page] = 0;
        writtenSinceCopy.clear(page);
        if (inCopy[page] == null) {
            inCopy[page] = content(online, page);
        }
        System.arraycopy(online, page * PAGE_SIZE, offline, page * PAGE_SIZE, PAGE_SIZE);
    }

    @Override
    public void copyEntries(int page) {
        throw new AssertionError("A copy by the trace");
    }

    @Override
    public void watch(int page) {
        watched.set(page);
    }

    @Override
    public BitSet caught() {
        return caught;
    }

    @Override
    public void guard(BitSet more) {
        if (phase != Phase.STOPPED) {
            throw new IllegalStateException("Not stopped");
        }
        guarded.or(more);
    }

    @Override
    public BitSet guarded() {
        return guarded;
    }

    @Override
    public int nextGuarded(int from) {
        return guarded.nextSetBit(from);
    }

    @Override
    public void verify(int first, int count, BitSet repairedPages) {
        requireDuplicated();
        for (int page = first; page < first + count; page++) {
            if (guarded.get(page) && !verified(page)) {
                repairedPages.set(page);
            }
        }
    }

    private boolean verified(int page) {
        record(Kind.VERIFY, page);
        guarded.clear(page);
        boolean equal = Arrays.equals(content(online, page), content(offline, page));
        System.arraycopy(online, page * PAGE_SIZE, offline, page * PAGE_SIZE, PAGE_SIZE);
        return equal;
    }

    @Override
    public long demanded() {
        return demanded;
    }

    @Override
    public long demandRepaired() {
        return demandRepaired;
    }

    @Override
    public void compare(int first, int count, BitSet differing) {
        requireDuplicated();
        for (int page = first; page < first + count; page++) {
            record(Kind.COMPARE, page);
            if (!Arrays.equals(content(online, page), content(offline, page))) {
                differing.set(page);
            }
        }
    }

    @Override
    public void repair(int page) {
        requireDuplicated();
        record(Kind.REPAIR, page);
        System.arraycopy(online, page * PAGE_SIZE, offline, page * PAGE_SIZE, PAGE_SIZE);
    }

    @Override
    public void step(String label, String text) {
        steps.add(label);
        told.add(text);
    }

    private void requireDuplicated() {
        if (phase != Phase.DUPLICATED) {
            throw new IllegalStateException("Not duplicated");
        }
    }
}
