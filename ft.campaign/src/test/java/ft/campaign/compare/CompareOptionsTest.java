package ft.campaign.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.verb.VerbException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words after {@code ./ft compare}. */
class CompareOptionsTest {
    private static CompareOptions parse(String... words) throws VerbException {
        return CompareOptions.parse(List.of(words));
    }

    @Test
    void withoutWordsThePatentsCaseScaledDown() throws VerbException {
        CompareOptions options = parse();
        assertThat(options.memory()).containsExactly("64MiB", "256MiB", "1GiB", "4GiB");
        assertThat(options.guest()).isEqualTo("steady");
        assertThat(options.guestArguments()).isEqualTo("rate=20000");
        assertThat(options.strategies()).isEmpty();
        assertThat(options.repeat()).isEqualTo(1);
        assertThat(options.save()).isEmpty();
    }

    @Test
    void everythingTogether() throws VerbException {
        CompareOptions options =
                parse(
                        "--memory=8MiB, 16MiB",
                        "--rate",
                        "500",
                        "--strategies",
                        "trace,checksum",
                        "--dma=1GiB",
                        "--checksum=800MiB",
                        "--repeat",
                        "3",
                        "--save",
                        "out",
                        "--quick");
        assertThat(options.memory()).containsExactly("8MiB", "16MiB");
        assertThat(options.guestArguments()).isEqualTo("rate=500");
        assertThat(options.strategies()).containsExactly("trace", "checksum");
        assertThat(options.dmaRate()).isEqualTo("1GiB");
        assertThat(options.checksumRate()).isEqualTo("800MiB");
        assertThat(options.repeat()).isEqualTo(3);
        assertThat(options.save()).hasValue(Path.of("out"));
    }

    @Test
    void anotherGuestHasArgumentsOfItsOwn() throws VerbException {
        assertThat(parse("--guest", "ledger").guestArguments()).isEmpty();
        assertThat(parse("--guest=ledger", "--args=ws=64").guestArguments()).isEqualTo("ws=64");
    }

    @Test
    void checksumUnitsAreAsFastAsTheirEngines() throws VerbException {
        assertThat(parse().checksumRate()).isEqualTo("8GiB");
        assertThat(parse("--dma=2GiB").checksumRate()).isEqualTo("2GiB");
    }

    @Test
    void quickIsSmall() throws VerbException {
        assertThat(parse("--quick").memory()).containsExactly("4MiB", "16MiB");
    }

    @ParameterizedTest
    @CsvSource({
        "--rate=x, '--rate is a number from 0 to 100000000, not ''x''.'",
        "--repeat=0, '--repeat is a number from 1 to 100, not ''0''.'",
        "--nonsense, './ft compare cannot use ''--nonsense''; ./ft compare --help lists the"
                + " options.'",
        "word, './ft compare cannot use ''word''; ./ft compare --help lists the options.'",
        "--save, 'Option --save of ./ft compare needs a value; ./ft compare --help lists the"
                + " options.'"
    })
    void whatIsWrongIsOneSentence(String word, String sentence) {
        assertThatThrownBy(() -> parse(word))
                .isInstanceOf(VerbException.class)
                .hasMessage(sentence);
    }
}
