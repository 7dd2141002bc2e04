package ft.campaign.judge;

import ft.api.cpu.MainStorage;
import java.util.BitSet;
import java.util.function.LongConsumer;

/** The bytes in which two main storages differ. */
final class Differences {
    private Differences() {}

    /** Hands over the address of every byte that differs in some pages. */
    static void forEach(MainStorage one, MainStorage other, BitSet pages, LongConsumer address) {
        byte[] left = new byte[MainStorage.PAGE_SIZE];
        byte[] right = new byte[MainStorage.PAGE_SIZE];
        for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
            long base = one.addressOf(page);
            one.read(base, left, 0, left.length);
            other.read(base, right, 0, right.length);
            for (int i = 0; i < left.length; i++) {
                if (left[i] != right[i]) {
                    address.accept(base + i);
                }
            }
        }
    }
}
