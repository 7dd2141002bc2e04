package ft.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read. */
class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0,0 ns",
        "999,999 ns",
        "1000,1.000 us",
        "999999,999.999 us",
        "999999999,1.000 s",
        "1234567,1.235 ms",
        "90000000000,90.000 s"
    })
    void spans(long nanos, String text) {
        assertThat(Units.span(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "4096,4 KiB",
        "1536,1.5 KiB",
        "67108864,64 MiB",
        "8589934592,8 GiB"
    })
    void bytes(long value, String text) {
        assertThat(Units.bytes(value)).isEqualTo(text);
    }

    @Property
    void wrappedLinesFitAndNothingIsLost(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 12) Integer> lengths) {
        List<String> parts = lengths.stream().map("x"::repeat).toList();
        String text = Text.wrap("no: ", "; ", parts, 30);
        assertThat(text.lines()).allMatch(line -> line.length() <= 30);
        assertThat(text.replaceAll("\\s+", "")).isEqualTo("no:" + String.join(";", parts));
    }

    @Test
    void progressGrowsAndNeverGoesBack() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ProgressLine line = new ProgressLine(new PrintStream(out), "  ")) {
            line.show("copying", 0.1);
            line.show("copying", 0.05);
            line.show("copying", 0.5);
            line.show("checking", -1);
            line.show("checking", 1);
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "  copying ....25%....50%", "  checking ....25%....50%....75%....100%");
    }

    @Test
    void tablesAlign() {
        Table table = new Table("name", ">number").row("a", 1).row("long", 1000);
        assertThat(table.toString()).isEqualTo("name  number\na          1\nlong    1000");
    }

    @Property
    void numbersAreReadAsTheyAreWritten(@ForAll @LongRange(min = 0) long number) throws Problem {
        assertThat(Arguments.number("it", Long.toString(number))).isEqualTo(number);
        assertThat(Arguments.number("it", "0x" + Long.toHexString(number))).isEqualTo(number);
    }
}
