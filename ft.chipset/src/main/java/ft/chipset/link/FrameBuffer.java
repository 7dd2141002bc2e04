package ft.chipset.link;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over the bytes of a frame, for writing and for reading; reused, so that frames cost no
 * allocation. Numbers are little endian.
 *
 * <p><b>Threading:</b> owned by one thread.
 */
public final class FrameBuffer {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int position;
    private int end;

    /** A buffer to write frames of up to this many bytes into. */
    public FrameBuffer(int capacity) {
        bytes = new byte[capacity];
        end = capacity;
    }

    /** Begins a new frame in the own bytes. */
    public FrameBuffer begin(FrameType type) {
        position = 0;
        return putByte(type.ordinal());
    }

    /** Reads a frame that was received. */
    public FrameBuffer wrap(byte[] buffer, int offset, int length) {
        bytes = buffer;
        position = offset;
        end = offset + length;
        return this;
    }

    /** The bytes under the cursor. */
    public byte[] bytes() {
        return bytes;
    }

    /** The cursor: where the next put or get is. */
    public int position() {
        return position;
    }

    /** Bytes left to read. */
    public int remaining() {
        return end - position;
    }

    /** Appends a byte. */
    public FrameBuffer putByte(int value) {
        bytes[position++] = (byte) value;
        return this;
    }

    /** Appends an int. */
    public FrameBuffer putInt(int value) {
        INT.set(bytes, position, value);
        position += Integer.BYTES;
        return this;
    }

    /** Replaces an int that was appended before. */
    public void putIntAt(int at, int value) {
        INT.set(bytes, at, value);
    }

    /** Appends a long. */
    public FrameBuffer putLong(long value) {
        LONG.set(bytes, position, value);
        position += Long.BYTES;
        return this;
    }

    /** Appends bytes, without their number. */
    public FrameBuffer putBytes(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, bytes, position, length);
        position += length;
        return this;
    }

    /** Appends a text. */
    public FrameBuffer putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return putInt(encoded.length).putBytes(encoded, 0, encoded.length);
    }

    /** Takes a byte. */
    public int getByte() {
        return bytes[position++];
    }

    /** Takes an int. */
    public int getInt() {
        int value = (int) INT.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    /** Takes a long. */
    public long getLong() {
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** Takes bytes. */
    public void getBytes(byte[] target, int offset, int length) {
        System.arraycopy(bytes, position, target, offset, length);
        position += length;
    }

    /** Passes over bytes; the position before them. */
    public int skip(int length) {
        int before = position;
        position += length;
        return before;
    }

    /** Takes a text. */
    public String getText() {
        int length = getInt();
        return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }
}
