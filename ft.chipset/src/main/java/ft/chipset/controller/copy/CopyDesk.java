package ft.chipset.controller.copy;

import ft.api.copy.CopyAbortedException;
import ft.api.copy.CopyEnvironment;
import ft.api.copy.CopyScope;
import ft.api.copy.SummaryKind;
import ft.api.cpu.MainStorage;
import ft.api.server.ServerDescription;
import ft.api.state.SystemState;
import ft.chipset.controller.FtController;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.trace.Tracking;
import java.util.BitSet;

/**
 * What a copy strategy works with (journey 4). Maps its units to main storage and to what is known
 * of writes, and counts what is moved; the bandwidth share and the report go by it.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class CopyDesk implements CopyEnvironment {
    /** Units whose summaries are exchanged at once. */
    private static final int BATCH = 1024;

    private final FtController controller;
    private final MainStorage memory;
    private final Tracking tracking;
    private final CopyChannel channel;
    private final int destination;
    private final CopyScope scope;
    private final BitSet trace;
    private final BitSet changed = new BitSet();
    private final BitSet watched = new BitSet();
    private final BitSet caught = new BitSet();

    /** Granules that may differ: of the trace, not copied yet, and written since their copy. */
    private final BitSet entries;

    private final double sumCost;
    private long copied;
    private long copiedBytes;
    private long zeroPages;
    private long repaired;
    private int failAfter = -1;

    /**
     * For one session.
     *
     * @param traced entries of the access traces of both sides
     */
    CopyDesk(FtController controller, int destination, CopyScope scope, BitSet traced) {
        this.controller = controller;
        this.memory = controller.cpu().mainStorage();
        this.destination = destination;
        this.scope = scope;
        ServerDescription description = controller.description();
        tracking = Tracking.of(description);
        channel = new CopyChannel(controller, destination);
        entries = tracking.granulesOf(traced);
        // A trace memory that is out of order may name what does not exist.
        entries.clear((int) (memory.size() >> tracking.granuleShift()), Integer.MAX_VALUE);
        trace = tracking.pagesOf(entries);
        if (scope == CopyScope.FULL) {
            // Nothing is known of the destination.
            entries.set(0, (int) (memory.size() >> tracking.granuleShift()));
        }
        sumCost = (double) description.dmaBytesPerSecond() / description.checksumBytesPerSecond();
    }

    /**
     * What was copied.
     *
     * @param pages units of which content was copied
     * @param bytes that content
     */
    record Moved(long pages, long bytes) {}

    /** The own side has written. */
    void noteWritten(Written written) {
        written.forEachFresh(this::noteWritten);
    }

    private void noteWritten(int granule) {
        entries.set(granule);
        int page = tracking.pageOf(granule);
        changed.set(page);
        if (watched.get(page)) {
            watched.clear(page);
            caught.set(page);
        }
    }

    /** Bytes charged since the last call. */
    long takeCharge() {
        return channel.takeCharge() + controller.guards().takeCharge();
    }

    /** Pages that were never written, so that no content had to cross. */
    long zeroPages() {
        return zeroPages;
    }

    /** What was copied since the last call. */
    Moved takeMoved() {
        Moved moved = new Moved(copied, copiedBytes);
        copied = 0;
        copiedBytes = 0;
        return moved;
    }

    long repairedPages() {
        return repaired;
    }

    /** Makes the DMA engine fail after a number of pages. */
    void failAfter(int pages) {
        failAfter = pages;
    }

    /** Takes an answer of the destination. */
    void answer(FrameType type, FrameBuffer in) {
        channel.answer(type, in);
    }

    @Override
    public int pages() {
        return (int) (memory.size() >> tracking.pageShift());
    }

    @Override
    public int pageSize() {
        return tracking.pageBytes();
    }

    private long addressOf(int page) {
        return memory.base() + ((long) page << tracking.pageShift());
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
        return channel.isUntouched(addressOf(page), pageSize());
    }

    @Override
    public int crc32c(int page) {
        return (int) summary(SummaryKind.CRC32C, page);
    }

    @Override
    public long summary(SummaryKind kind, int page) {
        channel.charge(sumCharge(page));
        return controller.checksumUnit().sum(kind, addressOf(page), pageSize());
    }

    private long sumCharge(int page) {
        return isUntouched(page) ? CopyChannel.MESSAGE : (long) (pageSize() * sumCost);
    }

    @Override
    public void compareSummaries(SummaryKind kind, int first, int count, BitSet differing) {
        long[] own = new long[Math.min(BATCH, count)];
        for (int page = first; page < first + count; page += BATCH) {
            int batch = Math.min(BATCH, first + count - page);
            channel.askSummaries(kind, addressOf(page), pageSize(), batch);
            // The own ones while the other side is at its own.
            for (int i = 0; i < batch; i++) {
                channel.charge(sumCharge(page + i));
                own[i] = controller.checksumUnit().sum(kind, addressOf(page + i), pageSize());
            }
            long[] others = channel.summaries(batch);
            for (int i = 0; i < batch; i++) {
                if (own[i] != others[i]) {
                    differing.set(page + i);
                }
            }
        }
    }

    @Override
    public void read(int page, byte[] target) {
        channel.charge(pageSize());
        memory.read(addressOf(page), target, 0, pageSize());
    }

    @Override
    public void copy(int page) {
        requireCopying();
        int first = page << tracking.pageShift() - tracking.granuleShift();
        entries.clear(first, first + tracking.granulesInPage());
        int bytes = channel.send(addressOf(page), pageSize());
        if (bytes == 0) {
            zeroPages++;
        } else {
            copied++;
            copiedBytes += bytes;
        }
    }

    @Override
    public void copyEntries(int page) {
        requireCopying();
        int granule = page << tracking.pageShift() - tracking.granuleShift();
        int end = granule + tracking.granulesInPage();
        int bytes = 0;
        for (int from = entries.nextSetBit(granule); from >= 0 && from < end; ) {
            int to = Math.min(entries.nextClearBit(from), end);
            long address = memory.base() + ((long) from << tracking.granuleShift());
            bytes += channel.send(address, to - from << tracking.granuleShift());
            from = entries.nextSetBit(to);
        }
        entries.clear(granule, end);
        if (bytes > 0) {
            copied++;
            copiedBytes += bytes;
        }
    }

    private void requireCopying() {
        if (controller.view().states.state(destination) != SystemState.RECOVER_OFFLINE) {
            throw new IllegalStateException(
                    "A page can be copied only while the destination is ST8 Recover offline");
        }
        if (failAfter == 0) {
            throw new CopyAbortedException("the DMA engine failed (injected)");
        }
        failAfter--;
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
    public void compare(int first, int count, BitSet differing) {
        requireDuplicated();
        channel.compare(addressOf(first), pageSize(), count, i -> differing.set(first + i));
    }

    @Override
    public void repair(int page) {
        requireDuplicated();
        repaired++;
        channel.repair(addressOf(page), pageSize());
    }

    @Override
    public void step(String label, String text) {
        controller.desk().step(label, controller.id(), text);
    }

    @Override
    public void guard(BitSet pages) {
        requireCopying();
        BitSet inMemory = new BitSet();
        pages.stream()
                .forEach(
                        page ->
                                inMemory.set(
                                        memory.pageOf(addressOf(page)),
                                        memory.pageOf(addressOf(page) + pageSize() - 1) + 1));
        controller.guards().raise(destination, inMemory);
    }

    @Override
    public BitSet guarded() {
        BitSet pages = new BitSet();
        for (int page = nextGuarded(0); page >= 0; page = nextGuarded(page + 1)) {
            pages.set(page);
        }
        return pages;
    }

    @Override
    public int nextGuarded(int from) {
        if (from >= pages()) {
            return -1;
        }
        int page = controller.guards().pages().nextSetBit(memory.pageOf(addressOf(from)));
        if (page < 0) {
            return -1;
        }
        long offset = memory.addressOf(page) - memory.base();
        return Math.max(from, (int) (offset >> tracking.pageShift()));
    }

    @Override
    public void verify(int first, int count, BitSet repairedPages) {
        requireDuplicated();
        BitSet differing = new BitSet();
        controller
                .guards()
                .verify(
                        memory.pageOf(addressOf(first)),
                        memory.pageOf(addressOf(first + count) - 1) + 1,
                        channel,
                        differing);
        BitSet units = new BitSet();
        differing.stream()
                .mapToLong(page -> memory.addressOf(page) - memory.base())
                .forEach(
                        offset ->
                                units.set(Math.max(first, (int) (offset >> tracking.pageShift()))));
        repaired += units.cardinality();
        repairedPages.or(units);
    }

    @Override
    public long demanded() {
        return controller.guards().demanded();
    }

    @Override
    public long demandRepaired() {
        return controller.rounds().report(destination).guardRepairs;
    }

    /** The session has ended before its destination was started. */
    void close() {
        if (controller.view().states.state(destination) == SystemState.RECOVER_OFFLINE) {
            controller.guards().lowerAll();
        }
    }

    private void requireDuplicated() {
        if (!controller.view().states.state(destination).isDuplicated()) {
            throw new IllegalStateException(
                    "Pages of both sides can be compared only while both run duplicated");
        }
    }
}
