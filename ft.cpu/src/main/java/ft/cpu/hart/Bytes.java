package ft.cpu.hart;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in a page. */
final class Bytes {
    static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    /** A number of 1, 2, 4 or 8 bytes, zero-extended. */
    static long get(byte[] data, int offset, int size) {
        return switch (size) {
            case 1 -> data[offset] & 0xff;
            case 2 -> (short) SHORT.get(data, offset) & 0xffff;
            case 4 -> (int) INT.get(data, offset) & 0xffffffffL;
            default -> (long) LONG.get(data, offset);
        };
    }

    static void put(byte[] data, int offset, int size, long value) {
        switch (size) {
            case 1 -> data[offset] = (byte) value;
            case 2 -> SHORT.set(data, offset, (short) value);
            case 4 -> INT.set(data, offset, (int) value);
            default -> LONG.set(data, offset, value);
        }
    }
}
