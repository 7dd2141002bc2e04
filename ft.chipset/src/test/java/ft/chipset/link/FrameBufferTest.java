package ft.chipset.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is put into a frame comes out of it, wherever the frame stands. */
class FrameBufferTest {
    @Property(tries = 200)
    void roundTrip(@ForAll byte small, @ForAll int number, @ForAll long wide, @ForAll String text) {
        String clean = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        FrameBuffer out = new FrameBuffer(64 * 1024).begin(FrameType.REPORT);
        out.putByte(small).putInt(number).putLong(wide).putText(clean).putInt(~number);
        byte[] elsewhere = new byte[out.position() + 17];
        System.arraycopy(out.bytes(), 0, elsewhere, 7, out.position());

        FrameBuffer in = new FrameBuffer(0).wrap(elsewhere, 7, out.position());
        assertThat(FrameType.of((byte) in.getByte())).isEqualTo(FrameType.REPORT);
        assertThat(in.getByte()).isEqualTo(small);
        assertThat(in.getInt()).isEqualTo(number);
        assertThat(in.getLong()).isEqualTo(wide);
        assertThat(in.getText()).isEqualTo(clean);
        assertThat(in.remaining()).isEqualTo(Integer.BYTES);
        assertThat(in.getInt()).isEqualTo(~number);
        assertThat(in.remaining()).isZero();
    }

    @Test
    void numbersAreLittleEndian() {
        FrameBuffer out = new FrameBuffer(16).putInt(0x01020304).putLong(0x1122334455667788L);
        assertThat(Arrays.copyOf(out.bytes(), out.position()))
                .containsExactly(4, 3, 2, 1, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11);
    }

    @Test
    void bytesKeepTheirPlace() {
        byte[] source = {9, 1, 2, 3, 9};
        FrameBuffer out = new FrameBuffer(16).putBytes(source, 1, 3).putByte(4);
        FrameBuffer in = new FrameBuffer(0).wrap(out.bytes(), 0, out.position());
        byte[] target = new byte[5];
        in.getBytes(target, 2, 3);
        assertThat(target).containsExactly(0, 0, 1, 2, 3);
        assertThat(in.getByte()).isEqualTo(4);
    }

    @Test
    void aCountCanBePutBeforeWhatIsCounted() {
        FrameBuffer out = new FrameBuffer(32);
        int at = out.position();
        out.putInt(0).putInt(10).putInt(20);
        out.putIntAt(at, 2);
        FrameBuffer in = new FrameBuffer(0).wrap(out.bytes(), 0, out.position());
        assertThat(in.getInt()).isEqualTo(2);
        assertThat(in.skip(Integer.BYTES)).isEqualTo(Integer.BYTES);
        assertThat(in.getInt()).isEqualTo(20);
    }

    @Test
    void beginStartsANewFrame() {
        FrameBuffer out = new FrameBuffer(32);
        out.begin(FrameType.START).putLong(1);
        out.begin(FrameType.CONTENT);
        assertThat(out.position()).isEqualTo(1);
        assertThat(out.bytes()[0]).isEqualTo((byte) FrameType.CONTENT.ordinal());
    }

    @Test
    void everyFrameTypeIsFoundByItsFirstByte() {
        for (FrameType type : FrameType.values()) {
            assertThat(FrameType.of((byte) type.ordinal())).isEqualTo(type);
        }
    }
}
