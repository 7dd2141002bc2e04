package ft.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads and writes beside a byte buffer, which knows what little-endian is. */
class ElementsTest {
    private static final int PAGE = 4096;
    private final Random random = new Random(7);
    private final byte[] page = new byte[PAGE];
    private final byte[] right = new byte[PAGE];
    private final ByteBuffer buffer = ByteBuffer.wrap(right).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void whatIsWrittenIsThereAndNowhereElse() {
        for (int round = 0; round < 20_000; round++) {
            int size = 1 << random.nextInt(4);
            // Both ends of the page more often than others.
            int number = random.nextInt(PAGE / size + 200) - 100;
            int offset = Math.max(0, Math.min(number, PAGE / size - 1)) * size;
            long value = random.nextLong();
            switch (size) {
                case 1 -> {
                    Elements.putByte(page, offset, (byte) value);
                    buffer.put(offset, (byte) value);
                    assertThat(Elements.getByte(page, offset)).isEqualTo((byte) value);
                }
                case 2 -> {
                    Elements.putShort(page, offset, (short) value);
                    buffer.putShort(offset, (short) value);
                    assertThat(Elements.getShort(page, offset)).isEqualTo((short) value);
                }
                case 4 -> {
                    Elements.putInt(page, offset, (int) value);
                    buffer.putInt(offset, (int) value);
                    assertThat(Elements.getInt(page, offset)).isEqualTo((int) value);
                }
                default -> {
                    Elements.putLong(page, offset, value);
                    buffer.putLong(offset, value);
                    assertThat(Elements.getLong(page, offset)).isEqualTo(value);
                }
            }
        }
        assertThat(Arrays.mismatch(page, right)).isEqualTo(-1);
    }

    @Test
    void elementsAreFoundByTheirNumbers() {
        long[] numbers = random.longs(TlbTable.SIZE).toArray();
        int[] table = TlbTable.make();
        byte[][] pages = new byte[TlbTable.ENTRIES][];
        Arrays.setAll(pages, index -> new byte[] {(byte) index, (byte) (index >> 8)});
        for (int index = 0; index < TlbTable.SIZE; index++) {
            TlbTable.set(table, index, numbers[index]);
        }
        for (int index = 0; index < TlbTable.SIZE; index++) {
            assertThat(Elements.number(table, index)).isEqualTo(numbers[index]);
        }
        long[] copy = new long[numbers.length];
        for (int index = 0; index < copy.length; index++) {
            Elements.setNumber(copy, index, Elements.number(numbers, index));
        }
        assertThat(copy).isEqualTo(numbers);
        for (int index = 0; index < TlbTable.ENTRIES; index++) {
            assertThat(Elements.page(pages, index)).isSameAs(pages[index]);
        }
    }
}
