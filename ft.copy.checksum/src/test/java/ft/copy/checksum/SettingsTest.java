package ft.copy.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import ft.api.copy.CopyStrategy;
import ft.api.copy.MemoList;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What can be configured, and what the strategies say of themselves. */
class SettingsTest {
    private final TestMachine machine = new TestMachine(4);

    private static Settings settings(Options options) {
        return Settings.of(Method.VERSIONS, Choices.of(options));
    }

    @Test
    void anUnknownHashIsOneSentenceWithTheKnownOnes() {
        CopyStrategy strategy = Way.VERSIONS.strategy(Options.defaults().hash("md6"));
        assertThatThrownBy(() -> strategy.open(machine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Option hash of ft.copy.checksum is \"md6\", which is not known here; known"
                                + " are additive, adler32, crc32, crc32c, crcPair,"
                                + " farmHashFingerprint64, fingerprint2011, md5, murmur3_128,"
                                + " murmur3_32, sha1, sha256, sha384, sha512, sipHash24");
        // It differs from run to run.
        assertThatThrownBy(
                        () ->
                                Way.LITERAL
                                        .strategy(Options.defaults().hash("goodFastHash"))
                                        .open(machine))
                .hasMessageStartingWith("Option hash of ft.copy.checksum is \"goodFastHash\"");
    }

    /** Both sides make third sums, so software of one side does not do. */
    @Test
    void thirdSumsNeedAHashOfTheEngine() {
        CopyStrategy strategy = Way.THIRD_SUMS.strategy(Options.defaults().hash("md5"));
        assertThatThrownBy(() -> strategy.open(machine))
                .hasMessage(
                        "Option hash of ft.copy.checksum is \"md5\", which is not known here; known"
                                + " are crc32c, crcPair, sha256");
    }

    @Test
    void otherUnknownValuesAreOneSentence() {
        assertThatThrownBy(() -> settings(Options.defaults().secondSums("later")))
                .hasMessage(
                        "Option second.sums of ft.copy.checksum is \"later\", which is not known"
                                + " here; known are deferred, interleaved");
        assertThatThrownBy(() -> settings(Options.defaults().order("up")))
                .hasMessage(
                        "Option order of ft.copy.checksum is \"up\", which is not known here; known"
                                + " are ascending, quiet-first");
        assertThatThrownBy(() -> settings(Options.defaults().compareWith("second")))
                .hasMessage(
                        "Option compare.with of ft.copy.checksum is \"second\", which is not known"
                                + " here; known are copied, first");
        assertThatThrownBy(
                        () ->
                                Settings.of(
                                        Method.ITERATE,
                                        Choices.of(Options.defaults().rounds(-1, 0))))
                .hasMessage("Option rounds of ft.copy.checksum is -1; it must not be below 0");
        assertThatThrownBy(() -> settings(Options.defaults().rounds(0, -2)))
                .hasMessage("Option enough of ft.copy.checksum is -2; it must not be below 0");
    }

    @Test
    void defaultsAreTheEnginesUnitAndDeferredSums() {
        Settings settings = settings(Options.defaults());
        assertThat(settings.interleaved()).isFalse();
        assertThat(settings.quietFirst()).isTrue();
        assertThat(settings.sumOfCopy()).isFalse();
        assertThat(settings.rounds()).as("only where it iterates").isZero();
        assertThat(settings.demand()).isFalse();
        assertThat(Settings.of(Method.ITERATE, Choices.of(Options.defaults())))
                .extracting(Settings::rounds, Settings::enough)
                .containsExactly(8, 16);
        new Resynchronization(Way.VERSIONS.strategy(Options.defaults()), machine, () -> {}).run();
        assertThat(machine.reads).isZero();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aNewSessionTakesNewValuesAndARunningOneKeepsIts(Way way) {
        ChecksumStrategy strategy = (ChecksumStrategy) way.strategy(Options.defaults());
        Resynchronization before = new Resynchronization(strategy, machine, () -> {});
        strategy.modified(Options.defaults().secondSums("later"));
        before.online();
        assertThatThrownBy(() -> strategy.open(machine)).hasMessageContaining("\"later\"");
        strategy.modified(Options.defaults());
        strategy.open(machine).close();
    }

    @Test
    void summariesAreThoseOfTheNamedFunctions() {
        byte[] page = machine.content(machine.online, 2);
        assertThat(sum("sha512")).isEqualTo(Hashing.sha512().hashBytes(page).asLong());
        assertThat(sum("murmur3_128")).isEqualTo(Hashing.murmur3_128().hashBytes(page).asLong());
        assertThat(sum("crc32")).isEqualTo(Hashing.crc32().hashBytes(page).padToLong());
        assertThat(sum("crc32c"))
                .isEqualTo(Integer.toUnsignedLong(Hashing.crc32c().hashBytes(page).asInt()));
        page[3] = (byte) 0x90;
        page[7] = (byte) 0x91;
        System.arraycopy(page, 0, machine.online, 2 * TestMachine.PAGE_SIZE, page.length);
        assertThat(sum("additive")).isEqualTo((0x9000_0002L + 0x9100_0000L) & 0xffff_ffffL);
        assertThat(sum("crcPair")).isNotEqualTo(sum("crc32c"));
        assertThat(Summaries.names()).hasSize(15);
    }

    private long sum(String name) {
        return Summaries.named(name).open(machine).of(2);
    }

    /** What holds by construction is told by the strategies themselves. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsNotExactRepairs(Way way) {
        CopyStrategy strategy = way.strategy(Options.defaults());
        assertThat(strategy.repairs()).isEqualTo(!way.exact || way == Way.HYBRID);
        assertThat(strategy.description()).contains("P17").doesNotContain("\n");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void figuresListsAndClosing(Way way) {
        Resynchronization run =
                new Resynchronization(way.strategy(Options.defaults()), machine, () -> {});
        run.run();
        assertThat(run.session.lists()).extracting(MemoList::length).containsExactly(4, 0);
        List<String> keys =
                new ArrayList<>(
                        List.of(
                                "firstSums",
                                "secondSums",
                                "list35",
                                "list36",
                                "undetectedBySums",
                                "staleFound",
                                "repaired"));
        switch (way) {
            case ITERATE, HYBRID -> keys.add(2, "rounds");
            case THIRD_SUMS -> keys.add(2, "thirdSums");
            case DEMAND -> keys.add("demanded");
            case CONTENT -> keys.add("heldPages");
            default -> {}
        }
        Map<String, Long> figures = run.session.figures();
        assertThat(figures.keySet()).containsExactlyElementsOf(keys);
        assertThat(figures).containsEntry("list35", 4L).containsEntry("firstSums", 4L);
        if (way == Way.THIRD_SUMS) {
            assertThat(figures).containsEntry("thirdSums", 4L);
        }
        if (way == Way.CONTENT) {
            assertThat(figures).as("a third storage, J8").containsEntry("heldPages", 4L);
        }
        run.session.close();
        run.session.close();
        assertThat(run.session.figures()).doesNotContainKey("heldPages");
        assertThat(machine.steps)
                .containsExactly(
                        "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S11", "S12", "S13", "S16",
                        "S14");
    }

    /** What a configuration tool offers is what is known. */
    @Test
    void metatypeOffersWhatIsKnown() throws Exception {
        assertThat(offered("ChecksumOptions", "hash")).containsExactlyElementsOf(Summaries.names());
        assertThat(offered("VariantOptions", "window"))
                .containsExactlyElementsOf(VariantStrategy.windows());
        assertThat(offered("VariantOptions", "detector"))
                .containsExactlyElementsOf(VariantStrategy.detectors());
    }

    private Collection<String> offered(String type, String option) throws Exception {
        String name = "/OSGI-INF/metatype/ft.copy.checksum." + type + ".xml";
        try (InputStream in = getClass().getResourceAsStream(name)) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            NodeList attributes = document.getElementsByTagName("AD");
            for (int i = 0; i < attributes.getLength(); i++) {
                Element attribute = (Element) attributes.item(i);
                if (attribute.getAttribute("id").equals(option)) {
                    NodeList options = attribute.getElementsByTagName("Option");
                    List<String> values = new ArrayList<>();
                    for (int k = 0; k < options.getLength(); k++) {
                        values.add(((Element) options.item(k)).getAttribute("value"));
                    }
                    return values;
                }
            }
        }
        throw new AssertionError("There is no option " + option);
    }
}
