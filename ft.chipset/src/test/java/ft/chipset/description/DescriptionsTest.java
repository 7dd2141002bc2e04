package ft.chipset.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ft.api.server.DriverKind;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration and description: what is right comes back, what is wrong gives one sentence. */
class DescriptionsTest {
    private static final String DISK =
            "disk0 io=0 device=virtio-blk base=0x10001000 size=0x1000 irq=1 memory=4MiB";
    private static final String UART =
            "uart0 io=0 device=ns16550a base=0x10000000 size=0x100 irq=10";
    private static final ServerDescription STANDARD = Descriptions.standard("default");

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> map = new LinkedHashMap<>(Descriptions.toMap(STANDARD));
        map.put(name, value);
        return map;
    }

    private static ServerDescription slots(String... lines) throws ServerException {
        return Descriptions.of(with("slots", lines));
    }

    private static void assertSentence(Map<String, Object> configuration, String... parts) {
        assertThatThrownBy(() -> Descriptions.of(configuration))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n", "Exception", "null");
    }

    @Test
    void theDefaultsAreRight() {
        assertThat(STANDARD.systems()).isEqualTo(2);
        assertThat(STANDARD.memoryBytes()).isEqualTo(64L << 20);
        assertThat(STANDARD.quantum()).isEqualTo(32768);
        assertThat(STANDARD.driver()).isEqualTo(DriverKind.PARALLEL);
        assertThat(STANDARD.ioMismatch()).isEqualTo("TRACE");
        assertThat(STANDARD.backgroundShare()).isEqualTo(0.25);
        assertThat(STANDARD.slots()).isEmpty();
    }

    @Test
    void aDescriptionComesBackFromItsConfiguration() throws ServerException {
        ServerDescription described = slots(UART, DISK, UART.replace("uart0 io=0", "uart1 io=1"));
        assertThat(Descriptions.of(Descriptions.toMap(described))).isEqualTo(described);
        assertThat(described.slots()).hasSize(3);
        assertThat(described.slots().get(1).options()).containsExactly(Map.entry("memory", "4MiB"));
        assertThat(described.slots().get(1).interrupt()).isEqualTo(1);
    }

    @Test
    void everyOptionIsInTheConfiguration() {
        TreeSet<String> options =
                Stream.of(ServerConfig.class.getDeclaredMethods())
                        .map(Method::getName)
                        .map(name -> name.replace('_', '.'))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(Descriptions.toMap(STANDARD).keySet())).isEqualTo(options);
    }

    // Each option's bad values

    @ParameterizedTest
    @CsvSource({
        "systems, 1, 3",
        "harts, 1, 4",
        "quantum, 256, 10000000",
        "cyclesPerTick, 1, 1000",
        "ioQueueDepth, 1, 65536",
        "traceEntries, 1, 10000000",
        "traceAlmostFull, 1, 10000000",
        "asyncLimit, 0, 1000000",
        "smiAckLimit, 1, 10000000",
    })
    void aNumberOutOfRange(String option, long least, long most) {
        for (long wrong : new long[] {least - 1, most + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertSentence(with(option, wrong), option + "=" + wrong, least + " to " + most);
        }
        for (String wrong : new String[] {"many", "1.5", "0x", "99999999999999999999", "1 2"}) {
            assertSentence(with(option, wrong), option + "=" + wrong, "whole number");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "systems, 1",
        "systems, 2",
        "harts, 4",
        "quantum, 256",
        "quantum, 10000000",
        "cyclesPerTick, 1",
        "cyclesPerTick, 1000",
        "ioQueueDepth, 65536",
        "asyncLimit, 0"
    })
    void aNumberAtItsLimitIsTaken(String option, String value) throws ServerException {
        ServerDescription taken = Descriptions.of(with(option, value));
        assertThat(Descriptions.toMap(taken).get(option)).hasToString(value);
    }

    @Test
    void theSeedIsAnyWholeNumber() throws ServerException {
        assertThat(Descriptions.of(with("seed", Long.MIN_VALUE)).seed()).isEqualTo(Long.MIN_VALUE);
        assertSentence(with("seed", "lucky"), "seed=lucky", "whole number");
    }

    /** X17: without the CPU-bus comparators there is no access trace, so nothing can trace. */
    @Test
    void whatIsToldOfAnIoMismatchIsWhatIsInForce() throws Exception {
        ServerDescription without =
                Descriptions.vary(
                        STANDARD, Map.of("busComparator", "false", "ioMismatch", "TRACE"));
        assertThat(without.ioMismatch()).isEqualTo("SEPARATE");
        assertThat(Descriptions.vary(without, Map.of("busComparator", "true")).ioMismatch())
                .isEqualTo("TRACE");
        assertThat(Descriptions.vary(without, Map.of("harts", "2")).ioMismatch())
                .isEqualTo("SEPARATE");
        ServerDescription separate = Descriptions.vary(STANDARD, Map.of("ioMismatch", "SEPARATE"));
        assertThat(Descriptions.vary(separate, Map.of("busComparator", "true")).ioMismatch())
                .isEqualTo("SEPARATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paced", "busComparator", "automaticSync"})
    void aFlagIsTrueOrFalse(String option) {
        assertSentence(with(option, "yes"), option + "=yes", "neither true nor false");
    }

    @Test
    void aConstantIsOneOfItsType() throws ServerException {
        assertSentence(
                with("driver", "steam"),
                "driver=steam".toUpperCase().substring(7),
                "PARALLEL",
                "SEQUENTIAL");
        assertThat(Descriptions.of(with("driver", "sequential")).driver())
                .isEqualTo(DriverKind.SEQUENTIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ft.server", "strategy", "processor", "io", "crosslink", "driver", "memory"})
    void aTextThatIsMissing(String option) {
        assertSentence(with(option, " "), "lacks " + option);
        Map<String, Object> without = with(option, "");
        without.remove(option);
        assertSentence(without, "lacks " + option);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "1023KiB", "1048577", "5TiB", "4398046515200", "-1", "lots", "64 MB"})
    void memoryThatIsNotPossible(String size) {
        assertSentence(with("memory", size), "memory=" + size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8589934591GiB", "99999999999999GiB", "999999999999999G"})
    void aSizeBeyondAllNumbers(String size) {
        assertSentence(with("memory", size), "memory=" + size);
    }

    @ParameterizedTest
    @CsvSource({
        "1MiB, 1048576",
        "8GiB, 8589934592",
        "65536k, 67108864",
        "1g, 1073741824",
        "64 mib, 67108864",
        "67108864, 67108864"
    })
    void sizesAreWrittenInManyWays(String size, long bytes) throws ServerException {
        assertThat(Descriptions.of(with("memory", size)).memoryBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.1", "1.01", "NaN", "Infinity", "half"})
    void aShareThatIsNone(String share) {
        assertSentence(with("backgroundShare", share), "backgroundShare=" + share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1048575", "fast", "99999999999999GiB"})
    void aDmaRateThatIsNone(String rate) {
        assertSentence(with("dmaRate", rate), "dmaRate=" + rate);
    }

    @Test
    void aThresholdAboveTheCapacity() {
        Map<String, Object> map = with("traceEntries", 100);
        map.put("traceAlmostFull", 101);
        assertSentence(map, "traceAlmostFull=101", "traceEntries=100", "head-room");
    }

    // Slots

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uart0                                                  | lacks io",
                "uart0 io=0                                             | lacks device",
                "uart0 io=0 device=ns16550a                             | lacks base",
                "uart0 io=0 device=ns16550a base=0                      | lacks size",
                "uart0 io=0 device=ns16550a base=0 size=0x100 what      | 'what' in slot",
                "uart0 io=0 device=ns16550a base=0 size=0x100 =what     | '=what' in slot",
                "uart0 io=zero device=ns16550a base=0 size=0x100        | number is needed",
                "uart0 io=0 device=ns16550a base=0xg size=0x100         | number is needed",
                "uart0 io=0 device=ns16550a base=0 size=99999999999999999999 | number is needed",
                "uart0 io=0 device=ns16550a base=0 size=0x100 irq=ten   | number is needed",
                "uart0 io=2 device=ns16550a base=0 size=0x100           | IO subsystem 2",
                "uart0 io=-1 device=ns16550a base=0 size=0x100          | IO subsystem -1",
            })
    void aSlotThatIsWrong(String line, String part) {
        assertSentence(with("slots", new String[] {line}), "uart0", part);
    }

    @Test
    void aSlotWithoutAnything() {
        assertSentence(with("slots", new String[] {""}), "lacks io");
    }

    @Test
    void twoSlotsOfOneName() {
        assertSentence(with("slots", new String[] {UART, UART}), "Two slots", "uart0");
    }

    @Test
    void oneSlotMayBeGivenWithoutAList() throws ServerException {
        assertThat(Descriptions.of(with("slots", UART)).slots()).hasSize(1);
        assertThat(Descriptions.of(with("slots", "")).slots()).isEmpty();
    }

    @Test
    void aServerOfOneSystemHasOnlyItsOwnSlots() throws ServerException {
        Map<String, Object> map = with("systems", 1);
        map.put("slots", new String[] {UART, DISK.replace("disk0 io=0", "disk1 io=1")});
        assertThat(Descriptions.of(map).slots()).extracting("name").containsExactly("uart0");
    }

    // Variants

    @Test
    void aVariantChangesWhatIsNamedAndNothingElse() throws ServerException {
        ServerDescription base = slots(UART, DISK);
        ServerDescription varied =
                Descriptions.vary(base, Map.of("quantum", "1024", "strategy", "checksum"));
        assertThat(varied.quantum()).isEqualTo(1024);
        assertThat(varied.strategy()).isEqualTo("checksum");
        assertThat(Descriptions.vary(varied, Map.of("quantum", "32768", "strategy", "trace")))
                .isEqualTo(base);
    }

    @Test
    void aVariantOfNothingIsTheSame() throws ServerException {
        ServerDescription base = slots(UART, DISK);
        assertThat(Descriptions.vary(base, Map.of())).isEqualTo(base);
    }

    /** Felix has arrays, Karaf may have collections, and a file of texts has one text. */
    @Test
    void slotsAreWrittenInSeveralWays() throws ServerException {
        ServerDescription expected = slots(UART, DISK);
        for (Object way :
                new Object[] {List.of(UART, DISK), UART + "; " + DISK, UART + "\n" + DISK}) {
            assertThat(Descriptions.of(with("slots", way))).isEqualTo(expected);
        }
        assertThat(slots(UART + " note=\"a;b\"").slots().get(0).options())
                .containsEntry("note", "a;b");
    }

    @Test
    void namesWithADotBelongToOthers() throws ServerException {
        assertThat(Descriptions.of(with("felix.fileinstall.filename", "x"))).isEqualTo(STANDARD);
        assertSentence(with("memori", "1MiB"), "'memori'", "did you mean memory?");
        assertSentence(with("nonsense", "1"), "'nonsense'", "; there are ft.server, systems");
    }

    @Test
    void anUnknownOptionIsNamedWithThoseThereAre() {
        for (String wrong : new String[] {"quantums", "Memory", ""}) {
            assertThatThrownBy(() -> Descriptions.vary(STANDARD, Map.of(wrong, "1")))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll("'" + wrong + "'", "quantum", "slot.NAME.OPTION");
        }
    }

    @Test
    void aVariantThatIsWrongIsSaidLikeADescription() {
        assertThatThrownBy(() -> Descriptions.vary(STANDARD, Map.of("harts", "5")))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("harts=5", "1 to 4");
    }

    @Test
    void anOptionOfASlotCanBeChanged() throws ServerException {
        ServerDescription varied =
                Descriptions.vary(slots(UART, DISK), Map.of("slot.disk0.memory", "8MiB"));
        assertThat(varied.slots().get(1).options()).containsExactly(Map.entry("memory", "8MiB"));
        assertThat(varied.slots().get(0)).isEqualTo(slots(UART).slots().get(0));
    }

    @Test
    void anImageTakesThePlaceOfAMemoryDisk() throws ServerException {
        ServerDescription varied =
                Descriptions.vary(slots(DISK), Map.of("slot.disk0.image", "disk.img"));
        assertThat(varied.slots().get(0).options()).containsExactly(Map.entry("image", "disk.img"));
    }

    @Test
    void anImageMayHaveBlanksInItsPath() throws ServerException {
        ServerDescription varied =
                Descriptions.vary(slots(DISK), Map.of("slot.disk0.image", "/my disks/a b.img"));
        assertThat(varied.slots().get(0).options()).containsEntry("image", "/my disks/a b.img");
        assertThat(Descriptions.of(Descriptions.toMap(varied))).isEqualTo(varied);
    }

    @Test
    void aSlotCanBeAdded() throws ServerException {
        String rest = "io=0 device=htif base=0x102000 size=0x1000 tohost=0x80001000";
        ServerDescription varied = Descriptions.vary(slots(UART), Map.of("slot.htif0", rest));
        assertThat(varied).isEqualTo(slots(UART, "htif0 " + rest));
        assertThatThrownBy(() -> Descriptions.vary(slots(UART), Map.of("slot.htif0", "device=x")))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("htif0", "lacks io");
    }

    @Test
    void aValueWithQuotesIsRefused() {
        assertThatThrownBy(
                        () ->
                                Descriptions.vary(
                                        slots(DISK), Map.of("slot.disk0.image", "a \"b\".img")))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("slot.disk0.image", "quotes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slot.disk9.memory", "slot.disk0", "slot."})
    void aSlotThatIsNotThere(String option) throws ServerException {
        ServerDescription base = slots(UART, DISK);
        assertThatThrownBy(() -> Descriptions.vary(base, Map.of(option, "1")))
                .isInstanceOf(ServerException.class)
                .hasMessageContainingAll("uart0", "disk0");
    }

    // Properties

    @Property(tries = 300)
    void everySizeOfWholePagesIsTaken(@ForAll @IntRange(min = 256, max = 1 << 20) int pages)
            throws ServerException {
        long bytes = pages * 4096L;
        assertThat(Descriptions.of(with("memory", bytes)).memoryBytes()).isEqualTo(bytes);
        assertThat(Descriptions.of(with("memory", pages * 4L + "KiB")).memoryBytes())
                .isEqualTo(bytes);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().withChars("0123456789xkKMmGgiIbB .-+eE\u0663").ofMaxLength(18);
    }

    @Property(tries = 1000)
    void whateverIsGivenAsASizeItIsASizeOrASentence(@ForAll("words") String word) {
        for (String option : new String[] {"memory", "dmaRate", "quantum", "backgroundShare"}) {
            Map<String, Object> map = new HashMap<>(with(option, word));
            Throwable thrown = catchThrowable(() -> Descriptions.of(map));
            if (thrown != null) {
                assertThat(thrown).isExactlyInstanceOf(ServerException.class);
                assertThat(thrown).hasMessageContaining(option);
            }
        }
    }
}
