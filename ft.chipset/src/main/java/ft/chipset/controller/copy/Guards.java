package ft.chipset.controller.copy;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.chipset.controller.FtController;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Demand verification (spec §7.1 R8, D): pages that nobody may use before both sides were compared.
 *
 * <p>The CPU subsystem in service and the destination are both guarded, so the online content of a
 * guarded page does not change. Therefore it crosses once, whoever touches the page first, and no
 * side has to wait for the other's guest, only for its controller: the side in service sends the
 * page when its own hart touches it, and goes on; the destination asks for it when a hart of its
 * own is first. The destination compares, and repairs what differs, before its hart goes on. What a
 * guest finds does not depend on who was first, nor on threads.
 *
 * <p>In lock-step both touch the same pages at the same clocks. Each tells at the boundary what its
 * own harts touched; if that differs, one of them has gone another way ({@code Comparison}).
 *
 * <p>All other systems know what is guarded for the sake of their devices.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Guards {
    private static final int PAGE = MainStorage.PAGE_SIZE;

    /** Page number in an {@link FrameType#UNGUARD} frame that stands for all. */
    private static final int ALL = -1;

    /** Words of 64 pages in one frame. */
    private static final int WORDS = 4096;

    private static final byte[] ZEROS = new byte[PAGE];

    private final FtController controller;
    private final BitSet guarded = new BitSet();

    /** Guarded pages whose online content the destination has: sent there, received here. */
    private final BitSet crossed = new BitSet();

    /** Guarded pages that the own harts have touched in this quantum. */
    private final BitSet touched = new BitSet();

    private final byte[] content = new byte[PAGE];
    private int source;
    private int destination;
    private int awaited = ALL;
    private boolean ready;
    private int demander = ALL;
    private int demandedPage;
    private long history;
    private long demanded;
    private long charged;
    private long repaired;

    public Guards(FtController controller) {
        this.controller = controller;
    }

    /** Whether anything is guarded. */
    boolean areUp() {
        return !guarded.isEmpty();
    }

    /** Pages of {@link MainStorage} that are guarded; do not change. */
    public BitSet pages() {
        return guarded;
    }

    /** Bytes that crossed because somebody touched a guarded page, since the last call. */
    long takeCharge() {
        long bytes = charged;
        charged = 0;
        return bytes;
    }

    /** Touched guarded pages so far, by harts of the own side and by devices. */
    public long demanded() {
        return demanded;
    }

    /** Pages that arrived here for being touched and differed. */
    public long repaired() {
        return repaired;
    }

    /** Hash over what the own harts touched in this quantum, and when. */
    public long history() {
        return history;
    }

    private boolean isParty() {
        return controller.id() == source || controller.id() == destination;
    }

    private boolean isSource() {
        return controller.id() == source;
    }

    // Putting up and taking down, by the side in service at a boundary

    /** Guards pages on the own side and on the destination's. */
    void raise(int forDestination, BitSet pages) {
        long[] words = pages.toLongArray();
        for (int first = 0; first < words.length; first += WORDS) {
            int count = Math.min(WORDS, words.length - first);
            FrameBuffer out = controller.wire().frame(FrameType.GUARD);
            out.putInt(forDestination).putInt(first);
            for (int i = 0; i < count; i++) {
                out.putLong(words[first + i]);
            }
            controller.sendToAll(ft.api.crosslink.CrosslinkPort.Path.CROSSLINK);
        }
        add(controller.id(), forDestination, pages);
    }

    /** The side in service has guarded pages. */
    public void raised(int peer, FrameBuffer in) {
        int forDestination = in.getInt();
        int first = in.getInt();
        long[] words = new long[first + in.remaining() / Long.BYTES];
        for (int i = first; i < words.length; i++) {
            words[i] = in.getLong();
        }
        add(peer, forDestination, BitSet.valueOf(words));
    }

    private void add(int from, int to, BitSet pages) {
        if (!areUp()) {
            crossed.clear();
            touched.clear();
            history = 0;
            demanded = 0;
            repaired = 0;
        }
        source = from;
        destination = to;
        guarded.or(pages);
        if (isParty()) {
            controller.cpu().guard(pages);
        }
    }

    /**
     * Verifies the guarded ones of some pages while all stand at a boundary, on the side in
     * service, and ends their guards.
     *
     * @param differing where the pages are added that differed and were repaired
     */
    void verify(int first, int end, CopyChannel channel, BitSet differing) {
        MainStorage memory = controller.cpu().mainStorage();
        BitSet open = guarded.get(first, end);
        open.andNot(crossed.get(first, end));
        for (int i = open.nextSetBit(0); i >= 0; ) {
            int page = first + i;
            int count = open.nextClearBit(i) - i;
            channel.compare(
                    memory.addressOf(page), PAGE, count, each -> differing.set(page + each));
            i = open.nextSetBit(i + count);
        }
        for (int page = guarded.nextSetBit(first);
                page >= 0 && page < end;
                page = guarded.nextSetBit(page + 1)) {
            if (differing.get(page)) {
                channel.repair(memory.addressOf(page), PAGE);
            }
            lower(page);
        }
    }

    /** Ends all guards, on the side in service. */
    void lowerAll() {
        if (areUp()) {
            lower(ALL);
        }
    }

    private void lower(int page) {
        controller.wire().frame(FrameType.UNGUARD).putInt(page);
        controller.sendToAll(ft.api.crosslink.CrosslinkPort.Path.CROSSLINK);
        lowered(page);
    }

    /** The guard of a page has ended, or all have. */
    public void lowered(int page) {
        if (page == ALL) {
            clear();
        } else {
            end(page);
        }
    }

    private void end(int page) {
        guarded.clear(page);
        crossed.clear(page);
        if (isParty() && controller.cpu() != null) {
            controller.cpu().unguard(page);
        }
    }

    /** The states that guards are for have ended. */
    public void clear() {
        guarded.clear();
        crossed.clear();
        touched.clear();
        awaited = ALL;
        history = 0;
        if (controller.cpu() != null) {
            controller.cpu().unguardAll();
        }
    }

    // While the guests run

    /** The destination's hart waits for the online content of a page. */
    public boolean waits() {
        return awaited != ALL;
    }

    /** The own CPU subsystem has stopped before an access to a guarded page. */
    public void touched(CpuSubsystem cpu) {
        int page = cpu.guardedPage();
        touched.set(page);
        demanded++;
        history = history * 0x9e3779b97f4a7c15L + cpu.clock() * 31 + page + 1;
        if (isSource()) {
            send(page);
        } else if (!crossed.get(page)) {
            awaited = page;
            pull(page);
            return;
        }
        cpu.unguard(page);
    }

    private void pull(int page) {
        controller.wire().answer(FrameType.GUARD_PULL).putInt(page);
        controller.wire().sendAnswer(source);
    }

    /** The destination wants the online content of a page. */
    public void pulled(int page) {
        if (guarded.get(page)) {
            send(page);
        }
    }

    private void send(int page) {
        if (crossed.get(page)) {
            return;
        }
        crossed.set(page);
        MainStorage memory = controller.cpu().mainStorage();
        FrameBuffer out = controller.wire().answer(FrameType.GUARDED_CONTENT).putInt(page);
        if (!memory.isUntouched(page)) {
            memory.read(memory.addressOf(page), out.bytes(), out.position(), PAGE);
            out.skip(PAGE);
        }
        charged += out.position();
        controller.wire().sendAnswer(destination);
    }

    /** The online content of a guarded page has come: compared, and repaired if it differs. */
    public void take(FrameBuffer in) {
        int page = in.getInt();
        if (!guarded.get(page)) {
            return;
        }
        MainStorage memory = controller.cpu().mainStorage();
        long address = memory.addressOf(page);
        boolean zeros = in.remaining() == 0;
        byte[] right = zeros ? ZEROS : in.bytes();
        int offset = zeros ? 0 : in.position();
        memory.read(address, content, 0, PAGE);
        if (!Arrays.equals(content, 0, PAGE, right, offset, offset + PAGE)) {
            memory.restore(address, right, offset, PAGE);
            repaired++;
        }
        crossed.set(page);
        if (awaited == page) {
            awaited = ALL;
            controller.cpu().unguard(page);
        }
        if (demander != ALL && demandedPage == page) {
            tellReady();
        }
    }

    /** The quantum has ended: what the own harts have touched is verified. */
    public void endQuantum() {
        for (int page = touched.nextSetBit(0); page >= 0; page = touched.nextSetBit(page + 1)) {
            end(page);
        }
        touched.clear();
        history = 0;
    }

    // For devices, whose IO subsystem has its turn at a boundary

    /** Verifies guarded pages that a device of the own IO subsystem is about to touch. */
    public void demand(long address, int length) {
        if (!areUp() || length <= 0) {
            return;
        }
        int first = (int) ((address - ft.api.board.BoardMap.DRAM_BASE) / PAGE);
        int last = (int) ((address + length - 1 - ft.api.board.BoardMap.DRAM_BASE) / PAGE);
        for (int page = guarded.nextSetBit(first);
                page >= 0 && page <= last;
                page = guarded.nextSetBit(page + 1)) {
            demand(page);
        }
    }

    private void demand(int page) {
        demanded++;
        if (isSource()) {
            send(page);
        } else if (controller.id() == destination) {
            if (!crossed.get(page)) {
                pull(page);
                controller.wire().serveUntil(() -> crossed.get(page));
            }
        } else {
            // What this side sends must not overtake what the side in service sends there.
            ready = false;
            controller.wire().frame(FrameType.GUARD_DEMAND).putInt(page);
            controller.wire().send(destination);
            controller.wire().serveUntil(() -> ready);
        }
        lower(page);
    }

    /** A third system's device is about to touch a page; it is told when that is verified. */
    public void demanded(int peer, int page) {
        demander = peer;
        demandedPage = page;
        if (!guarded.get(page) || crossed.get(page)) {
            tellReady();
        } else {
            pull(page);
        }
    }

    private void tellReady() {
        controller.wire().answer(FrameType.GUARD_READY);
        controller.wire().sendAnswer(demander);
        demander = ALL;
    }

    /** What this side demanded is verified. */
    public void ready() {
        ready = true;
    }
}
