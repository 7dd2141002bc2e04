package ft.cpu.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.cpu.hart.HartText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instructions read as the GNU tools have them. */
class DisassemblyTest {
    private static final String TOOLS = "riscv64-unknown-elf-";
    private static final int EACH = 8;

    private final HartText words = new HartText();

    @TempDir Path folder;

    @Test
    void someOfEachKind() {
        assertThat(words.text(0x8000_0000L, 0xff010113)).isEqualTo("addi sp,sp,-16");
        assertThat(words.text(0x8000_0000L, 0x1141)).isEqualTo("addi sp,sp,-16");
        assertThat(words.text(0x8000_0000L, 0x00813083)).isEqualTo("ld ra,8(sp)");
        assertThat(words.text(0x8000_0000L, 0xfe0718e3)).isEqualTo("bne a4,zero,0x7ffffff0");
        assertThat(words.text(0, 0x30529073)).isEqualTo("csrrw zero,mtvec,t0");
        assertThat(words.text(0, 0x30047073)).isEqualTo("csrrci zero,mstatus,8");
        assertThat(words.text(0, 0xffffffff)).isEqualTo(".4byte 0xffffffff");
        assertThat(words.text(0, 0)).isEqualTo(".2byte 0x0");
        assertThat(words.written(0x1141)).containsExactly("x2");
        assertThat(words.written(0x30529073)).containsExactly("mtvec");
        assertThat(words.written(0x34202573)).containsExactly("x10"); // csrr a0,mcause
        assertThat(words.written(0x00813027)).isEmpty(); // fsd
    }

    @Test
    void everyInstructionReadsAsTheGnuToolsHaveIt() throws Exception {
        Random random = new Random(1);
        List<Integer> instructions = new ArrayList<>();
        StringBuilder source = new StringBuilder();
        for (InstructionForm form : InstructionSet.FORMS) {
            for (int number = 0; number < EACH; number++) {
                // Fences of nothing and CSRs without a name have no names there either.
                int bits = form.name().equals("fence") ? 0x01200000 : random.nextInt();
                int word = form.match() | bits & ~form.mask();
                if (form.name().startsWith("csr")) {
                    word = word & 0xfffff | 0x340 << 20;
                } else if (form.name().equals("fence.i")) {
                    word = form.match();
                }
                if (InstructionSet.find(word) == form) {
                    instructions.add(word);
                    source.append(".insn 0x").append(Integer.toHexString(word)).append('\n');
                }
            }
        }
        Path assembler = Files.writeString(folder.resolve("all.s"), source);
        Path object = folder.resolve("all.o");
        run("as", "-march=rv64gc_zba_zbb_zbs", "-o", object.toString(), assembler.toString());
        List<String> theirs = new ArrayList<>();
        for (String line :
                run("objdump", "-d", "-M", "no-aliases", object.toString()).split("\n")) {
            String[] columns = line.split("\t");
            if (columns.length >= 3) {
                String operands = columns.length > 3 ? " " + columns[3] : "";
                theirs.add(columns[2].strip() + operands.replaceAll(" [<#].*", ""));
            }
        }
        assertThat(theirs).hasSameSizeAs(instructions);
        List<String> ours = new ArrayList<>();
        for (int i = 0; i < theirs.size(); i++) {
            ours.add(words.text(4L * i, instructions.get(i)));
        }
        for (int i = 0; i < theirs.size(); i++) {
            // They write targets without 0x, and no rounding mode where nothing is rounded.
            String mine = ours.get(i);
            String other = theirs.get(i);
            if (instructions.get(i) << 25 >>> 25 == 0x63
                    || instructions.get(i) << 25 >>> 25 == 0x6f) {
                mine = mine.replaceAll(",0x([0-9a-f]+)$", ",$1");
            }
            if (other.startsWith(".")) {
                // MNRET is newer than their tools, which also want one rounding mode where nothing
                // is rounded.
                assertThat(mine).matches("mnret|fcvt[.](d[.]wu?|d[.]s) .*");
                continue;
            }
            if (!mine.equals(other)) {
                assertThat(mine.replaceAll(",(rne|rtz|rdn|rup|rmm|dyn)$", ""))
                        .as("0x%x", instructions.get(i))
                        .isEqualTo(other.replaceAll(",(rne|rtz|rdn|rup|rmm|dyn)$", ""));
            }
        }
    }

    private String run(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(TOOLS + tool));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, TOOLS + tool + " is not installed");
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
