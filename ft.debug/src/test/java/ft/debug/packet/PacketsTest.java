package ft.debug.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Framing, escaping and what a line can do to it. */
class PacketsTest {
    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String framed(String data) {
        return new String(Packets.frame(data), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theChecksumIsTheSumOfTheData() {
        assertThat(framed("OK")).isEqualTo("$OK#9a");
        assertThat(framed("")).isEqualTo("$#00");
    }

    @Test
    void whatHasAMeaningIsEscaped() {
        assertThat(framed("a}#$*b")).isEqualTo("$a}]}\u0003}\u0004}\nb#25");
    }

    @Property
    void everyByteComesThrough(@ForAll byte[] bytes) throws IOException {
        String data = new String(bytes, StandardCharsets.ISO_8859_1);
        Message message = Packets.read(new ByteArrayInputStream(Packets.frame(data)));
        assertThat(message).isEqualTo(new Message.Packet(data));
        assertThat(Message.bytes(data, 0)).isEqualTo(bytes);
    }

    @Test
    void messagesComeOneByOneAndNoiseIsSkipped() throws IOException {
        InputStream in = stream("+\u0003xx$g#67-$?#3f");
        assertThat(Packets.read(in)).isEqualTo(new Message.Acknowledgement(true));
        assertThat(Packets.read(in)).isEqualTo(new Message.Interrupt());
        assertThat(Packets.read(in)).isEqualTo(new Message.Packet("g"));
        assertThat(Packets.read(in)).isEqualTo(new Message.Acknowledgement(false));
        assertThat(Packets.read(in)).isEqualTo(new Message.Packet("?"));
        assertThatThrownBy(() -> Packets.read(in)).isInstanceOf(EOFException.class);
    }

    @Test
    void aWrongChecksumIsNoticed() throws IOException {
        assertThat(Packets.read(stream("$g#68"))).isEqualTo(new Message.Broken());
        assertThat(Packets.read(stream("$g#zz"))).isEqualTo(new Message.Broken());
    }

    @Test
    void aPacketThatWasCutOffIsForgotten() throws IOException {
        assertThat(Packets.read(stream("$m800$g#67"))).isEqualTo(new Message.Packet("g"));
    }

    @Test
    void registersAreWrittenLowestByteFirst() {
        assertThat(Hex.register(0x0123456789abcdefL)).isEqualTo("efcdab8967452301");
        assertThat(Hex.registerValue("efcdab8967452301")).isEqualTo(0x0123456789abcdefL);
        assertThat(Hex.registerValue("01")).isEqualTo(1);
        assertThat(Hex.string(Hex.text("Zürich"))).isEqualTo("Zürich");
        assertThat(Hex.number("ffffffff80000000")).isEqualTo(0xffffffff80000000L);
    }
}
