package ft.debug.gdb;

import ft.api.cpu.ExecutionView;
import java.util.Arrays;

/** Main storage as GDB sees it: by the addresses of a hart, or physical ones. */
final class Memory {
    private static final int PAGE = 4096;

    private boolean physical;

    /** Whether addresses are physical. */
    boolean isPhysical() {
        return physical;
    }

    /** Says whether addresses are physical. */
    void physical(boolean are) {
        physical = are;
    }

    /** What can be read from an address on, at most so many bytes; empty if nothing can. */
    byte[] read(ExecutionView view, int hart, long address, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            long at = address + done;
            int part = Math.min(length - done, PAGE - ((int) at & PAGE - 1));
            long where = find(view, hart, at);
            if (where == ExecutionView.NOWHERE || !view.peek(where, bytes, done, part)) {
                break;
            }
            done += part;
        }
        return done == length ? bytes : Arrays.copyOf(bytes, done);
    }

    /**
     * Writes bytes from an address on.
     *
     * @return whether all of them could be written; if not, none was
     */
    boolean write(ExecutionView view, int hart, long address, byte[] bytes) {
        byte[] old = read(view, hart, address, bytes.length);
        if (old.length < bytes.length) {
            return false;
        }
        for (int done = 0; done < bytes.length; ) {
            long at = address + done;
            int part = Math.min(bytes.length - done, PAGE - ((int) at & PAGE - 1));
            if (!view.poke(find(view, hart, at), bytes, done, part)) {
                return false; // the ROM, which is a piece of its own
            }
            done += part;
        }
        return true;
    }

    private long find(ExecutionView view, int hart, long address) {
        return physical ? address : view.translate(hart, address);
    }
}
