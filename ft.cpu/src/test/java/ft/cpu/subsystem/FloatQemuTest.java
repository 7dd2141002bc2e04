package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.cpu.Asm;
import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionForm.Operands;
import ft.cpu.decode.InstructionSet;
import ft.cpu.fpu.FloatSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every floating-point instruction does the same here and in QEMU, with every rounding mode, named
 * by the instruction or by {@code frm}, and with flags raised before or not: result and {@code
 * fcsr} after each.
 */
class FloatQemuTest {
    private static final int CASES = 6000;
    private static final int OPERANDS = 500;
    private static final int TRAP_HANDLER = 40;
    private static final long TABLE = Guest.BASE + 0x80000;
    private static final long OUTPUT = Guest.BASE + 0x90000;

    private static final int FFLAGS = 0x001;
    private static final int FRM = 0x002;
    private static final int FCSR = 0x003;
    private static final int MSTATUS = 0x300;
    private static final int CSRRWI = 5;

    // mstatus: FS and SD. Other bits tell what else a processor has.
    private static final long DIRTY = 3L << 13 | 1L << 63;

    private static final List<InstructionForm> FORMS =
            InstructionSet.FORMS.stream()
                    .filter(form -> form.name().startsWith("f") && isFloat(form.operands()))
                    .toList();

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void floatingPointDoesTheSameInQemu(long seed) throws IOException, InterruptedException {
        assumeTrue(Qemu.isInstalled(), Qemu.MISSING);
        Random random = new Random(seed);
        List<Integer> instructions = new ArrayList<>();
        for (int count = 0; count < CASES; count++) {
            instructions.add(instruction(random));
        }
        byte[] image = program(random, instructions);
        ByteBuffer here = ByteBuffer.wrap(Qemu.runHere(image)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer there =
                ByteBuffer.wrap(Qemu.run(image, directory)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(here.capacity()).isEqualTo(16 * CASES + 16);
        for (int count = 0; count < CASES; count++) {
            int instruction = instructions.get(count);
            String text =
                    "%d: %s, %08x"
                            .formatted(count, InstructionSet.find(instruction).name(), instruction);
            assertThat(here.getLong(16 * count + 8))
                    .as(text + ", fcsr")
                    .isEqualTo(there.getLong(16 * count + 8));
            assertThat(Long.toHexString(here.getLong(16 * count)))
                    .as(text)
                    .isEqualTo(Long.toHexString(there.getLong(16 * count)));
        }
        int end = 16 * CASES;
        assertThat(here.getLong(end) & DIRTY).isEqualTo(there.getLong(end) & DIRTY);
        assertThat(here.getLong(end + 8)).as("traps").isEqualTo(there.getLong(end + 8));
    }

    private static boolean isFloat(Operands operands) {
        return operands == Operands.FLOAT
                || operands == Operands.FLOAT_TO_INTEGER
                || operands == Operands.INTEGER_TO_FLOAT;
    }

    // f4 or x6 := f1, f2, f3 or x5.
    private static int instruction(Random random) {
        InstructionForm form = FORMS.get(random.nextInt(FORMS.size()));
        int rd = form.operands() == Operands.FLOAT_TO_INTEGER ? 6 : 4;
        int rs1 = form.operands() == Operands.INTEGER_TO_FLOAT ? 5 : 1;
        int mode = random.nextInt(8);
        int rounding = mode > 4 ? 7 : mode;
        int fields = rd << 7 | rs1 << 15 | 2 << 20 | 3 << 27 | rounding << 12;
        return form.match() | fields & ~form.mask();
    }

    private static byte[] program(Random random, List<Integer> instructions) {
        Asm asm = new Asm();
        asm.la(Asm.T0, Guest.BASE + 4 * TRAP_HANDLER).csrw(0x305, Asm.T0);
        asm.li(Asm.T0, 1 << 13).csrs(MSTATUS, Asm.T0);
        asm.la(31, TABLE + 8 * OPERANDS / 2).la(30, OUTPUT).li(29, 0);
        asm.jump(TRAP_HANDLER + 16);
        while (asm.here() < TRAP_HANDLER) {
            asm.word(Asm.NOP);
        }
        // The handler mixes in what is wrong, and goes on after the instruction.
        asm.slli(29, 29, 1).csrr(28, 0x342).add(29, 29, 28).csrr(28, 0x343).add(29, 29, 28);
        asm.csrr(28, 0x341).addi(28, 28, 4).csrw(0x341, 28).word(Asm.MRET);
        while (asm.here() < TRAP_HANDLER + 16) {
            asm.word(Asm.NOP);
        }
        for (int instruction : instructions) {
            for (int register = 1; register <= 3; register++) {
                asm.word(Asm.i(0x07, 3, register, 31, offset(random)));
            }
            asm.load(8, 5, 31, offset(random));
            int mode = random.nextInt(40);
            asm.word(Asm.i(0x73, CSRRWI, 0, mode < 8 ? mode : mode % 5, FRM));
            // Flags that stay raised are another path; and raised one by one is another.
            int before = random.nextInt(8);
            asm.word(before < 4 ? Asm.NOP : Asm.i(0x73, CSRRWI, 0, before == 7 ? 1 : 0, FFLAGS));
            asm.word(instruction);
            boolean toInteger = (instruction >>> 7 & 31) == 6;
            asm.word(Asm.s(toInteger ? 0x23 : 0x27, 8, toInteger ? 6 : 4, 30, 0));
            asm.csrr(7, FCSR).store(8, 7, 30, 8).addi(30, 30, 16);
        }
        asm.csrr(7, MSTATUS).store(8, 7, 30, 0).store(8, 29, 30, 8);
        asm.la(Asm.A0, OUTPUT).addi(Asm.A1, 30, 16);
        Qemu.printAndEnd(asm);
        byte[] code = asm.toBytes();
        ByteBuffer image =
                ByteBuffer.allocate((int) (TABLE - Guest.BASE) + 8 * OPERANDS)
                        .order(ByteOrder.LITTLE_ENDIAN);
        image.put(code).position((int) (TABLE - Guest.BASE));
        for (int operand = 0; operand < OPERANDS; operand++) {
            image.putLong(FloatSamples.register(random));
        }
        return image.array();
    }

    private static int offset(Random random) {
        return 8 * (random.nextInt(OPERANDS) - OPERANDS / 2);
    }
}
