package ft.device.kit;

import ft.api.fields.StateFields;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.osgi.service.log.LogLevel;

/**
 * A register: what its data sheet says of it, and its value. Made by {@link RegisterBank#register},
 * and described further by the methods that give the register itself back:
 *
 * <pre>{@code
 * private final Register limit =
 *         register(0x8, "LIMIT", Access.READ_WRITE).reset(100).writable(0xFFFF).onWrite(this::restart);
 * }</pre>
 *
 * <p>An access can be narrower than the register. Then it is an access to those bytes alone: a read
 * gives them, a write leaves the others as they are.
 */
public final class Register {
    private final RegisterBank bank;
    private final String name;
    private final long offset;
    private final Access access;
    private int width;
    private long mask;
    private long resetValue;
    private long writable = -1;
    private boolean whole;
    private boolean kept;
    private BooleanSupplier condition;
    private LongSupplier source;
    private LongConsumer sink;
    private LogLevel level;
    private LongFunction<String> words;
    private long value;

    Register(RegisterBank bank, long offset, String name, Access access, int width) {
        this.bank = bank;
        this.offset = offset;
        this.name = Objects.requireNonNull(name);
        this.access = Objects.requireNonNull(access);
        kept = access.keeps();
        width(width);
    }

    /**
     * Sets the width; without it the register is as wide as the bank's registers are.
     *
     * @param bytes 1, 2, 4 or 8; the offset is a multiple of it
     */
    public Register width(int bytes) {
        bank.requireOpen();
        width = bytes;
        mask = bytes == 8 ? -1 : (1L << 8 * bytes) - 1;
        value = resetValue & mask;
        return this;
    }

    /** Sets the reset value; without it, it is 0. */
    public Register reset(long newValue) {
        bank.requireOpen();
        resetValue = newValue;
        value = newValue & mask;
        return this;
    }

    /** Sets the bits that software can write; without it, all. Others are dropped. */
    public Register writable(long bits) {
        bank.requireOpen();
        writable = bits;
        return this;
    }

    /** Takes no narrow writes: they are dropped, for instance because a write starts something. */
    public Register wholeWrites() {
        bank.requireOpen();
        whole = true;
        return this;
    }

    /**
     * Says when the register is there, such as a divisor that a bit of another register shows.
     * Another one can be at the same place at other times.
     */
    public Register when(BooleanSupplier isThere) {
        bank.requireOpen();
        condition = isThere;
        return this;
    }

    /** Gives what is read, in place of the value that is kept. Called once for each read. */
    public Register onRead(LongSupplier reader) {
        bank.requireOpen();
        source = reader;
        return this;
    }

    /**
     * Says what a write does, beyond a change of the value. Called when the value has changed, with
     * what was written: the bits that can be written, of the bytes that the access has.
     */
    public Register onWrite(LongConsumer writer) {
        bank.requireOpen();
        sink = writer;
        return this;
    }

    /**
     * Keeps no value: what is read is made, and what is written is taken, by the device. Such a
     * register is not part of the state; what it shows is.
     */
    public Register computed(LongSupplier reader, LongConsumer writer) {
        kept = false;
        return onRead(reader).onWrite(writer);
    }

    /** Tells every write, with the value that it leaves, to whoever listens to the device's log. */
    public Register logged(LogLevel at) {
        return logged(at, now -> "%s = 0x%x".formatted(name, now));
    }

    /** Tells every write, in words that are made of the value that it leaves. */
    public Register logged(LogLevel at, LongFunction<String> inWords) {
        bank.requireOpen();
        level = at;
        words = inWords;
        return this;
    }

    /**
     * Keeps the value out of the device's state: it is the same in every device of this version.
     */
    Register constant() {
        kept = false;
        return this;
    }

    /** Its name, as in the data sheet. */
    public String name() {
        return name;
    }

    /** Where it begins, in bytes from the start of the window. */
    public long offset() {
        return offset;
    }

    /** Its width in bytes. */
    public int width() {
        return width;
    }

    /** What software can do with it. */
    public Access access() {
        return access;
    }

    /** Its reset value. */
    public long resetValue() {
        return resetValue & mask;
    }

    /** The value that is kept. */
    public long get() {
        return value;
    }

    /** The value that is kept, as a number with a sign of 32 bits. */
    public int getInt() {
        return (int) value;
    }

    /** Changes the value; the device itself may change all of it. */
    public void set(long newValue) {
        value = newValue & mask;
    }

    /** Sets bits. */
    public void raise(long bits) {
        value |= bits & mask;
    }

    /** Clears bits. */
    public void clear(long bits) {
        value &= ~bits;
    }

    /** Whether any of these bits is set. */
    public boolean has(long bits) {
        return (value & bits) != 0;
    }

    void requireWidth() {
        boolean known = width == 1 || width == 2 || width == 4 || width == 8;
        if (!known || offset % width != 0) {
            throw new IllegalStateException(
                    "Register %s at 0x%x cannot be %d bytes wide.".formatted(name, offset, width));
        }
    }

    boolean isThere() {
        return condition == null || condition.getAsBoolean();
    }

    boolean isConditional() {
        return condition != null;
    }

    boolean answers(boolean write) {
        return write ? access.isWritable() : access.isReadable();
    }

    long end() {
        return offset + width;
    }

    void toResetValue() {
        value = resetValue & mask;
    }

    void state(StateFields fields) {
        if (kept) {
            value = fields.number(name, value) & mask;
        }
    }

    /** Reads some bytes of it, which stay at their places. */
    long read(long lanes) {
        if (access == Access.WRITE_ONLY) {
            bank.tell(this, "is read, but can only be written");
            return 0;
        }
        long read = source == null ? value : source.getAsLong();
        if (access == Access.READ_TO_CLEAR) {
            value &= ~lanes;
        } else if (access == Access.RESERVED) {
            bank.tell(this, "is reserved, but is read");
        }
        return read & lanes & mask;
    }

    /** Writes some bytes of it, which are at their places. */
    void write(long lanes, long data) {
        if (!access.isWritable()) {
            bank.tell(
                    this,
                    "is written, but "
                            + (access == Access.RESERVED ? "is reserved" : "can only be read"));
            return;
        }
        if ((whole || bank.takesWholeWrites()) && (lanes & mask) != mask) {
            bank.tell(this, "is written in part, which does nothing");
            return;
        }
        long bits = lanes & mask & writable;
        long written = data & bits;
        if (written != (data & lanes & mask)) {
            bank.tell(this, "has bits set that cannot be written");
        }
        switch (access) {
            case READ_WRITE -> value = value & ~bits | written;
            case WRITE_1_TO_CLEAR -> value &= ~written;
            case WRITE_1_TO_SET -> value |= written;
            default -> {
                // WRITE_ONLY keeps nothing.
            }
        }
        if (sink != null) {
            sink.accept(written);
        }
        if (level != null) {
            long now = access == Access.WRITE_ONLY ? written : value;
            bank.log(level, () -> words.apply(now));
        }
    }

    @Override
    public String toString() {
        return "%s at 0x%x".formatted(name, offset);
    }
}
