package ft.chipset.controller.copy;

import ft.api.resync.CopyAbortedException;
import ft.api.resync.CopyEnvironment;
import ft.api.resync.CopyScope;
import ft.api.resync.SummaryKind;
import ft.api.server.ServerDescription;
import ft.api.state.SystemState;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.view.Reports;
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
    private final CopyHardware hardware;
    private final Journal journal;
    private final Reports reports;
    private final CopyUnits units;
    private final Differences differences;
    private final CopyChannel channel;
    private final int destination;
    private final CopyScope scope;
    private final SumCharge sumCharge;
    private long copied;
    private long copiedBytes;
    private long zeroPages;
    private long repaired;
    private int failAfter = -1;

    /**
     * For one session.
     *
     * @param reports what all sides told last
     * @param traced entries of the access traces of both sides
     */
    CopyDesk(
            CopyHardware hardware,
            Journal journal,
            Reports reports,
            int destination,
            CopyScope scope,
            BitSet traced) {
        this.hardware = hardware;
        this.journal = journal;
        this.reports = reports;
        this.destination = destination;
        this.scope = scope;
        ServerDescription description = hardware.side().description();
        Tracking tracking = Tracking.of(description);
        units = new CopyUnits(hardware.memory(), tracking);
        differences = new Differences(tracking, hardware.memory().size(), scope, traced);
        channel = new CopyChannel(hardware, destination);
        sumCharge = new SumCharge(description);
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
        differences.note(written);
    }

    /** Sends what is on its way to the crosslink; it must not change until the wire is settled. */
    void flush() {
        channel.flush();
    }

    /** Bytes charged since the last call. */
    long takeCharge() {
        return channel.takeCharge() + hardware.guards().content().takeCharge();
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
        return units.count();
    }

    @Override
    public int pageSize() {
        return units.bytes();
    }

    @Override
    public CopyScope scope() {
        return scope;
    }

    @Override
    public BitSet trace() {
        return differences.trace();
    }

    @Override
    public BitSet changed() {
        return differences.changed();
    }

    @Override
    public boolean isUntouched(int page) {
        return channel.isUntouched(units.addressOf(page), pageSize());
    }

    @Override
    public int crc32c(int page) {
        return (int) summary(SummaryKind.CRC32C, page);
    }

    @Override
    public long summary(SummaryKind kind, int page) {
        channel.charge(isUntouched(page) ? CopyChannel.MESSAGE : sumCharge.of(pageSize()));
        return hardware.checksums().sum(kind, units.addressOf(page), pageSize());
    }

    @Override
    public void compareSummaries(SummaryKind kind, int first, int count, BitSet differing) {
        channel.compareSummaries(
                kind,
                units.addressOf(first),
                pageSize(),
                count,
                i -> summary(kind, first + i),
                i -> differing.set(first + i));
    }

    @Override
    public void read(int page, byte[] target) {
        channel.charge(pageSize());
        hardware.memory().read(units.addressOf(page), target, 0, pageSize());
    }

    @Override
    public void copy(int page) {
        requireCopying();
        differences.copied(page);
        int bytes = channel.send(units.addressOf(page), pageSize());
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
        int bytes = 0;
        for (int run = differences.run(page); run >= 0; run = differences.run(page)) {
            int length = differences.takeRun(page, run);
            bytes += channel.send(units.addressOfGranule(run), units.bytesOfGranules(length));
        }
        if (bytes > 0) {
            copied++;
            copiedBytes += bytes;
        }
    }

    private void requireCopying() {
        if (hardware.view().states.state(destination) != SystemState.RECOVER_OFFLINE) {
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
        differences.watch(page);
    }

    @Override
    public BitSet caught() {
        return differences.caught();
    }

    @Override
    public void compare(int first, int count, BitSet differing) {
        requireDuplicated();
        channel.compare(units.addressOf(first), pageSize(), count, i -> differing.set(first + i));
    }

    @Override
    public void repair(int page) {
        requireDuplicated();
        repaired++;
        channel.repair(units.addressOf(page), pageSize());
    }

    @Override
    public void step(String label, String text) {
        journal.step(label, hardware.id(), text);
    }

    @Override
    public void guard(BitSet pages) {
        requireCopying();
        hardware.guards().raise(destination, units.pagesOf(pages));
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
        int page = hardware.guards().pages().nextSetBit(units.firstPage(from));
        return page < 0 ? -1 : Math.max(from, units.unitOf(page));
    }

    @Override
    public void verify(int first, int count, BitSet repairedPages) {
        requireDuplicated();
        BitSet differing = new BitSet();
        hardware.guards()
                .verify(
                        units.firstPage(first),
                        units.lastPage(first + count - 1) + 1,
                        channel,
                        differing);
        BitSet found = new BitSet();
        differing.stream().forEach(page -> found.set(Math.max(first, units.unitOf(page))));
        repaired += found.cardinality();
        repairedPages.or(found);
    }

    @Override
    public long demanded() {
        return hardware.guards().demanded();
    }

    @Override
    public long demandRepaired() {
        return reports.of(destination).guardRepairs;
    }

    /** The session has ended before its destination was started. */
    void close() {
        if (hardware.view().states.state(destination) == SystemState.RECOVER_OFFLINE) {
            hardware.guards().lowerAll();
        }
    }

    private void requireDuplicated() {
        if (!hardware.view().states.state(destination).isDuplicated()) {
            throw new IllegalStateException(
                    "Pages of both sides can be compared only while both run duplicated");
        }
    }
}
