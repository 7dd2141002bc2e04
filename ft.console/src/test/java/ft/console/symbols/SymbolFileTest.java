package ft.console.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.console.text.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbols come out of files as they are in there. */
class SymbolFileTest {
    private static final long KERNEL = 0xffff_ffff_8000_0000L;

    @TempDir Path folder;

    private SymbolTable read(String name, byte[] content) throws Exception {
        return SymbolFile.read(Files.write(folder.resolve(name), content), 0);
    }

    @Test
    void namesOfAddresses() {
        SymbolTable table =
                new SymbolTable(
                        "test",
                        List.of(
                                new Symbol(0x2000, 4, "data", Symbol.Kind.DATA),
                                new Symbol(0x1000, 0x10, "label", Symbol.Kind.PLACE),
                                new Symbol(0x1000, 0x10, "function", Symbol.Kind.CODE),
                                new Symbol(KERNEL, 0, "high", Symbol.Kind.CODE)));
        assertThat(table.describe(0xfff)).isEmpty();
        assertThat(table.describe(0x1000)).contains("function");
        assertThat(table.describe(0x1fff)).contains("function+0xfff");
        assertThat(table.describe(0x2001)).contains("data+0x1");
        assertThat(table.describe(0x8000_0000L)).isEmpty();
        assertThat(table.describe(KERNEL + 0x12)).contains("high+0x12");
        assertThat(table.find("data")).hasValue(0x2000);
        assertThat(table.find("nothing")).isEmpty();
    }

    @Test
    void listingsOfTheKernel() throws Exception {
        SymbolTable table =
                read(
                        "kallsyms",
                        ("# cat /proc/kallsyms\r\n"
                                        + "ffffffff80000000 T _start\r\n"
                                        + "ffffffff01000010 t md_probe\t[md_mod]\r\n")
                                .getBytes());
        assertThat(table.describe(KERNEL + 4)).contains("_start+0x4");
        assertThat(table.describe(0xffff_ffff_0100_0012L)).contains("md_probe [md_mod]+0x2");
        assertThatThrownBy(() -> read("hidden", "0000000000000000 T _start\n".getBytes()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("kptr_restrict");
        assertThatThrownBy(() -> read("none", "no symbols\n".getBytes()))
                .hasMessageStartingWith("none has no symbols");
    }

    /** An order of the tables for kernels from 6.4 on, and one for those before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKernelTellsItsOwn(boolean offsetsBehind) throws Exception {
        KernelMaker maker = new KernelMaker();
        for (int number = 0; number < 600; number++) {
            maker.symbol(number % 3 == 0 ? 'T' : 'd', "number_" + number, 8 * number);
        }
        maker.symbol('T', "_start", 5000);
        byte[] image = maker.image(KERNEL, offsetsBehind);
        SymbolTable table = read("Image", image);
        assertThat(table.size()).isEqualTo(2 * 601);
        assertThat(table.describe(KERNEL + 8 * 599 + 2)).contains("number_599+0x2");
        // And where it was loaded, with its first byte at 0x80200000.
        assertThat(table.describe(0x8020_0000L)).contains("_start");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(image);
        }
        assertThat(read("Image.gz", zipped.toByteArray()).symbols()).isEqualTo(table.symbols());
        // One that is relocated when it starts has no base yet.
        byte[] relocated = maker.image(0, offsetsBehind);
        assertThat(read("Image", relocated).symbols()).isEqualTo(table.symbols());
    }

    @Test
    void aKernelWithoutTablesHasNoSymbols() throws Exception {
        byte[] image = new KernelMaker().image(KERNEL, true);
        assertThatThrownBy(() -> read("Image", image)).hasMessageContaining("has no symbols");
    }

    @Test
    void whatIsWrittenForDebuggersIsReadAgain() throws Exception {
        SymbolTable table =
                new SymbolTable(
                        "test",
                        List.of(
                                new Symbol(0x8000_0000L, 0, "_start", Symbol.Kind.PLACE),
                                new Symbol(0x8000_0100L, 32, "main", Symbol.Kind.CODE),
                                new Symbol(KERNEL, 0, "high", Symbol.Kind.CODE),
                                new Symbol(KERNEL + 8, 8, "jiffies", Symbol.Kind.DATA)));
        assertThat(read("test.elf", table.elf()).symbols()).isEqualTo(table.symbols());
    }

    @Test
    void aDebuggerFindsThem() throws Exception {
        SymbolTable table =
                new SymbolTable(
                        "test",
                        List.of(
                                new Symbol(0x8000_0000L, 0, "_start", Symbol.Kind.CODE),
                                new Symbol(KERNEL + 0x100, 0, "do_trap", Symbol.Kind.CODE),
                                new Symbol(KERNEL + 0x180, 0, "next", Symbol.Kind.CODE)));
        Path file = Files.write(folder.resolve("test.elf"), table.elf());
        Process gdb;
        try {
            gdb =
                    new ProcessBuilder(
                                    "gdb-multiarch",
                                    "-batch",
                                    "-nx",
                                    "-ex",
                                    "info symbol 0xffffffff80000112",
                                    "-ex",
                                    "info address _start",
                                    file.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "gdb-multiarch is not installed");
            return;
        }
        String said = new String(gdb.getInputStream().readAllBytes());
        assertThat(gdb.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("do_trap + 18 in section .text", "0x80000000");
    }
}
