package ft.chipset.controller.request;

import com.google.common.hash.Hashing;
import ft.api.board.BoardMap;
import ft.api.fields.StateFields;
import ft.api.io.InboundPort;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.copy.Guards;
import ft.chipset.controller.side.Reach;
import ft.chipset.controller.side.Reach.Source;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Notices;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.trace.Tracking;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The way of inbound requests (journey 3): from the own IO subsystem to the CPU subsystems, at a
 * boundary at which all stand still.
 *
 * <p>A read is answered by the ACT system. While duplicated, the others tell a digest of what they
 * would have answered: data that goes out by DMA is compared as data that goes out by a store is,
 * and of three systems or more the majority is right, even if ACT is not in it.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Inbound implements InboundPort {
    /** Longest piece of a transfer that goes into one frame. */
    private static final int PIECE = 32 * 1024;

    private final Side side;
    private final Reach reach;
    private final Guards guards;
    private final Notices notices;
    private final Tracking tracking;
    private final BitSet suspects = new BitSet();
    private byte[] answer;
    private int answerOffset;
    private boolean answered;
    private long answeredDigest;
    private final long[] digests;

    public Inbound(Side side, Reach reach, Guards guards, Notices notices) {
        this.side = side;
        this.reach = reach;
        this.guards = guards;
        this.notices = notices;
        digests = new long[side.systems()];
        tracking = Tracking.of(side.description());
    }

    /** Granules that disagreed in an inbound read: the only clue to a flipped cell (spec K3). */
    public BitSet suspects() {
        return suspects;
    }

    /** What disagreed, for a snapshot. */
    public void state(StateFields fields) {
        BitSet saved = BitSet.valueOf(fields.numbers("suspects", suspects.toLongArray()));
        suspects.clear();
        suspects.or(saved);
    }

    /**
     * Interrupt lines of an IO subsystem, for the own CPU subsystem. Where its state does not let
     * them in they are low; where its CPUs do not run nothing changes.
     */
    public void lines(int ioSystem, int levels) {
        if (side.cpu() != null && reach.showsLines()) {
            boolean let = reach.admits(Source.DEVICE, ioSystem);
            side.slot().lines(ioSystem, let ? levels : 0);
        }
    }

    @Override
    public boolean dmaRead(long address, byte[] target, int offset, int length) {
        return read(Source.DEVICE, address, target, offset, length);
    }

    /** Reads main storage; false on a master abort, and then the target holds all ones. */
    boolean read(Source source, long address, byte[] target, int offset, int length) {
        int answerer = reach.answerer(source);
        if (answerer < 0 || !fits(address, length)) {
            Arrays.fill(target, offset, offset + length, (byte) 0xff);
            return false;
        }
        guards.demand(address, length);
        for (int done = 0; done < length; done += PIECE) {
            int piece = Math.min(PIECE, length - done);
            read(answerer, address + done, target, offset + done, piece);
        }
        return true;
    }

    private void read(int active, long address, byte[] target, int offset, int length) {
        fetch(active, address, target, offset, length);
        if (!isInStep(active)) {
            return;
        }
        for (int system = 0; system < side.systems(); system++) {
            if (system == active) {
                digests[system] = digest(target, offset, length);
            } else if (isInStep(system)) {
                digests[system] = digestOf(system, address, length);
            }
        }
        int right = majority();
        if (right >= 0 && digests[right] != digests[active]) {
            fetch(right, address, target, offset, length);
        }
        tellDifferences(active, right, address, length);
    }

    private void tellDifferences(int active, int right, long address, int length) {
        for (int system = 0; system < side.systems(); system++) {
            if (!isInStep(system) || digests[system] == digests[right < 0 ? active : right]) {
                continue;
            }
            suspects.set(granuleOf(address), granuleOf(address + length - 1) + 1);
            notices.add(
                    right < 0 ? StateEvent.IO_MISMATCH : StateEvent.OUTVOTED,
                    system,
                    String.format(
                            "an inbound read of %d bytes at 0x%x finds other data in #%d",
                            length, address, system));
        }
    }

    private boolean isInStep(int system) {
        SystemState state = side.view().states.state(system);
        return state == SystemState.ONLINE_SYNC || state == SystemState.PRE_ONLINE_SYNC;
    }

    /** The first system of a strict majority of those with a voice; -1 if there is none. */
    private int majority() {
        return side.view().majority(system -> digests[system]);
    }

    /** Reads main storage of a system. */
    private void fetch(int system, long address, byte[] target, int offset, int length) {
        if (system == side.id()) {
            side.cpu().mainStorage().read(address, target, offset, length);
            return;
        }
        answer = target;
        answerOffset = offset;
        answered = false;
        side.wire().frame(FrameType.DMA_READ).putLong(address).putInt(length);
        side.wire().send(system);
        side.wire().serveUntil(() -> answered);
    }

    private long digestOf(int system, long address, int length) {
        if (system == side.id()) {
            return digestOfOwn(address, length);
        }
        answered = false;
        side.wire().frame(FrameType.DMA_CHECK).putLong(address).putInt(length);
        side.wire().send(system);
        side.wire().serveUntil(() -> answered);
        return answeredDigest;
    }

    @Override
    public boolean dmaWrite(long address, byte[] source, int offset, int length) {
        if (reach.answerer(Source.DEVICE) < 0 || !fits(address, length)) {
            return false;
        }
        guards.demand(address, length);
        // To a destination in ST8 as well, which would else have to get it with the copy.
        for (int system = 0; system < side.systems(); system++) {
            if (reach.reaches(Source.DEVICE, system)) {
                writeTo(system, address, source, offset, length);
            }
        }
        return true;
    }

    /**
     * Writes data of the DMA engine.
     *
     * @param system one that is out of service, or -1 for the service
     * @return false on a master abort; nothing was written
     */
    boolean writeFromSrc(int system, long address, byte[] source, int length) {
        if (!fits(address, length)) {
            return false;
        }
        guards.demand(address, length);
        boolean written = false;
        for (int i = 0; i < side.systems(); i++) {
            // One of a duplicated pair alone would be out of step from there.
            boolean meant =
                    system < 0
                            ? side.view().states.state(i).isOnline()
                            : i == system && !side.view().states.state(i).isOnline();
            if (meant && reach.reaches(Source.SRC, i)) {
                writeTo(i, address, source, 0, length);
                written = true;
            }
        }
        return written;
    }

    private void writeTo(int system, long address, byte[] source, int offset, int length) {
        if (system == side.id()) {
            if (side.cpu() != null) {
                side.cpu().mainStorage().write(address, source, offset, length);
            }
            return;
        }
        for (int done = 0; done < length; done += PIECE) {
            int piece = Math.min(PIECE, length - done);
            side.wire()
                    .frame(FrameType.DMA_WRITE)
                    .putLong(address + done)
                    .putInt(piece)
                    .putBytes(source, offset + done, piece);
            side.wire().send(system);
        }
    }

    /** All main storages of a server have the same size. */
    private boolean fits(long address, int length) {
        long base = BoardMap.DRAM_BASE;
        long size = side.description().memoryBytes();
        return length >= 0 && address >= base && length <= size && address - base <= size - length;
    }

    private int granuleOf(long address) {
        return (int) (address - BoardMap.DRAM_BASE >> tracking.granuleShift());
    }

    // What the other side of these requests does

    public void answerRead(int peer, FrameBuffer in) {
        long address = in.getLong();
        int length = in.getInt();
        FrameBuffer out = side.wire().answer(FrameType.DMA_DATA).putInt(length);
        side.cpu().mainStorage().read(address, out.bytes(), out.position(), length);
        out.skip(length);
        side.wire().sendAnswer(peer);
    }

    public void takeData(FrameBuffer in) {
        in.getBytes(answer, answerOffset, in.getInt());
        answered = true;
    }

    public void answerCheck(int peer, FrameBuffer in) {
        long digest = digestOfOwn(in.getLong(), in.getInt());
        side.wire().answer(FrameType.DMA_DIGEST).putLong(digest);
        side.wire().sendAnswer(peer);
    }

    public void takeDigest(FrameBuffer in) {
        answeredDigest = in.getLong();
        answered = true;
    }

    public void takeWrite(FrameBuffer in) {
        long address = in.getLong();
        int length = in.getInt();
        if (side.cpu() == null) {
            return; // a board that has power but no CPU subsystem, until that is decided upon
        }
        side.cpu().mainStorage().write(address, in.bytes(), in.position(), length);
    }

    private long digestOfOwn(long address, int length) {
        byte[] own = new byte[length];
        side.cpu().mainStorage().read(address, own, 0, length);
        return digest(own, 0, length);
    }

    private static long digest(byte[] data, int offset, int length) {
        return Hashing.farmHashFingerprint64().hashBytes(data, offset, length).asLong();
    }
}
