package ft.io.support;

/**
 * Gives a bank of 32 bit registers the other access widths: a narrow read takes its part of the
 * register, a wide access is two accesses, lower address first. A narrow write is dropped, because
 * what it would do to the rest of the register is undefined.
 */
public interface WordRegisters {
    /** Reads the register at a multiple of 4. */
    int readWord(int offset);

    /** Writes the register at a multiple of 4. */
    void writeWord(int offset, int value);

    /** Reads with any width. */
    default long readAny(long offset, int size) {
        int at = (int) offset & ~3;
        long low = Integer.toUnsignedLong(readWord(at));
        if (size == 8) {
            return low | Integer.toUnsignedLong(readWord(at + 4)) << 32;
        }
        return low >>> 8 * ((int) offset & 3);
    }

    /** Writes with any width. */
    default void writeAny(long offset, int size, long value) {
        if (size < 4) {
            return;
        }
        writeWord((int) offset, (int) value);
        if (size == 8) {
            writeWord((int) offset + 4, (int) (value >>> 32));
        }
    }
}
