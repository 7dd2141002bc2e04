package ft.cpu.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The entries of page tables that translations in software TLBs were made of. When one changes, all
 * translations are dropped at once: so none is ever out of date, and when it was loaded makes no
 * difference to anybody. Stores find such a page because no TLB has the permission to write it.
 */
public final class WalkedTables {
    private final MemoryController controller;
    private final List<Frame> frames = new ArrayList<>();

    WalkedTables(MemoryController controller) {
        this.controller = controller;
    }

    /** A translation is about to be kept that was made of the entry at an offset of a frame. */
    public void use(Frame frame, int offset) {
        if (frame.page == Frame.NO_PAGE) {
            return;
        }
        if (!frame.isTable()) {
            frames.add(frame);
            controller.dram().use(frame);
            controller.withdrawWrites(frame);
        }
        frame.walk(offset);
    }

    /** Bytes of a frame have changed; whether translations were made of them. */
    boolean drop(Frame frame, int offset, int length) {
        if (!frame.isWalked(offset, length)) {
            return false;
        }
        controller.withdrawAll();
        return true;
    }

    /** There is no translation any more. */
    void clear() {
        for (int index = 0; index < frames.size(); index++) {
            frames.get(index).forgetWalks();
        }
        frames.clear();
    }
}
