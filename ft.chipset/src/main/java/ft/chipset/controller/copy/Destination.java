package ft.chipset.controller.copy;

import com.google.common.hash.Hashing;
import ft.api.cpu.MainStorage;
import ft.api.cpu.Storage;
import ft.api.crosslink.CrosslinkPort;
import ft.api.io.AccessRegister;
import ft.api.resync.SummaryKind;
import ft.chipset.controller.side.Reach;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What the destination of a resynchronization does when the source asks: take pages and context,
 * tell trace, pages and check values. Its CPU subsystem stands still meanwhile.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Destination {
    private static final byte[] ZEROS = new byte[MainStorage.PAGE_SIZE];

    /** Entries in one frame of the trace. */
    private static final int TRACE_PIECE = 8192;

    private final CopyHardware hardware;
    private final Reach reach;

    // What is done with pages is done for a whole frame at once: then the processor waits for
    // memory
    // once, not for each of them.
    private final int[] numbers = new int[CrosslinkPort.MAX_LENT];
    private final byte[][] contents = new byte[CrosslinkPort.MAX_LENT][];
    private final byte[][] own = new byte[CrosslinkPort.MAX_LENT][];

    public Destination(CopyHardware hardware, Reach reach) {
        this.reach = reach;
        this.hardware = hardware;
    }

    public void frame(FrameType type, int peer, FrameBuffer in) {
        switch (type) {
            case CONTENT -> {
                if (reach.admits(Reach.Source.SRC, peer)) {
                    storeContent(in);
                }
            }
            case ZEROS -> {
                if (reach.admits(Reach.Source.SRC, peer)) {
                    storeZeros(in);
                }
            }
            case CONTENT_REQUEST -> sendContent(peer, in);
            case SUMMARY_REQUEST -> sendSummaries(peer, in);
            case CHECK_REQUEST -> sendCheckValues(peer, in);
            case TRACE_REQUEST -> sendTrace(peer);
            case RESERVED -> storeReserved(in);
            case CONTEXT -> takeContext(in);
            case SERVICE_REQUEST -> sendServiceState(peer);
            case SERVICE_RELEASE -> hardware.service().release();
            case CONTEXT_REQUEST -> sendContextDigest(peer);
            default -> throw new IllegalStateException("Nobody expects a frame of type " + type);
        }
    }

    /** A frame that lends pages of the source. */
    public void lent(FrameType type, int peer, FrameBuffer in, byte[][] pages) {
        switch (type) {
            case PAGES -> {
                if (reach.admits(Reach.Source.SRC, peer)) {
                    storePages(in, pages);
                }
            }
            case COMPARE_REQUEST -> comparePages(peer, in, pages);
            default -> throw new IllegalStateException("Nobody lends with a frame of type " + type);
        }
    }

    private void storePages(FrameBuffer in, byte[][] pages) {
        int count = in.getInt();
        int full = 0;
        for (int i = 0; i < count; i++) {
            int page = in.getInt();
            if (pages[i] != null) {
                numbers[full] = page;
                contents[full] = pages[i];
                full++;
            } else if (!memory().isUntouched(page)) {
                memory().restore(memory().addressOf(page), ZEROS, 0, ZEROS.length);
            }
        }
        hardware.dma().store(memory(), numbers, contents, full);
        Arrays.fill(contents, null);
    }

    private void comparePages(int peer, FrameBuffer in, byte[][] pages) {
        int count = in.getInt();
        int first = in.getInt();
        for (int i = 0; i < count; i++) {
            own[i] = memory().lend(first + i);
        }
        long differing = 0;
        for (int i = 0; i < count; i++) {
            byte[] here = own[i] == null ? ZEROS : own[i];
            if (!Arrays.equals(here, pages[i] == null ? ZEROS : pages[i])) {
                differing |= 1L << i;
            }
        }
        Arrays.fill(own, null);
        hardware.wire().answer(FrameType.DIFFERENCES).putInt(first).putLong(differing);
        hardware.wire().sendAnswer(peer);
    }

    private MainStorage memory() {
        return hardware.memory();
    }

    private void storeContent(FrameBuffer in) {
        long address = in.getLong();
        int length = in.getInt();
        hardware.dma().store(memory(), address, in.bytes(), in.position(), length);
    }

    private void storeZeros(FrameBuffer in) {
        long address = in.getLong();
        long end = address + in.getInt();
        for (long at = address; at < end; ) {
            long to = Math.min(end, (at & -ZEROS.length) + ZEROS.length);
            if (!memory().isUntouched(memory().pageOf(at))) {
                memory().restore(at, ZEROS, 0, (int) (to - at));
            }
            at = to;
        }
    }

    private void sendContent(int peer, FrameBuffer in) {
        long address = in.getLong();
        int length = in.getInt();
        long end = address + length;
        long untouched = 0;
        int first = memory().pageOf(address);
        for (int page = first; page <= memory().pageOf(end - 1); page++) {
            untouched |= memory().isUntouched(page) ? 1L << page - first : 0;
        }
        FrameBuffer out = hardware.wire().answer(FrameType.CONTENT_DATA).putLong(untouched);
        for (long at = address; at < end; ) {
            int page = memory().pageOf(at);
            int part = (int) (Math.min(end, memory().addressOf(page) + ZEROS.length) - at);
            if ((untouched >> page - first & 1) == 0) {
                memory().read(at, out.bytes(), out.position(), part);
                out.skip(part);
            }
            at += part;
        }
        hardware.wire().sendAnswer(peer);
    }

    private void sendSummaries(int peer, FrameBuffer in) {
        SummaryKind kind = SummaryKind.values()[in.getByte()];
        long address = in.getLong();
        int length = in.getInt();
        int count = in.getInt();
        FrameBuffer out = hardware.wire().answer(FrameType.SUMMARIES);
        for (int i = 0; i < count; i++) {
            out.putLong(hardware.checksums().sum(kind, address + (long) i * length, length));
        }
        hardware.wire().sendAnswer(peer);
    }

    private void sendCheckValues(int peer, FrameBuffer in) {
        int first = in.getInt();
        int count = in.getInt();
        FrameBuffer out = hardware.wire().answer(FrameType.CHECK_VALUES);
        for (int page = first; page < first + count; page++) {
            out.putLong(hardware.checksums().check(page));
        }
        hardware.wire().sendAnswer(peer);
    }

    private void sendTrace(int peer) {
        BitSet covered = hardware.trace().covered();
        boolean full = hardware.trace().isFull();
        int entry = covered.nextSetBit(0);
        while (entry >= 0) {
            FrameBuffer out = hardware.wire().answer(FrameType.TRACE_ENTRIES);
            int count = 0;
            int countAt = out.position();
            out.putInt(0).putByte(full ? 1 : 0).putByte(0);
            for (; entry >= 0 && count < TRACE_PIECE; entry = covered.nextSetBit(entry + 1)) {
                out.putInt(entry);
                count++;
            }
            out.putIntAt(countAt, count);
            hardware.wire().sendAnswer(peer);
        }
        hardware.wire().answer(FrameType.TRACE_ENTRIES).putInt(0).putByte(full ? 1 : 0).putByte(1);
        hardware.wire().sendAnswer(peer);
    }

    private void takeContext(FrameBuffer in) {
        for (int i = 0; i < hardware.side().systems(); i++) {
            hardware.side().slot().restoreLines(i, in.getInt());
        }
        long[] registers = new long[AccessRegister.values().length];
        for (int i = 0; i < registers.length; i++) {
            registers[i] = in.getLong();
        }
        hardware.registers().restore(registers);
        byte[] hidden = new byte[in.getInt()];
        in.getBytes(hidden, 0, hidden.length);
        hardware.service().hidden(hidden);
        // What the copy wrote is no difference.
        hardware.written().forget(hardware.cpu());
    }

    private void storeReserved(FrameBuffer in) {
        Storage reserved = hardware.cpu().reservedMemory();
        int length = in.getInt();
        hardware.dma().store(reserved, reserved.base(), in.bytes(), in.position(), length);
    }

    private void sendServiceState(int peer) {
        hardware.wire()
                .answer(FrameType.SERVICE_STATE)
                .putText(hardware.service().failure())
                .putText(hardware.service().cost());
        hardware.wire().sendAnswer(peer);
    }

    private void sendContextDigest(int peer) {
        hardware.wire()
                .answer(FrameType.CONTEXT_DIGEST)
                .putLong(digest(hardware.cpu().captureContext()));
        hardware.wire().sendAnswer(peer);
    }

    static long digest(byte[] context) {
        return Hashing.murmur3_128().hashBytes(context).asLong();
    }
}
