package ft.campaign.judge;

import ft.api.cpu.MainStorage;
import ft.api.server.SystemView;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Sums of all pages of one system's main storage, kept up to date by the pages that have changed,
 * so that a boundary costs what was written since the last one.
 */
public final class PageMirror {
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private int[] sums = new int[0];
    private int board = -1;
    private long digest;
    private MainStorage memory;

    /** Looks at the main storage of a system that has power. */
    public void look(SystemView system) {
        memory = system.memory();
        if (board != system.boardNumber()) {
            board = system.boardNumber();
            sums = new int[memory.pages()];
            digest = 0;
            for (int page = 0; page < sums.length; page++) {
                sums[page] = memory.crc32c(memory.addressOf(page), MainStorage.PAGE_SIZE);
                digest += mix(page, sums[page]);
            }
            system.takeChangedPages(page -> {});
        } else {
            system.takeChangedPages(this::changed);
        }
    }

    private void changed(int page) {
        int sum = memory.crc32c(memory.addressOf(page), MainStorage.PAGE_SIZE);
        digest += mix(page, sum) - mix(page, sums[page]);
        sums[page] = sum;
    }

    /**
     * One bit of difference in any page changes half of the bits; the order of pages is no matter.
     */
    private static long mix(int page, int sum) {
        long value = ((long) page << 32 ^ sum & 0xffff_ffffL) * FACTOR;
        value ^= value >>> 32;
        value *= 0xd6e8feb86659fd93L;
        return value ^ value >>> 29;
    }

    /** The main storage itself. */
    public MainStorage memory() {
        return memory;
    }

    /** A digest of all of main storage. */
    public long digest() {
        return digest;
    }

    /** Whether two are equal. */
    public boolean equalTo(PageMirror other) {
        return Arrays.equals(sums, other.sums);
    }

    /** The pages in which two differ. */
    public BitSet differences(PageMirror other) {
        BitSet pages = new BitSet(sums.length);
        for (int page = 0; page < sums.length; page++) {
            if (page >= other.sums.length || sums[page] != other.sums[page]) {
                pages.set(page);
            }
        }
        return pages;
    }

    /** The sums, as they are now. */
    public int[] sums() {
        return sums.clone();
    }
}
