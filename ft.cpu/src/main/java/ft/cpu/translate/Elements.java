package ft.cpu.translate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteOrder;
import sun.misc.Unsafe;

/**
 * Elements of arrays at places that cannot be out of bounds, because of how they are computed: by
 * numbers of entries of the software TLB, which are masked, by addresses in a page, which are
 * masked and aligned, and by what is in micro-ops. So Java need not look at the bounds: three times
 * for a load, with an array's length to be fetched for each, which was half of what a load cost.
 *
 * <p>The JVM has a way for that which it may take away some day ({@link Unsafe}). Where it is not
 * there, or {@code -Dft.cpu.checked=true} is set, everything is checked.
 */
public final class Elements {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_32 = 0xffffffffL;

    private static final Unsafe UNSAFE = Boolean.getBoolean("ft.cpu.checked") ? null : unsafe();
    private static final boolean UNCHECKED = UNSAFE != null;

    private static final long NUMBERS = UNCHECKED ? Unsafe.ARRAY_INT_BASE_OFFSET : 0;
    private static final long LONGS = UNCHECKED ? Unsafe.ARRAY_LONG_BASE_OFFSET : 0;
    private static final long BYTES = UNCHECKED ? Unsafe.ARRAY_BYTE_BASE_OFFSET : 0;
    private static final long PAGES = UNCHECKED ? Unsafe.ARRAY_OBJECT_BASE_OFFSET : 0;
    private static final long REFERENCE = UNCHECKED ? Unsafe.ARRAY_OBJECT_INDEX_SCALE : 0;

    private Elements() {}

    // What is there is tried: a JVM may have it, and refuse to do it.
    private static Unsafe unsafe() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return null;
        }
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            Unsafe unsafe = (Unsafe) field.get(null);
            int[] two = {1, 2, 3, 4};
            long second = unsafe.getLong(two, Unsafe.ARRAY_INT_BASE_OFFSET + (long) Long.BYTES);
            return second == checked(two, 1) ? unsafe : null;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException notThere) {
            return null;
        }
    }

    /** A number of 64 bits, which takes two elements. */
    static long number(int[] numbers, long index) {
        return UNCHECKED
                ? UNSAFE.getLong(numbers, NUMBERS + (index << 3))
                : checked(numbers, (int) index);
    }

    private static long checked(int[] numbers, int index) {
        return numbers[2 * index] & LOW_32 | (long) numbers[2 * index + 1] << 32;
    }

    static void setNumber(int[] numbers, long index, long value) {
        if (UNCHECKED) {
            UNSAFE.putLong(numbers, NUMBERS + (index << 3), value);
            return;
        }
        setChecked(numbers, (int) index, value);
    }

    private static void setChecked(int[] numbers, int index, long value) {
        numbers[2 * index] = (int) value;
        numbers[2 * index + 1] = (int) (value >> 32);
    }

    /** A number of an array of such. */
    public static long number(long[] numbers, long index) {
        return UNCHECKED ? UNSAFE.getLong(numbers, LONGS + (index << 3)) : numbers[(int) index];
    }

    /** Sets it. */
    public static void setNumber(long[] numbers, long index, long value) {
        if (UNCHECKED) {
            UNSAFE.putLong(numbers, LONGS + (index << 3), value);
            return;
        }
        numbers[(int) index] = value;
    }

    /** A page; what it is, is not looked at before it is read or written. */
    static Object page(byte[][] pages, long index) {
        return UNCHECKED ? UNSAFE.getObject(pages, PAGES + index * REFERENCE) : pages[(int) index];
    }

    static byte getByte(Object page, long offset) {
        return UNCHECKED ? UNSAFE.getByte(page, BYTES + offset) : ((byte[]) page)[(int) offset];
    }

    static short getShort(Object page, long offset) {
        return UNCHECKED
                ? UNSAFE.getShort(page, BYTES + offset)
                : (short) SHORT.get((byte[]) page, (int) offset);
    }

    static int getInt(Object page, long offset) {
        return UNCHECKED
                ? UNSAFE.getInt(page, BYTES + offset)
                : (int) INT.get((byte[]) page, (int) offset);
    }

    static long getLong(Object page, long offset) {
        return UNCHECKED
                ? UNSAFE.getLong(page, BYTES + offset)
                : (long) LONG.get((byte[]) page, (int) offset);
    }

    static void putByte(Object page, long offset, byte value) {
        if (UNCHECKED) {
            UNSAFE.putByte(page, BYTES + offset, value);
            return;
        }
        ((byte[]) page)[(int) offset] = value;
    }

    static void putShort(Object page, long offset, short value) {
        if (UNCHECKED) {
            UNSAFE.putShort(page, BYTES + offset, value);
            return;
        }
        SHORT.set((byte[]) page, (int) offset, value);
    }

    static void putInt(Object page, long offset, int value) {
        if (UNCHECKED) {
            UNSAFE.putInt(page, BYTES + offset, value);
            return;
        }
        INT.set((byte[]) page, (int) offset, value);
    }

    static void putLong(Object page, long offset, long value) {
        if (UNCHECKED) {
            UNSAFE.putLong(page, BYTES + offset, value);
            return;
        }
        LONG.set((byte[]) page, (int) offset, value);
    }
}
