package ft.chipset.controller;

import ft.api.copy.CopyAbortedException;
import ft.api.copy.CopyEnvironment;
import ft.api.copy.CopyScope;
import ft.api.cpu.MainStorage;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.io.SharedResources;
import ft.api.state.SystemState;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a copy strategy works with (journey 4): the DMA engine of the online side, and the crosslink
 * to the destination. Counts what is moved; the bandwidth share and the report go by it.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class CopyDesk implements CopyEnvironment {
    /** What a message without page content costs, in bytes. */
    private static final int MESSAGE = 16;

    private static final int HEADER = 5;

    private final FtController controller;
    private final MainStorage memory;
    private final SharedResources dma;
    private final int destination;
    private final CopyScope scope;
    private final BitSet trace;
    private final BitSet changed = new BitSet();
    private final byte[] other = new byte[MainStorage.PAGE_SIZE];
    private final byte[] own = new byte[MainStorage.PAGE_SIZE];
    private final FrameBuffer header = new FrameBuffer(0);
    private boolean answered;
    private int slot;
    private long charged;
    private long copied;
    private long zeroPages;
    private long repaired;
    private int failAfter = -1;

    CopyDesk(FtController controller, int destination, CopyScope scope, BitSet trace) {
        this.controller = controller;
        this.memory = controller.cpu().mainStorage();
        this.dma = controller.io().sharedResources();
        this.destination = destination;
        this.scope = scope;
        this.trace = trace;
    }

    /** Bytes charged since the last call. */
    long takeCharge() {
        long bytes = charged;
        charged = 0;
        return bytes;
    }

    long charge() {
        return charged;
    }

    /** Pages that were never written, so that no content had to cross. */
    long zeroPages() {
        return zeroPages;
    }

    /** Pages whose content was copied since the last call. */
    long takeCopied() {
        long pages = copied;
        copied = 0;
        return pages;
    }

    long repairedPages() {
        return repaired;
    }

    /** Makes the DMA engine fail after a number of pages. */
    void failAfter(int pages) {
        failAfter = pages;
    }

    @Override
    public int pages() {
        return memory.pages();
    }

    @Override
    public int pageSize() {
        return MainStorage.PAGE_SIZE;
    }

    @Override
    public CopyScope scope() {
        return scope;
    }

    @Override
    public BitSet trace() {
        return trace;
    }

    @Override
    public BitSet changed() {
        return changed;
    }

    @Override
    public boolean isUntouched(int page) {
        return memory.isUntouched(page);
    }

    @Override
    public int crc32c(int page) {
        charged += memory.isUntouched(page) ? MESSAGE : MainStorage.PAGE_SIZE;
        return memory.crc32c(page);
    }

    @Override
    public void read(int page, byte[] target) {
        charged += MainStorage.PAGE_SIZE;
        memory.read(memory.addressOf(page), target, 0, MainStorage.PAGE_SIZE);
    }

    @Override
    public void copy(int page) {
        if (controller.view().states.state(destination) != SystemState.RECOVER_OFFLINE) {
            throw new IllegalStateException(
                    "A page can be copied only while the destination is ST8 Recover offline");
        }
        if (failAfter == 0) {
            throw new CopyAbortedException("the DMA engine failed (injected)");
        }
        failAfter--;
        if (memory.isUntouched(page)) {
            zeroPages++;
        } else {
            copied++;
        }
        send(page);
    }

    private void send(int page) {
        if (memory.isUntouched(page)) {
            charged += MESSAGE;
            controller.wire().frame(FrameType.ZERO_PAGE).putInt(page);
            controller.wire().send(destination);
            return;
        }
        charged += MainStorage.PAGE_SIZE;
        // The frame is laid out in shared memory, so that it crosses without another copy. Slots
        // are used in turn, as a DMA engine does.
        int stride = HEADER + MainStorage.PAGE_SIZE;
        int offset = slot * stride;
        slot = (slot + 1) % (dma.sharedMemory().length / stride);
        dma.fetch(memory, memory.addressOf(page), offset + HEADER, MainStorage.PAGE_SIZE);
        header.wrap(dma.sharedMemory(), offset, HEADER)
                .putByte(FrameType.PAGE.ordinal())
                .putInt(page);
        controller.wire().send(destination, Path.CROSSLINK, dma.sharedMemory(), offset, stride);
    }

    @Override
    public boolean equal(int page) {
        requireDuplicated();
        charged += memory.isUntouched(page) ? MESSAGE : MainStorage.PAGE_SIZE;
        answered = false;
        controller.wire().frame(FrameType.PAGE_REQUEST).putInt(page);
        controller.wire().send(destination);
        controller.wire().serveUntil(() -> answered);
        memory.read(memory.addressOf(page), own, 0, own.length);
        return Arrays.equals(own, other);
    }

    @Override
    public void repair(int page) {
        requireDuplicated();
        repaired++;
        // S15 and R13: online content into both memories at this boundary.
        memory.read(memory.addressOf(page), own, 0, own.length);
        memory.write(memory.addressOf(page), own, 0, own.length);
        send(page);
    }

    @Override
    public void step(String label, String text) {
        controller.desk().step(label, controller.id(), text);
    }

    /** Content of a page of the destination, for {@link #equal}. */
    void takePage(FrameBuffer in) {
        if (in.remaining() == 0) {
            Arrays.fill(other, (byte) 0);
        } else {
            in.getBytes(other, 0, other.length);
        }
        answered = true;
    }

    private void requireDuplicated() {
        if (!controller.view().states.state(destination).isDuplicated()) {
            throw new IllegalStateException(
                    "Pages of both sides can be compared only while both run duplicated");
        }
    }
}
