package ft.console.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.guest.GuestProgram;
import ft.console.FakeServer;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    @TempDir Path folder;

    private static final VerdictOptions TO_HOST = new VerdictOptions(true, Optional.empty(), 4);

    /** An ELF file that is nothing but its symbols. */
    private static GuestProgram program(Map<String, Long> symbols) {
        StringBuilder names = new StringBuilder("\0");
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        int table = 64 + 2 * 64;
        int strings = table + 24 * symbols.size();
        int at = table;
        for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
            out.putInt(at, names.length()).putShort(at + 6, (short) 1);
            out.putLong(at + 8, symbol.getValue());
            names.append(symbol.getKey()).append('\0');
            at += 24;
        }
        out.putInt(0, 0x464c457f).putLong(40, 64).putShort(60, (short) 2);
        out.putInt(64 + 4, 2).putLong(64 + 24, table).putLong(64 + 32, 24 * symbols.size());
        out.putInt(64 + 40, 1).putInt(128 + 4, 3).putLong(128 + 24, strings);
        out.put(strings, names.toString().getBytes(StandardCharsets.UTF_8));
        return new GuestProgram("some.elf", out.array(), "");
    }

    private static Map<String, Long> symbols(String... names) {
        Map<String, Long> symbols = new LinkedHashMap<>();
        for (String name : names) {
            symbols.put(name, 0x8000_1000L + 0x40 * symbols.size());
        }
        return symbols;
    }

    private static Map<String, String> changes(Verdict verdict) {
        Map<String, String> changes = new HashMap<>();
        verdict.addTo(changes);
        return changes;
    }

    @Test
    void theDeviceIsToldWhereToLook() throws Problem {
        Verdict verdict = new Verdict(program(symbols("tohost", "fromhost")), TO_HOST);
        assertThat(changes(verdict))
                .containsOnlyKeys("slot.htif0")
                .extractingByKey("slot.htif0")
                .asString()
                .endsWith(" tohost=0x80001000 fromhost=0x80001040");
        assertThat(changes(new Verdict(program(symbols("_start", "tohost")), TO_HOST)))
                .extractingByKey("slot.htif0")
                .asString()
                .endsWith(" tohost=0x80001040");
    }

    @Test
    void aProgramWithoutTheSymbolCannotReport() throws Problem {
        assertThatThrownBy(() -> new Verdict(program(symbols("_start")), TO_HOST))
                .hasToString(
                        "some.elf has no symbol tohost; link it with one, and do not strip it.");
        GuestProgram text = new GuestProgram("some.txt", new byte[] {1, 2}, "");
        assertThatThrownBy(() -> new Verdict(text, TO_HOST))
                .hasToString(
                        "some.txt has no symbol tohost; link it with one, and do not strip it.");
    }

    private VerdictOptions signature(int granularity) {
        return new VerdictOptions(
                false, Optional.of(folder.resolve("sig").toString()), granularity);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 00 01 02 03 04 05",
        "4, 03020100 00000504",
        "8, 0000050403020100",
        "2, 0100 0302 0504",
    })
    void theSignatureIsWrittenInLines(int granularity, String lines) throws Exception {
        FakeServer server =
                new FakeServer() {
                    @Override
                    public CompletableFuture<byte[]> memory(int system, long address, int length) {
                        assertThat(address).isEqualTo(0x8000_2000L);
                        byte[] content = new byte[length];
                        for (int i = 0; i < length; i++) {
                            content[i] = (byte) i;
                        }
                        return CompletableFuture.completedFuture(content);
                    }
                };
        Map<String, Long> symbols =
                Map.of("begin_signature", 0x8000_2000L, "end_signature", 0x8000_2006L);
        Verdict verdict = new Verdict(program(symbols), signature(granularity));
        verdict.save(server, 0);
        assertThat(Files.readAllLines(folder.resolve("sig"))).containsExactly(lines.split(" "));
        assertThat(changes(verdict)).isEmpty();
        assertThat(verdict.complaint("fail 3")).isEmpty();
    }

    @Test
    void aSignatureNeedsItsRegionAndAPlace() {
        assertThatThrownBy(() -> new Verdict(program(symbols("begin_signature")), signature(4)))
                .hasMessageContaining("has no symbol end_signature");
        assertThatThrownBy(
                        () ->
                                new Verdict(
                                        program(symbols("end_signature", "begin_signature")),
                                        signature(4)))
                .hasMessageContaining("end_signature has to follow begin_signature");
        VerdictOptions nowhere = new VerdictOptions(false, Optional.of("/no/where/sig"), 4);
        assertThatThrownBy(
                        () ->
                                new Verdict(
                                        program(symbols("begin_signature", "end_signature")),
                                        nowhere))
                .hasToString("There is no folder /no/where for the signature.");
    }

    @Test
    void aFailureIsOneSentence() throws Problem {
        Verdict verdict = new Verdict(program(symbols("tohost")), TO_HOST);
        assertThat(verdict.complaint("pass")).isEmpty();
        assertThat(verdict.complaint("fail 5")).hasValue("Test 5 of some.elf failed.");
        assertThat(verdict.complaint("until"))
                .hasValue("some.elf has not reported through tohost by then.");
    }

    @Test
    void aProgramThatCouldReportHasNotPassedUntilItDoes() throws Problem {
        GuestProgram reports = program(symbols("tohost", "begin_signature", "end_signature"));
        assertThat(new Verdict(reports, signature(4)).complaint("until")).isPresent();
        GuestProgram silent = program(symbols("begin_signature", "end_signature"));
        assertThat(new Verdict(silent, signature(4)).complaint("until")).isEmpty();
    }

    @Test
    void aFolderHasASignatureOfEachProgram() {
        VerdictOptions options = new VerdictOptions(false, Optional.of(folder.toString()), 4);
        assertThat(options.forMany()).isTrue();
        assertThat(options.file("isa/rv64ui-p-add")).hasValue(at("rv64ui-p-add.signature"));
        assertThat(options.file("../I/add-01.elf")).hasValue(at("add-01.signature"));
        assertThat(signature(4).forMany()).isFalse();
        assertThat(signature(4).file("add-01.elf")).hasValue(at("sig"));
        assertThat(TO_HOST.forMany()).isTrue();
        assertThat(TO_HOST.file("add-01.elf")).isEmpty();
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private static Optional<VerdictOptions> options(String... words) throws Problem {
        Arguments arguments = Arguments.of("./ft run", "hint", List.of(words));
        Optional<VerdictOptions> options = VerdictOptions.take(arguments);
        arguments.end();
        return options;
    }

    @Test
    void optionsOfTheCommandLine() throws Problem {
        assertThat(options()).isEmpty();
        assertThat(options("--tohost")).hasValue(TO_HOST);
        assertThat(options("--signature", "f", "--signature-granularity", "8"))
                .hasValue(new VerdictOptions(false, Optional.of("f"), 8));
        assertThatThrownBy(() -> options("--signature-granularity", "4"))
                .hasToString("--signature-granularity needs --signature FILE.");
        assertThatThrownBy(() -> options("--signature", "f", "--signature-granularity", "3"))
                .hasToString(
                        "The number of --signature-granularity is a power of two up to 64, not 3.");
    }
}
