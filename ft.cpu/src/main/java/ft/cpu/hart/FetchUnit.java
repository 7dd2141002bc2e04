package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Permissions;
import java.util.Arrays;

/** Finds the block at a pc, through a software TLB of its own. */
final class FetchUnit implements Permissions {
    static final int ENTRIES = 64;
    private static final int PAGE = MainStorage.PAGE_SIZE;

    private final Hart hart;
    private final MemoryController controller;
    final long[] tags = new long[ENTRIES];
    final CodePage[] pages = new CodePage[ENTRIES];

    FetchUnit(Hart hart, MemoryController controller) {
        this.hart = hart;
        this.controller = controller;
        withdrawAll();
        controller.add(this);
    }

    /** The block at a pc; null if the fetch traps or waits for a guarded page. */
    Block block(long pc) {
        int index = (int) (pc >>> 12) & ENTRIES - 1;
        if (tags[index] == (pc & -PAGE)) {
            Block block = pages[index].blocks[(int) pc >> 1 & PAGE / 2 - 1];
            if (block != null) {
                return block;
            }
        }
        return find(pc);
    }

    private Block find(long pc) {
        Frame frame = frame(pc, pc);
        if (frame == null) {
            return null;
        }
        Block block = controller.decoded.block(frame, (int) pc & PAGE - 1);
        if (block == null) {
            // The instruction continues in the next page.
            Frame next = frame(pc + 2, pc + 2);
            if (next == null) {
                return null;
            }
            int low = half(frame, PAGE - 2);
            block = controller.decoded.straddling(frame, low | half(next, 0) << 16);
        }
        int index = (int) (pc >>> 12) & ENTRIES - 1;
        tags[index] = pc & -PAGE;
        pages[index] = controller.decoded.of(frame);
        return block;
    }

    private Frame frame(long address, long trapValue) {
        boolean reachable = !hart.service.active || MemoryController.isRom(address);
        if (!reachable || !controller.isMemory(address)) {
            hart.raise(Cause.FETCH_ACCESS_FAULT, trapValue);
            return null;
        }
        if (controller.guards.stops(address, 2)) {
            hart.stop = Stop.GUARD;
            return null;
        }
        return controller.frameToFetch(address);
    }

    /** Raises that the instruction at a pc, which was just decoded, is illegal. */
    void raiseIllegal(long pc, long next) {
        Frame first = frame(pc, pc);
        if (first == null) {
            return;
        }
        long instruction = half(first, (int) pc & PAGE - 1);
        if (next - pc == 4) {
            Frame second = frame(pc + 2, pc + 2);
            if (second == null) {
                return;
            }
            instruction |= (long) half(second, (int) (pc + 2) & PAGE - 1) << 16;
        }
        hart.raise(Cause.ILLEGAL_INSTRUCTION, instruction);
    }

    private static int half(Frame frame, int offset) {
        return frame.data[offset] & 0xff | (frame.data[offset + 1] & 0xff) << 8;
    }

    @Override
    public void withdrawWrites() {}

    @Override
    public void withdrawWrites(Frame frame) {}

    @Override
    public void withdrawAll() {
        Arrays.fill(tags, TlbEntry.NOTHING);
    }
}
