package ft.io.hotplug;

import ft.api.fields.StateFields;
import ft.api.io.HotPlugRegister;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The hot-plug controller of one IO subsystem: {@link HotPlugRegister} says what its registers
 * mean. It is told what becomes of slots, and never touches one.
 *
 * <p><b>Threading:</b> the thread that owns the IO subsystem.
 */
public final class HotPlugController {
    private static final int WORDS = HotPlugRegister.STRIDE / Long.BYTES;
    private static final int FIRST = HotPlugRegister.BASE.offset();
    private static final int SOURCE_WORD = word(HotPlugRegister.SOURCE);
    private static final int SIZE_WORD = word(HotPlugRegister.SIZE);
    private static final int ARRIVALS_WORD = word(HotPlugRegister.ARRIVALS);
    private static final int TYPE_WORD = word(HotPlugRegister.TYPE);

    /** The registers of the slots, as the guest reads them. */
    private long[] words = {};

    private long present;
    private long changed;
    private long attention;
    private long released;
    private long enable;

    private static int word(HotPlugRegister register) {
        return (register.offset() - FIRST) / Long.BYTES;
    }

    /** Whether it has registers for a slot of this number. */
    public static boolean knows(int slot) {
        return slot < HotPlugRegister.SLOTS;
    }

    /** Power-on reset: nothing has changed, nobody is to be interrupted. */
    public void reset() {
        changed = 0;
        attention = 0;
        released = 0;
        enable = 0;
        for (int slot = 0; slot < count(); slot++) {
            words[slot * WORDS + ARRIVALS_WORD] = 0;
        }
    }

    /**
     * A slot, and what is in it.
     *
     * @param base physical address of the window
     * @param source of the PLIC
     * @param type of the device, {@code ""} if there is none
     */
    public void slot(int slot, long base, long size, int source, String type) {
        if (!knows(slot)) {
            return;
        }
        if (slot >= count()) {
            words = Arrays.copyOf(words, (slot + 1) * WORDS);
        }
        int at = slot * WORDS;
        words[at] = base;
        words[at + SIZE_WORD] = size;
        words[at + SOURCE_WORD] = source;
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        // The last byte stays zero, so that software finds an end.
        byte[] field = new byte[HotPlugRegister.TYPE_SIZE];
        System.arraycopy(name, 0, field, 0, Math.min(name.length, field.length - 1));
        ByteBuffer.wrap(field)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(words, at + TYPE_WORD, HotPlugRegister.TYPE_SIZE / Long.BYTES);
        present = type.isEmpty() ? present & ~bit(slot) : present | bit(slot);
    }

    /**
     * The guest is to see that a device has come, left or been replaced.
     *
     * @param arrived whether one has come
     */
    public void changed(int slot, boolean arrived) {
        if (knows(slot)) {
            changed |= bit(slot);
            attention &= ~bit(slot);
            released &= ~bit(slot);
            if (arrived) {
                words[slot * WORDS + ARRIVALS_WORD]++;
            }
        }
    }

    /** Whether somebody wants to hear of this slot. */
    public boolean isHeard(int slot) {
        return knows(slot) && (enable & 1) != 0;
    }

    /** An operator wants the device out. */
    public void attention(int slot) {
        attention |= bit(slot);
    }

    /** Whether the guest has let a device go that is to leave. */
    public boolean isReleased(int slot) {
        return knows(slot) && (released & bit(slot)) != 0;
    }

    /** Whether the guest has let any device go. */
    public boolean hasReleased() {
        return released != 0;
    }

    /** Level of the interrupt. */
    public boolean line() {
        return (enable & 1) != 0 && (changed | attention) != 0;
    }

    /** The name of a register, or {@code ""}. */
    public static String name(long offset) {
        for (HotPlugRegister register : HotPlugRegister.values()) {
            if (register.offset() == offset) {
                return register.name();
            }
        }
        long inSlot = (offset - FIRST) % HotPlugRegister.STRIDE;
        return offset > FIRST && inSlot != 0 ? name(FIRST + inSlot) : "";
    }

    /** Whether an access of this shape finds a register that allows it. */
    public boolean answers(long offset, int size, boolean write) {
        if (size < Integer.BYTES) {
            return false;
        }
        long register = offset & -Long.BYTES;
        if (register >= FIRST) {
            return !write && register < FIRST + (long) words.length * Long.BYTES;
        }
        for (HotPlugRegister each : HotPlugRegister.values()) {
            if (each.offset() == register) {
                return !write || each.writable();
            }
        }
        return false;
    }

    /** A guest's read; only where {@link #answers}. */
    public long read(long offset) {
        return value(offset & -Long.BYTES) >>> shift(offset);
    }

    private long value(long register) {
        if (register >= FIRST) {
            return words[(int) (register - FIRST) / Long.BYTES];
        }
        if (register == HotPlugRegister.IDENTITY.offset()) {
            return HotPlugRegister.MAGIC;
        }
        if (register == HotPlugRegister.COUNT.offset()) {
            return count();
        }
        if (register == HotPlugRegister.PRESENT.offset()) {
            return present;
        }
        if (register == HotPlugRegister.CHANGED.offset()) {
            return changed;
        }
        return register == HotPlugRegister.ATTENTION.offset() ? attention : enable;
    }

    /** A guest's write; only where {@link #answers}. */
    public void write(long offset, int size, long value) {
        long mask = size == Long.BYTES ? -1 : 0xFFFF_FFFFL << shift(offset);
        long bits = value << shift(offset) & mask;
        long register = offset & -Long.BYTES;
        if (register == HotPlugRegister.CHANGED.offset()) {
            changed &= ~bits;
        } else if (register == HotPlugRegister.ATTENTION.offset()) {
            released |= attention & bits;
            attention &= ~bits;
        } else {
            enable = (enable & ~mask | bits) & 1;
        }
    }

    /** Everything but what is in the slots, which tell it themselves. */
    public void state(StateFields fields) {
        fields.version(1);
        changed = fields.number("changed", changed);
        attention = fields.number("attention", attention);
        released = fields.number("released", released);
        enable = fields.number("enable", enable);
        long[] arrivals = new long[count()];
        for (int slot = 0; slot < arrivals.length; slot++) {
            arrivals[slot] = words[slot * WORDS + ARRIVALS_WORD];
        }
        arrivals = fields.numbers("arrivals", arrivals);
        for (int slot = 0; slot < Math.min(arrivals.length, count()); slot++) {
            words[slot * WORDS + ARRIVALS_WORD] = arrivals[slot];
        }
    }

    private int count() {
        return words.length / WORDS;
    }

    private static long bit(int slot) {
        return 1L << slot;
    }

    private static int shift(long offset) {
        return (int) (offset & Integer.BYTES) * Byte.SIZE;
    }
}
