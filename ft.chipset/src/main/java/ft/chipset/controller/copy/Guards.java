package ft.chipset.controller.copy;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.side.Side;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.state.ServerStates;
import java.util.BitSet;

/**
 * Demand verification (spec §7.1 R8, D): pages that nobody may use before both sides were compared.
 *
 * <p>The CPU subsystem in service and the destination are both guarded, so the online content of a
 * guarded page does not change. Therefore it crosses once, whoever touches the page first ({@link
 * GuardedContent}).
 *
 * <p>In lock-step both touch the same pages at the same clocks. Each tells at the boundary what its
 * own harts touched; if that differs, one of them has gone another way ({@code Comparison}).
 *
 * <p>All other systems know what is guarded for the sake of their devices.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Guards implements Follower {
    static final int PAGE = MainStorage.PAGE_SIZE;

    /** Page number in an {@link FrameType#UNGUARD} frame that stands for all. */
    private static final int ALL = -1;

    /** Words of 64 pages in one frame. */
    private static final int WORDS = 4096;

    private final Side side;
    private final GuardedContent content;
    private final BitSet guarded = new BitSet();

    /** Guarded pages that the own harts have touched in this quantum. */
    private final BitSet touched = new BitSet();

    private int source;
    private int destination;
    private long history;
    private long demanded;

    public Guards(Side side) {
        this.side = side;
        content = new GuardedContent(side, this);
    }

    /** The way of the pages' content. */
    public GuardedContent content() {
        return content;
    }

    /** Whether anything is guarded. */
    boolean areUp() {
        return !guarded.isEmpty();
    }

    /** Pages of {@link MainStorage} that are guarded; do not change. */
    public BitSet pages() {
        return guarded;
    }

    /** Touched guarded pages so far, by harts of the own side and by devices. */
    public long demanded() {
        return demanded;
    }

    /** Hash over what the own harts touched in this quantum, and when. */
    public long history() {
        return history;
    }

    int source() {
        return source;
    }

    int destination() {
        return destination;
    }

    private boolean isParty() {
        return isSource() || isDestination();
    }

    boolean isSource() {
        return side.id() == source;
    }

    boolean isDestination() {
        return side.id() == destination;
    }

    // Putting up and taking down, by the side in service at a boundary

    /** Guards pages on the own side and on the destination's. */
    void raise(int forDestination, BitSet pages) {
        long[] words = pages.toLongArray();
        for (int first = 0; first < words.length; first += WORDS) {
            int count = Math.min(WORDS, words.length - first);
            FrameBuffer out = side.wire().frame(FrameType.GUARD);
            out.putInt(forDestination).putInt(first);
            for (int i = 0; i < count; i++) {
                out.putLong(words[first + i]);
            }
            side.sendToAll();
        }
        add(side.id(), forDestination, pages);
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
            touched.clear();
            content.begin();
            history = 0;
            demanded = 0;
        }
        source = from;
        destination = to;
        guarded.or(pages);
        if (isParty()) {
            side.cpu().guard(pages);
        }
    }

    /**
     * Verifies the guarded ones of some pages while all stand at a boundary, on the side in
     * service, and ends their guards.
     *
     * @param differing where the pages are added that differed and were repaired
     */
    void verify(int first, int end, CopyChannel channel, BitSet differing) {
        MainStorage memory = side.cpu().mainStorage();
        BitSet open = guarded.get(first, end);
        open.andNot(content.crossed(first, end));
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
            tellLowered(ALL);
            clear();
        }
    }

    private void lower(int page) {
        tellLowered(page);
        end(page);
    }

    private void tellLowered(int page) {
        side.wire().frame(FrameType.UNGUARD).putInt(page);
        side.sendToAll();
    }

    /** Another side says that the guard of a page has ended, or that all have. */
    public void lowered(int page) {
        if (page == ALL) {
            clear();
            return;
        }
        if (isSource() && guarded.get(page)) {
            demanded++; // by a device there; this side tells of its own and of the walk
        }
        end(page);
    }

    private void end(int page) {
        guarded.clear(page);
        content.forget(page);
        if (isParty() && side.cpu() != null) {
            side.cpu().unguard(page);
        }
    }

    /** Guards are for the time from the copy to the proof that both sides are equal. */
    @Override
    public void follow(StateEvent event, ServerStates.Change change, String text) {
        SystemState from = change.from();
        SystemState to = change.to();
        boolean starts = from == SystemState.RECOVER_OFFLINE && to == SystemState.PRE_ONLINE_SYNC;
        boolean copying =
                from == SystemState.RECOVER_OFFLINE || from == SystemState.PRE_ONLINE_SYNC;
        if (copying && from != to && !starts) {
            clear();
        }
    }

    private void clear() {
        guarded.clear();
        touched.clear();
        content.clear();
        history = 0;
        if (side.cpu() != null) {
            side.cpu().unguardAll();
        }
    }

    // While the guests run

    /** The own CPU subsystem has stopped before an access to a guarded page. */
    public void touched(CpuSubsystem cpu) {
        int page = cpu.guardedPage();
        touched.set(page);
        demanded++;
        history = history * 0x9e3779b97f4a7c15L + cpu.clock() * 31 + page + 1;
        if (content.isThereFor(page)) {
            cpu.unguard(page);
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
        int first = (int) ((address - BoardMap.DRAM_BASE) / PAGE);
        int last = (int) ((address + length - 1 - BoardMap.DRAM_BASE) / PAGE);
        for (int page = guarded.nextSetBit(first);
                page >= 0 && page <= last;
                page = guarded.nextSetBit(page + 1)) {
            demanded++;
            content.demand(page);
            lower(page);
        }
    }
}
