package ft.chipset.controller;

import com.google.common.hash.Hashing;
import ft.api.cpu.MainStorage;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.BitSet;

/**
 * What the destination of a resynchronization does when the source asks: take pages and context,
 * tell trace, pages and check values. Its CPU subsystem stands still meanwhile.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class Destination {
    private static final byte[] ZEROS = new byte[MainStorage.PAGE_SIZE];

    /** Pages in one frame of the trace. */
    private static final int TRACE_PIECE = 8192;

    private final FtController controller;

    Destination(FtController controller) {
        this.controller = controller;
    }

    void frame(FrameType type, int peer, FrameBuffer in) {
        switch (type) {
            case PAGE -> storePage(in);
            case ZERO_PAGE -> storeZeros(in);
            case PAGE_REQUEST -> sendPage(peer, in);
            case CHECK_REQUEST -> sendCheckValues(peer, in);
            case TRACE_REQUEST -> sendTrace(peer);
            case CONTEXT -> takeContext(in);
            case CONTEXT_REQUEST -> sendContextDigest(peer);
            default -> throw new IllegalStateException("Nobody expects a frame of type " + type);
        }
    }

    private MainStorage memory() {
        return controller.cpu().mainStorage();
    }

    private void storePage(FrameBuffer in) {
        long address = memory().addressOf(in.getInt());
        controller
                .io()
                .sharedResources()
                .store(memory(), address, in.bytes(), in.position(), MainStorage.PAGE_SIZE);
    }

    private void storeZeros(FrameBuffer in) {
        int page = in.getInt();
        if (!memory().isUntouched(page)) {
            memory().write(memory().addressOf(page), ZEROS, 0, ZEROS.length);
        }
    }

    private void sendPage(int peer, FrameBuffer in) {
        int page = in.getInt();
        FrameBuffer out = controller.wire().answer(FrameType.PAGE_DATA);
        if (!memory().isUntouched(page)) {
            memory().read(memory().addressOf(page), out.bytes(), out.position(), ZEROS.length);
            out.skip(ZEROS.length);
        }
        controller.wire().sendAnswer(peer);
    }

    private void sendCheckValues(int peer, FrameBuffer in) {
        int first = in.getInt();
        int count = in.getInt();
        FrameBuffer out = controller.wire().answer(FrameType.CHECK_VALUES);
        for (int page = first; page < first + count; page++) {
            out.putLong(memory().check(page));
        }
        controller.wire().sendAnswer(peer);
    }

    private void sendTrace(int peer) {
        BitSet pages = controller.trace().pages();
        boolean full = controller.trace().isFull();
        int page = pages.nextSetBit(0);
        while (page >= 0) {
            FrameBuffer out = controller.wire().answer(FrameType.TRACE_PAGES);
            int count = 0;
            int countAt = out.position();
            out.putInt(0).putByte(full ? 1 : 0).putByte(0);
            for (; page >= 0 && count < TRACE_PIECE; page = pages.nextSetBit(page + 1)) {
                out.putInt(page);
                count++;
            }
            out.putIntAt(countAt, count);
            controller.wire().sendAnswer(peer);
        }
        controller.wire().answer(FrameType.TRACE_PAGES).putInt(0).putByte(full ? 1 : 0).putByte(1);
        controller.wire().sendAnswer(peer);
    }

    private void takeContext(FrameBuffer in) {
        for (int i = 0; i < controller.systems(); i++) {
            controller.slot().restoreLines(i, in.getInt());
        }
        byte[] context = new byte[in.getInt()];
        in.getBytes(context, 0, context.length);
        controller.cpu().restoreContext(context);
        // What the copy wrote is no difference, and signatures start together.
        controller.cpu().takeSignature();
        controller.written().take(controller.cpu());
    }

    private void sendContextDigest(int peer) {
        controller
                .wire()
                .answer(FrameType.CONTEXT_DIGEST)
                .putLong(digest(controller.cpu().captureContext()));
        controller.wire().sendAnswer(peer);
    }

    static long digest(byte[] context) {
        return Hashing.murmur3_128().hashBytes(context).asLong();
    }
}
