package ft.chipset.controller.copy;

import ft.api.cpu.MainStorage;
import ft.chipset.controller.side.Side;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The way of the online content of guarded pages to the destination, which compares, and repairs
 * what differs, before anybody uses it.
 *
 * <p>No side has to wait for the other's guest, only for its controller: the side in service sends
 * a page when its own hart touches it, and goes on; the destination asks for it when a hart of its
 * own is first. What a guest finds does not depend on who was first, nor on threads.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class GuardedContent {
    private static final int NONE = -1;
    private static final byte[] ZEROS = new byte[Guards.PAGE];

    private final Side side;
    private final Guards guards;

    /** Guarded pages whose online content the destination has: sent there, received here. */
    private final BitSet crossed = new BitSet();

    private final byte[] content = new byte[Guards.PAGE];
    private int awaited = NONE;
    private int demander = NONE;
    private int demandedPage;
    private boolean ready;
    private long charged;
    private long repaired;

    GuardedContent(Side side, Guards guards) {
        this.side = side;
        this.guards = guards;
    }

    /** Bytes that crossed because somebody touched a guarded page, since the last call. */
    long takeCharge() {
        long bytes = charged;
        charged = 0;
        return bytes;
    }

    /** Pages that arrived here for being touched and differed. */
    public long repaired() {
        return repaired;
    }

    /** The first pages are guarded. */
    void begin() {
        crossed.clear();
        repaired = 0;
    }

    /** No page is guarded any more. */
    void clear() {
        crossed.clear();
        awaited = NONE;
    }

    /** A page is not guarded any more. */
    void forget(int page) {
        crossed.clear(page);
    }

    /** Which of some pages have crossed, counted from the first of them. */
    BitSet crossed(int first, int end) {
        return crossed.get(first, end);
    }

    // While the guests run

    /** The destination's hart waits for the online content of a page. */
    public boolean isAwaited() {
        return awaited != NONE;
    }

    /** An own hart needs a page; whether it can go on, or waits for what is on its way. */
    boolean isThereFor(int page) {
        if (guards.isSource()) {
            send(page);
        } else if (!crossed.get(page)) {
            awaited = page;
            pull(page);
            return false;
        }
        return true;
    }

    private void pull(int page) {
        side.wire().answer(FrameType.GUARD_PULL).putInt(page);
        side.wire().sendAnswer(guards.source());
    }

    /** The destination wants the online content of a page. */
    public void pulled(int page) {
        if (guards.pages().get(page)) {
            send(page);
        }
    }

    private void send(int page) {
        if (crossed.get(page)) {
            return;
        }
        crossed.set(page);
        MainStorage memory = side.cpu().mainStorage();
        FrameBuffer out = side.wire().answer(FrameType.GUARDED_CONTENT).putInt(page);
        if (!memory.isUntouched(page)) {
            memory.read(memory.addressOf(page), out.bytes(), out.position(), Guards.PAGE);
            out.skip(Guards.PAGE);
        }
        charged += out.position();
        side.wire().sendAnswer(guards.destination());
    }

    /** The online content of a guarded page has come: compared, and repaired if it differs. */
    public void take(FrameBuffer in) {
        int page = in.getInt();
        if (!guards.pages().get(page)) {
            return;
        }
        MainStorage memory = side.cpu().mainStorage();
        long address = memory.addressOf(page);
        boolean zeros = in.remaining() == 0;
        byte[] right = zeros ? ZEROS : in.bytes();
        int offset = zeros ? 0 : in.position();
        memory.read(address, content, 0, Guards.PAGE);
        if (!Arrays.equals(content, 0, Guards.PAGE, right, offset, offset + Guards.PAGE)) {
            memory.restore(address, right, offset, Guards.PAGE);
            repaired++;
        }
        crossed.set(page);
        if (awaited == page) {
            awaited = NONE;
            side.cpu().unguard(page);
        }
        if (demander != NONE && demandedPage == page) {
            tellReady();
        }
    }

    // For devices, whose IO subsystem has its turn at a boundary

    /** A device of the own IO subsystem is about to touch a page; returns when it is verified. */
    void demand(int page) {
        if (guards.isSource()) {
            send(page);
        } else if (guards.isDestination()) {
            if (!crossed.get(page)) {
                pull(page);
                side.wire().serveUntil(() -> crossed.get(page));
            }
        } else {
            // What this side sends must not overtake what the side in service sends there.
            ready = false;
            side.wire().frame(FrameType.GUARD_DEMAND).putInt(page);
            side.wire().send(guards.destination());
            side.wire().serveUntil(() -> ready);
        }
    }

    /** A third system's device is about to touch a page; it is told when that is verified. */
    public void demanded(int peer, int page) {
        demander = peer;
        demandedPage = page;
        if (!guards.pages().get(page) || crossed.get(page)) {
            tellReady();
        } else {
            pull(page);
        }
    }

    private void tellReady() {
        side.wire().answer(FrameType.GUARD_READY);
        side.wire().sendAnswer(demander);
        demander = NONE;
    }

    /** What this side demanded is verified. */
    public void ready() {
        ready = true;
    }
}
