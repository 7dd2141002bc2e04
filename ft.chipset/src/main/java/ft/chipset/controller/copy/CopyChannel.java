package ft.chipset.controller.copy;

import ft.api.cpu.MainStorage;
import ft.api.crosslink.CrosslinkPort;
import ft.api.crosslink.CrosslinkPort.Path;
import ft.api.io.SharedResources;
import ft.api.resync.SummaryKind;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;

/**
 * The way of content from the online side to the destination: the online DMA engine, its shared
 * memory, the crosslink (P6 [0048]-[0050]). Charges what it moves.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class CopyChannel {
    /**
     * What a message without content costs, in bytes, and the head of one with less than a page.
     */
    static final int MESSAGE = 16;

    /** Type, address and length. */
    private static final int HEADER = 13;

    /** Most that goes into one frame. */
    private static final int PIECE = MainStorage.PAGE_SIZE;

    /** Most that is compared with one answer, which has a frame. */
    private static final int ANSWER = CrosslinkPort.MAX_FRAME - PIECE;

    /** Pieces whose summaries are exchanged at once. */
    private static final int BATCH = 1024;

    private static final byte[] ZEROS = new byte[PIECE];

    private final CopyHardware hardware;
    private final MainStorage memory;
    private final SharedResources dma;
    private final int destination;
    private final FrameBuffer header = new FrameBuffer(0);
    private final byte[] own = new byte[PIECE];
    private final byte[] other = new byte[ANSWER];

    /** Pages that are to be sent together: where they lie, and their numbers. */
    private final byte[][] pages = new byte[CrosslinkPort.MAX_LENT][];

    private final int[] numbers = new int[CrosslinkPort.MAX_LENT];
    private int gathered;

    private final BitSet differences = new BitSet();
    private int open;
    private long[] summaries = new long[0];
    private long untouched;
    private boolean answered;
    private int slot;
    private long charged;

    CopyChannel(CopyHardware hardware, int destination) {
        this.hardware = hardware;
        this.destination = destination;
        memory = hardware.memory();
        dma = hardware.dma();
    }

    /** Bytes charged since the last call. */
    long takeCharge() {
        long bytes = charged;
        charged = 0;
        return bytes;
    }

    void charge(long bytes) {
        charged += bytes;
    }

    /** Whether nothing was ever written there. */
    boolean isUntouched(long address, int length) {
        for (long at = address; at < address + length; at += PIECE) {
            if (!memory.isUntouched(memory.pageOf(at))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Sends a piece of main storage, whole pages by lending them.
     *
     * @return bytes of content that crossed; 0 if all of it is zeros
     */
    int send(long address, int length) {
        int content = 0;
        long end = address + length;
        for (long at = address; at < end; ) {
            boolean untouched = memory.isUntouched(memory.pageOf(at));
            long to = endOfPiece(at, end);
            while (untouched && to < end && memory.isUntouched(memory.pageOf(to))) {
                to = endOfPiece(to, end);
            }
            if (untouched) {
                sendZeros(at, (int) (to - at));
            } else {
                content += sendContent(at, (int) (to - at));
            }
            at = to;
        }
        return content;
    }

    private static long endOfPiece(long address, long end) {
        return Math.min(end, (address & -PIECE) + PIECE);
    }

    private void sendZeros(long address, int length) {
        charged += MESSAGE;
        if (isPages(address, length)) {
            for (long at = address; at < address + length; at += PIECE) {
                gather(memory.pageOf(at), null);
            }
            return;
        }
        flush();
        hardware.wire().frame(FrameType.ZEROS).putLong(address).putInt(length);
        hardware.wire().send(destination);
    }

    private static boolean isPages(long address, long length) {
        return ((address | length) & PIECE - 1) == 0;
    }

    private void gather(int page, byte[] content) {
        pages[gathered] = content;
        numbers[gathered] = page;
        gathered++;
        if (gathered == pages.length) {
            flush();
        }
    }

    /** Sends what has been gathered. Until the wire is settled it must not change. */
    void flush() {
        if (gathered > 0) {
            FrameBuffer out = hardware.wire().frame(FrameType.PAGES).putInt(gathered);
            for (int i = 0; i < gathered; i++) {
                out.putInt(numbers[i]);
            }
            lend(gathered);
            gathered = 0;
        }
    }

    private void lend(int count) {
        hardware.wire().lend(destination, pages, count);
        Arrays.fill(pages, 0, count, null);
    }

    /** Sends a piece of a page; the bytes of content that cross. */
    private int sendContent(long address, int length) {
        charged += length < PIECE ? length + MESSAGE : length;
        if (isPages(address, length) && dma.pass(length)) {
            int page = memory.pageOf(address);
            byte[] content = memory.lend(page);
            boolean isZero = Arrays.equals(content, ZEROS);
            gather(page, isZero ? null : content);
            return isZero ? 0 : length;
        }
        flush();
        int stride = HEADER + PIECE;
        int offset = slot * stride;
        slot = (slot + 1) % (dma.sharedMemory().length / stride);
        dma.fetch(memory, address, offset + HEADER, length);
        header.wrap(dma.sharedMemory(), offset, HEADER)
                .putByte(FrameType.CONTENT.ordinal())
                .putLong(address)
                .putInt(length);
        hardware.wire()
                .send(destination, Path.CROSSLINK, dma.sharedMemory(), offset, HEADER + length);
        return length;
    }

    /**
     * Compares pieces of main storage that lie in a row on both sides, byte by byte.
     *
     * @param differing gets the numbers of those that differ, counted from 0
     */
    void compare(long address, int length, int count, IntConsumer differing) {
        if (isPages(address, length)) {
            comparePages(memory.pageOf(address), length / PIECE, count, differing);
        } else {
            comparePieces(address, length, count, differing);
        }
    }

    /** The destination compares what lies here with what it has. */
    private void comparePages(int first, int perUnit, int count, IntConsumer differing) {
        flush(); // what is gathered is in the way
        differences.clear();
        int all = perUnit * count;
        for (int done = 0; done < all; ) {
            int part = Math.min(pages.length, all - done);
            hardware.wire().frame(FrameType.COMPARE_REQUEST).putInt(part).putInt(first + done);
            for (int i = 0; i < part; i++) {
                pages[i] = memory.lend(first + done + i);
                charged += pages[i] == null ? MESSAGE : PIECE;
            }
            open++;
            lend(part);
            done += part;
        }
        hardware.wire().serveUntil(() -> open == 0);
        for (int page = differences.nextSetBit(0); page >= 0; ) {
            int unit = (page - first) / perUnit;
            differing.accept(unit);
            page = differences.nextSetBit(first + (unit + 1) * perUnit);
        }
    }

    private void comparePieces(long address, int length, int count, IntConsumer differing) {
        long end = address + (long) length * count;
        for (long at = address; at < end; at += ANSWER) {
            int part = (int) Math.min(ANSWER, end - at);
            answered = false;
            hardware.wire().frame(FrameType.CONTENT_REQUEST).putLong(at).putInt(part);
            hardware.wire().send(destination);
            hardware.wire().serveUntil(() -> answered);
            compareAnswer(at, part, Math.min(length, PIECE), address, length, differing);
        }
    }

    private void compareAnswer(
            long from, int part, int step, long address, int length, IntConsumer differing) {
        int offset = 0;
        for (long at = from; at < from + part; at += step) {
            int page = memory.pageOf(at);
            boolean ownZeros = memory.isUntouched(page);
            boolean otherZeros = (untouched >> page - memory.pageOf(from) & 1) != 0;
            charged += ownZeros ? MESSAGE : step;
            if (!ownZeros || !otherZeros) {
                memory.read(at, own, 0, step);
                byte[] right = otherZeros ? ZEROS : other;
                int first = otherZeros ? 0 : offset;
                if (!Arrays.equals(own, 0, step, right, first, first + step)) {
                    differing.accept((int) ((at - address) / length));
                }
            }
            offset += otherZeros ? 0 : step;
        }
    }

    /** Writes the online content into both memories at this boundary (P17 S15, spec R13). */
    void repair(long address, int length) {
        for (long at = address; at < address + length; at += PIECE) {
            int part = (int) (endOfPiece(at, address + length) - at);
            memory.read(at, own, 0, part);
            memory.restore(at, own, 0, part);
        }
        send(address, length);
    }

    /**
     * Compares pieces of main storage that lie in a row on both sides, by their summaries.
     *
     * @param own the own summary of a piece, counted from 0
     * @param differing gets the numbers of those that differ
     */
    void compareSummaries(
            SummaryKind kind,
            long address,
            int length,
            int count,
            IntToLongFunction own,
            IntConsumer differing) {
        long[] sums = new long[Math.min(BATCH, count)];
        for (int first = 0; first < count; first += BATCH) {
            int batch = Math.min(BATCH, count - first);
            askSummaries(kind, address + (long) length * first, length, batch);
            // The own ones while the other side is at its own.
            for (int i = 0; i < batch; i++) {
                sums[i] = own.applyAsLong(first + i);
            }
            charged += (long) batch * Long.BYTES;
            hardware.wire().serveUntil(() -> answered);
            for (int i = 0; i < batch; i++) {
                if (sums[i] != summaries[i]) {
                    differing.accept(first + i);
                }
            }
        }
    }

    private void askSummaries(SummaryKind kind, long address, int length, int count) {
        answered = false;
        if (summaries.length < count) {
            summaries = new long[count];
        }
        hardware.wire()
                .frame(FrameType.SUMMARY_REQUEST)
                .putByte(kind.ordinal())
                .putLong(address)
                .putInt(length)
                .putInt(count);
        hardware.wire().send(destination);
    }

    /** Takes an answer of the destination. */
    void answer(FrameType type, FrameBuffer in) {
        if (type == FrameType.DIFFERENCES) {
            int first = in.getInt();
            for (long left = in.getLong(); left != 0; left &= left - 1) {
                differences.set(first + Long.numberOfTrailingZeros(left));
            }
            open--;
            return;
        }
        if (type == FrameType.SUMMARIES) {
            for (int i = 0; in.remaining() > 0; i++) {
                summaries[i] = in.getLong();
            }
        } else {
            untouched = in.getLong();
            in.getBytes(other, 0, in.remaining());
        }
        answered = true;
    }
}
