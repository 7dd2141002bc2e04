package ft.cpu.memory;

import ft.cpu.decode.Block;
import ft.cpu.decode.CodePage;
import ft.cpu.decode.Decoder;

/** What was decoded from the pages of main storage and of the ROM, and when it is void. */
public final class DecodedPages {
    // Decoded pages are several times as large as the code; this bounds what they take.
    private static final int MOST = 1024;

    private final MemoryController controller;
    private final Decoder decoder = new Decoder();
    private int count;

    DecodedPages(MemoryController controller) {
        this.controller = controller;
    }

    /**
     * Has blocks decoded that have a single instruction, or that go on as far as they can. Whoever
     * looks at every instruction would else have a block decoded from each of them on.
     */
    public void decodeSingly(boolean singly) {
        decoder.longest(singly ? 1 : Block.MAX_COUNT);
        dropAll();
    }

    /** The decoded side of a frame. */
    public CodePage of(Frame frame) {
        if (frame.code == null) {
            if (count >= MOST) {
                dropAll();
            }
            frame.code = new CodePage();
            count++;
            controller.dram().use(frame);
            controller.withdrawWrites(frame);
        }
        return frame.code;
    }

    /** The block at an offset of a frame; null if its instruction continues in the next page. */
    public Block block(Frame frame, int offset) {
        Block block = of(frame).block(frame.data, offset, decoder);
        controller.noteDecoded(frame);
        return block;
    }

    /** The block of an instruction that begins in the last two bytes of a frame. */
    public Block straddling(Frame frame, int instruction) {
        Block block = of(frame).straddling(instruction, decoder);
        controller.noteDecoded(frame);
        return block;
    }

    /** Bytes of a frame are about to change, or have: what was decoded from them is void. */
    public boolean drop(Frame frame, int offset, int length) {
        if (frame.code == null || !frame.code.covers(offset, length)) {
            return false;
        }
        frame.code = null;
        count--;
        controller.withdrawAll();
        return true;
    }

    /** Has everything decoded anew. */
    public void dropAll() {
        controller.dram().dropCode();
        for (Frame frame : controller.rom()) {
            frame.code = null;
        }
        clear();
        controller.withdrawAll();
    }

    /** The frames are gone, except for the one of zeros. */
    void clear() {
        controller.zeros().code = null;
        count = 0;
    }
}
