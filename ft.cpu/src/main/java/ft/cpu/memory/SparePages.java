package ft.cpu.memory;

import ft.api.cpu.MainStorage;
import java.util.Arrays;

/**
 * What pages were made of before main storage was emptied. A system that is reset is about to get
 * the content of another one, and memory that is new to the process costs several times as much as
 * the copy. It is given back when the system loses its power.
 */
final class SparePages {
    private static final int LEAST = 1024;

    private byte[][] pages = new byte[0][];
    private int count;

    /** Keeps the content of a page that nobody uses any more. */
    void keep(byte[] page) {
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, Math.max(LEAST, count * 2));
        }
        pages[count++] = page;
    }

    /** A page of zeros. */
    byte[] zeros() {
        if (count == 0) {
            return new byte[MainStorage.PAGE_SIZE];
        }
        byte[] page = take();
        Arrays.fill(page, (byte) 0);
        return page;
    }

    /** A page with this content. */
    byte[] with(byte[] content, int offset) {
        if (count == 0) {
            return Arrays.copyOfRange(content, offset, offset + MainStorage.PAGE_SIZE);
        }
        byte[] page = take();
        System.arraycopy(content, offset, page, 0, MainStorage.PAGE_SIZE);
        return page;
    }

    private byte[] take() {
        byte[] page = pages[--count];
        pages[count] = null;
        return page;
    }

    /** Gives everything back. */
    void clear() {
        pages = new byte[0][];
        count = 0;
    }
}
