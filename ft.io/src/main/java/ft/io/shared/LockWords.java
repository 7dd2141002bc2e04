package ft.io.shared;

import ft.api.fields.StateFields;
import ft.api.io.SrcRegister;
import java.util.Arrays;

/** The lock words: reading one takes it if it is free, and its holder's write releases it. */
final class LockWords {
    private static final int FREE = 0;

    private final int[] holders = new int[SrcRegister.LOCKS];

    static boolean isLock(SrcRegister register) {
        int word = wordOf(register);
        return word >= 0 && word < SrcRegister.LOCKS;
    }

    private static int wordOf(SrcRegister register) {
        return register.ordinal() - SrcRegister.LOCK_0.ordinal();
    }

    void reset() {
        Arrays.fill(holders, FREE);
    }

    int holder(SrcRegister register) {
        return holders[wordOf(register)];
    }

    /** Who held it before; the requester does now if nobody did. */
    int take(SrcRegister register, int requester) {
        int word = wordOf(register);
        int before = holders[word];
        if (before == FREE) {
            holders[word] = requester;
        }
        return before;
    }

    void release(SrcRegister register, int requester) {
        int word = wordOf(register);
        if (holders[word] == requester) {
            holders[word] = FREE;
        }
    }

    void releaseAll(int requester) {
        for (int word = 0; word < holders.length; word++) {
            if (holders[word] == requester) {
                holders[word] = FREE;
            }
        }
    }

    void state(StateFields fields) {
        for (int word = 0; word < holders.length; word++) {
            holders[word] = (int) fields.number("holder" + word, holders[word]);
        }
    }

    /** All holders, a byte each. */
    long all() {
        long all = 0;
        for (int word = holders.length - 1; word >= 0; word--) {
            all = all << Byte.SIZE | holders[word];
        }
        return all;
    }
}
