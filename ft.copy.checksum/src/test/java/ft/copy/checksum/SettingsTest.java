package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import ft.api.copy.CopyStrategy;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SettingsTest {
    private final TestMachine machine = new TestMachine(4);

    @Test
    void anUnknownHashIsOneSentenceWithTheKnownOnes() {
        CopyStrategy strategy = new ExactChecksumStrategy(Options.defaults().hash("md6"));
        assertThatThrownBy(() -> strategy.open(machine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Option hash of ft.copy.checksum is \"md6\", which is not known; known are"
                                + " adler32, crc32, crc32c, farmHashFingerprint64, fingerprint2011,"
                                + " md5, murmur3_128, murmur3_32, sha1, sha256, sha384, sha512,"
                                + " sipHash24");
        // It differs from run to run.
        assertThatThrownBy(
                        () ->
                                new LiteralChecksumStrategy(Options.defaults().hash("goodFastHash"))
                                        .open(machine))
                .hasMessageStartingWith("Option hash of ft.copy.checksum is \"goodFastHash\"");
    }

    @Test
    void otherUnknownValuesAreOneSentence() {
        assertThatThrownBy(() -> Settings.of(new Options("crc32c", "later", "ascending")))
                .hasMessage(
                        "Option second.sums of ft.copy.checksum is \"later\", which is not known;"
                                + " known are deferred, interleaved");
        assertThatThrownBy(() -> Settings.of(new Options("crc32c", "deferred", "up")))
                .hasMessage(
                        "Option order of ft.copy.checksum is \"up\", which is not known; known are"
                                + " ascending, quiet-first");
    }

    @Test
    void defaultsAreTheEnginesUnitAndDeferredSums() {
        Settings settings = Settings.of(Options.defaults());
        assertThat(settings.hash()).isEqualTo("crc32c");
        assertThat(settings.interleaved()).isFalse();
        assertThat(settings.quietFirst()).isTrue();
        new Resynchronization(new ExactChecksumStrategy(Options.defaults()), machine, () -> {})
                .run();
        assertThat(machine.reads).isZero();
    }

    @Test
    void aNewSessionTakesNewValuesAndARunningOneKeepsIts() {
        ExactChecksumStrategy exact = new ExactChecksumStrategy(Options.defaults());
        Resynchronization before = new Resynchronization(exact, machine, () -> {});
        exact.modified(Options.defaults().hash("sha256"));
        before.online();
        assertThat(machine.reads).isZero();
        TestMachine other = new TestMachine(4);
        new Resynchronization(exact, other, () -> {}).online();
        assertThat(other.reads).isEqualTo(8);

        LiteralChecksumStrategy literal = new LiteralChecksumStrategy(Options.defaults());
        literal.modified(Options.defaults().hash("md5"));
        TestMachine third = new TestMachine(4);
        new Resynchronization(literal, third, () -> {}).online();
        assertThat(third.reads).isEqualTo(8);
    }

    @Test
    void summariesAreThoseOfTheNamedFunctions() {
        byte[] page = machine.content(machine.online, 2);
        assertThat(sum("sha256")).isEqualTo(Hashing.sha256().hashBytes(page).asLong());
        assertThat(sum("murmur3_128")).isEqualTo(Hashing.murmur3_128().hashBytes(page).asLong());
        assertThat(sum("crc32")).isEqualTo(Hashing.crc32().hashBytes(page).padToLong());
        assertThat(sum("crc32c"))
                .isEqualTo(Integer.toUnsignedLong(Hashing.crc32c().hashBytes(page).asInt()));
        assertThat(Summaries.names().stream().map(this::sum).distinct()).hasSize(13);
    }

    private long sum(String name) {
        machine.counts[TestMachine.Kind.SUM.ordinal()][2] = 0;
        return Summaries.named(name).open(machine).of(2);
    }

    @Test
    void onlyTheLiteralStrategyRepairs() {
        assertThat(new LiteralChecksumStrategy(Options.defaults()).repairs()).isTrue();
        assertThat(new ExactChecksumStrategy(Options.defaults()).repairs()).isFalse();
        assertThat(new LiteralChecksumStrategy(Options.defaults()).description()).contains("P17");
        assertThat(new ExactChecksumStrategy(Options.defaults()).description())
                .contains("P17")
                .doesNotContain("\n");
    }

    @Test
    void figuresAndClosing() {
        Resynchronization run =
                new Resynchronization(
                        new ExactChecksumStrategy(Options.defaults()), machine, () -> {});
        run.run();
        run.session.close();
        run.session.close();
        assertThat(run.session.figures())
                .containsOnlyKeys(
                        "firstSums",
                        "secondSums",
                        "list35",
                        "list36",
                        "undetectedBySums",
                        "staleFound",
                        "repaired");
        assertThat(run.session.figures()).containsEntry("list35", 4L);
        assertThat(
                        new LiteralChecksumStrategy(Options.defaults())
                                .open(new TestMachine(2))
                                .figures())
                .doesNotContainKey("undetectedBySums");
    }

    /** What a configuration tool offers is what is known. */
    @Test
    void metatypeOffersAllHashes() throws Exception {
        try (InputStream in =
                getClass()
                        .getResourceAsStream(
                                "/OSGI-INF/metatype/ft.copy.checksum.ChecksumOptions.xml")) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            NodeList attributes = document.getElementsByTagName("AD");
            Element hash = null;
            for (int i = 0; i < attributes.getLength(); i++) {
                Element attribute = (Element) attributes.item(i);
                if (attribute.getAttribute("id").equals("hash")) {
                    hash = attribute;
                }
            }
            NodeList options = hash.getElementsByTagName("Option");
            List<String> values = new ArrayList<>();
            for (int i = 0; i < options.getLength(); i++) {
                values.add(((Element) options.item(i)).getAttribute("value"));
            }
            assertThat(values).containsExactlyElementsOf(Summaries.names());
        }
    }
}
