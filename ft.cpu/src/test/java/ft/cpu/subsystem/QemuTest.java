package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random instruction streams leave the same registers and memory here and in QEMU. The program
 * prints them on the UART as it ends.
 */
class QemuTest {
    private static final int INSTRUCTIONS = 3000;
    private static final int TRAP_HANDLER = 48;
    private static final int DATA_WORDS = 64;

    /** Data, x1 to x30, f0 to f31, fcsr. */
    private static final int PRINTED = 8 * (DATA_WORDS + 30 + 32 + 1);

    private static final List<String> UNWANTED =
            // Reservations may be lost for reasons of the implementation, so they differ. QEMU 7.2
            // miscounts in ctzw where the lower half is zero.
            List.of(
                    "jal", "mret", "mnret", "sret", "wfi", "ecall", "ebreak", "csr", "lr", "sc",
                    "ctzw");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomInstructionsDoTheSameInQemu(long seed) throws IOException, InterruptedException {
        assumeTrue(Qemu.isInstalled(), Qemu.MISSING);
        byte[] image = program(new Random(seed));
        assertThat(Qemu.runHere(image)).isEqualTo(Qemu.run(image, directory));
    }

    @Test
    void theStreamsReachTheirEndHereToo() {
        byte[] output = Qemu.runHere(program(new Random(99)));
        assertThat(output).hasSize(PRINTED);
    }

    // x31 points to the middle of the data and x30 counts traps; the stream uses the others.
    private static byte[] program(Random random) {
        Asm asm = new Asm();
        asm.la(Asm.T0, Guest.BASE + 4 * TRAP_HANDLER).csrw(0x305, Asm.T0);
        asm.addi(30, 0, 0).la(31, Guest.DATA + 4 * DATA_WORDS);
        for (int register = 1; register < 30; register++) {
            asm.addi(register, 0, random.nextInt());
        }
        if (random.nextBoolean()) {
            asm.li(Asm.T0, 3 << 13).csrs(0x300, Asm.T0);
        }
        asm.jump(TRAP_HANDLER + 16);
        while (asm.here() < TRAP_HANDLER) {
            asm.word(Asm.NOP);
        }
        if (asm.here() > TRAP_HANDLER) {
            throw new AssertionError("the handler is too low");
        }
        // The handler counts, mixes in the cause, and goes on after the instruction.
        asm.csrw(0x340, Asm.T0).csrr(Asm.T0, 0x342).slli(30, 30, 1).add(30, 30, Asm.T0);
        asm.csrr(Asm.T0, 0x343).add(30, 30, Asm.T0);
        asm.csrr(Asm.T0, 0x341).addi(Asm.T0, Asm.T0, 4).csrw(0x341, Asm.T0);
        asm.csrr(Asm.T0, 0x340).word(Asm.MRET);
        while (asm.here() < TRAP_HANDLER + 16) {
            asm.word(Asm.NOP);
        }
        for (int count = 0; count < INSTRUCTIONS; count++) {
            asm.word(instruction(random));
        }
        for (int skipped = 0; skipped < 8; skipped++) {
            asm.word(Asm.NOP);
        }
        print(asm);
        return asm.toBytes();
    }

    private static int instruction(Random random) {
        while (true) {
            InstructionForm form =
                    InstructionSet.FORMS.get(random.nextInt(InstructionSet.FORMS.size()));
            if (UNWANTED.stream().anyMatch(form.name()::startsWith)) {
                continue;
            }
            int rd = random.nextInt(30);
            int fields = rd << 7 | random.nextInt(32) << 15 | random.nextInt(30) << 20;
            fields |= random.nextInt() & 0x7000;
            int upper = random.nextInt() << 25;
            int bits = form.match() | (fields | upper) & ~form.mask();
            return switch (form.operands()) {
                case I -> memory(form) ? memoryAccess(bits, random, false) : bits;
                case FLOAT_LOAD -> memoryAccess(bits, random, false);
                case S, FLOAT_STORE -> memoryAccess(bits, random, true);
                // A short way forward, so that every stream ends.
                case B -> bits & 0x01fff07f | (random.nextInt(4) + 2) << 9;
                case RAW -> form.match() | (rd << 7 | 31 << 15 | fields & 31 << 20) & ~form.mask();
                default -> bits;
            };
        }
    }

    private static boolean memory(InstructionForm form) {
        return (form.match() & 0x7f) == 0x03;
    }

    private static int memoryAccess(int bits, Random random, boolean store) {
        int offset = random.nextInt(480) - 240;
        int based = bits & ~(31 << 15) | 31 << 15;
        return store
                ? based & 0x01fff07f | (offset & 31) << 7 | offset >> 5 << 25
                : based & 0x000fffff | offset << 20;
    }

    private static void print(Asm asm) {
        // Registers go to memory behind the data, then all of it to the UART, byte by byte.
        asm.addi(31, 31, 4 * DATA_WORDS);
        for (int register = 1; register < 31; register++) {
            asm.store(8, register, 31, 8 * (register - 1));
        }
        asm.li(Asm.T0, 3 << 13).csrs(0x300, Asm.T0);
        for (int register = 0; register < 32; register++) {
            asm.word(Asm.s(0x27, 8, register, 31, 240 + 8 * register));
        }
        asm.csrr(Asm.T0, 0x003).store(8, Asm.T0, 31, 496);
        asm.addi(Asm.A0, 31, -8 * DATA_WORDS).addi(Asm.A1, 31, PRINTED - 8 * DATA_WORDS);
        Qemu.printAndEnd(asm);
    }
}
