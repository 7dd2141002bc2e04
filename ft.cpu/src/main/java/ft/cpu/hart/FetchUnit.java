package ft.cpu.hart;

import ft.api.cpu.MainStorage;
import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.memory.Frame;
import ft.cpu.memory.MemoryController;
import ft.cpu.memory.Permissions;
import ft.cpu.translate.TlbTable;
import java.util.Arrays;

/** Finds the block at a pc, through software TLBs of its own, one for each mode. */
final class FetchUnit implements Permissions {
    static final int ENTRIES = 64;
    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final int MODES = Privilege.values().length;

    private final Hart hart;
    private final MemoryController controller;
    private final long[][] allTags = new long[MODES][ENTRIES];
    private final CodePage[][] allPages = new CodePage[MODES][ENTRIES];
    // What is suspended: by mode and index like the tags, and where it was found.
    private final long[][] allSuspended = new long[MODES][ENTRIES];
    private final long[][] allPhysical = new long[MODES][ENTRIES];
    private final Frame[][] allFrames = new Frame[MODES][ENTRIES];
    private final Walk[][] allWalks = new Walk[MODES][ENTRIES];
    private final Block single = Block.scratch();
    private final Walk walk = new Walk();
    private int mode;

    /** Those of the mode that the hart is in. */
    long[] tags = allTags[0];

    CodePage[] pages = allPages[0];

    FetchUnit(Hart hart, MemoryController controller) {
        this.hart = hart;
        this.controller = controller;
        for (Walk[] walks : allWalks) {
            Arrays.setAll(walks, index -> new Walk());
        }
        withdrawAll();
        controller.add(this);
    }

    /** Follows a change of privilege. */
    void select(Privilege privilege) {
        mode = privilege.ordinal();
        tags = allTags[mode];
        pages = allPages[mode];
    }

    /** The block at a pc; null if the fetch traps or waits for a guarded page. */
    Block block(long pc) {
        Block block = known(pc);
        return block == null ? find(pc) : block;
    }

    /** The block at a pc if it was decoded and its page is in the TLB; else null. */
    Block known(long pc) {
        int index = (int) (pc >>> 12) & ENTRIES - 1;
        return tags[index] == (pc & -PAGE)
                ? pages[index].blocks[(int) pc >> 1 & PAGE / 2 - 1]
                : null;
    }

    /** What was decoded from the page of a pc that is in the TLB; null if it is not. */
    CodePage page(long pc) {
        int index = (int) (pc >>> 12) & ENTRIES - 1;
        return tags[index] == (pc & -PAGE) ? pages[index] : null;
    }

    private Block find(long pc) {
        if (resumes(pc)) {
            Block block =
                    pages[(int) (pc >>> 12) & ENTRIES - 1].blocks[(int) pc >> 1 & PAGE / 2 - 1];
            if (block != null) {
                return block;
            }
        }
        int epoch = controller.epoch();
        long physical = translate(pc);
        walk.set(hart.mmu.tables.walk);
        Frame frame = physical == PageTables.NOWHERE ? null : frame(pc, physical);
        if (frame == null) {
            return null;
        }
        Block block = controller.decoded.block(frame, (int) pc & PAGE - 1);
        if (block == null) {
            // The instruction continues in the next page.
            Frame next = frame(pc + 2);
            if (next == null) {
                return null;
            }
            int low = half(frame, PAGE - 2);
            block = controller.decoded.straddling(frame, low | half(next, 0) << 16);
        }
        if (!hart.service.active && !hart.mmu.isUniform(physical & -PAGE, PAGE)) {
            return single(block, pc);
        }
        CodePage code = controller.decoded.of(frame);
        if (epoch == controller.epoch()) {
            int index = (int) (pc >>> 12) & ENTRIES - 1;
            tags[index] = pc & -PAGE;
            pages[index] = code;
            allSuspended[mode][index] = tags[index];
            allPhysical[mode][index] = physical & -PAGE;
            allFrames[mode][index] = frame;
            allWalks[mode][index].set(walk);
        }
        return block;
    }

    // Takes up a suspended permission to fetch from a page: notes the fetch.
    private boolean resumes(long pc) {
        int index = (int) (pc >>> 12) & ENTRIES - 1;
        if (allSuspended[mode][index] != (pc & -PAGE) || hart.service.active) {
            return false;
        }
        allWalks[mode][index].note(controller);
        controller.noteFetch(allPhysical[mode][index] + (pc & PAGE - 1), allFrames[mode][index]);
        tags[index] = pc & -PAGE;
        return true;
    }

    // Where a part of the page is protected, every instruction is looked at.
    private Block single(Block block, long pc) {
        if (block.offsets[1] - block.offsets[0] == 4 && frame(pc + 2) == null) {
            return null;
        }
        single.cut(block, 1);
        return single;
    }

    private Frame frame(long address) {
        long physical = translate(address);
        return physical == PageTables.NOWHERE ? null : frame(address, physical);
    }

    // In service mode there is neither translation nor protection, and the ROM alone.
    private long translate(long address) {
        if (hart.service.active) {
            hart.mmu.tables.walk.clear();
            return address;
        }
        return hart.mmu.translateFetch(address, 2);
    }

    private Frame frame(long address, long physical) {
        boolean reachable = !hart.service.active || MemoryController.isRom(physical);
        if (!reachable || !controller.isMemory(physical)) {
            hart.raise(Cause.FETCH_ACCESS_FAULT, address);
            return null;
        }
        if (controller.guards.stops(physical, 2)) {
            hart.stop = Stop.GUARD;
            return null;
        }
        return controller.frameToFetch(physical);
    }

    /** Raises that the instruction at a pc, which was just decoded, is illegal. */
    void raiseIllegal(long pc, long next) {
        Frame first = frame(pc);
        if (first == null) {
            return;
        }
        long instruction = half(first, (int) pc & PAGE - 1);
        if (next - pc == 4) {
            Frame second = frame(pc + 2);
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
    public void suspendWrites() {}

    @Override
    public void suspend() {
        for (long[] each : allTags) {
            Arrays.fill(each, TlbTable.NOTHING);
        }
    }

    @Override
    public void withdrawWrites(Frame frame) {}

    @Override
    public void withdrawAll() {
        suspend();
        for (long[] each : allSuspended) {
            Arrays.fill(each, TlbTable.NOTHING);
        }
    }
}
