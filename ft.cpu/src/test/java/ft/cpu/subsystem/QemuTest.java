package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.api.board.BoardMap;
import ft.cpu.decode.InstructionForm;
import ft.cpu.decode.InstructionSet;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
    private static final int TRAP_HANDLER = 40;
    private static final int DATA_WORDS = 64;
    private static final List<String> UNWANTED =
            // Reservations may be lost for reasons of the implementation, so they differ.
            List.of("jal", "mret", "mnret", "wfi", "ecall", "ebreak", "csr", "lr", "sc");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomInstructionsDoTheSameInQemu(long seed) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "qemu-system-riscv64 is not installed; install qemu-system-misc");
        byte[] image = program(new Random(seed));
        assertThat(runHere(image)).isEqualTo(runInQemu(image));
    }

    @Test
    void theStreamsReachTheirEndHereToo() {
        byte[] output = runHere(program(new Random(99)));
        assertThat(output).hasSize(8 * (31 + DATA_WORDS));
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "qemu-system-riscv64")));
    }

    // x31 points to the middle of the data and x30 counts traps; the stream uses the others.
    private static byte[] program(Random random) {
        Asm asm = new Asm();
        asm.la(Asm.T0, Guest.BASE + 4 * TRAP_HANDLER).csrw(0x305, Asm.T0);
        asm.addi(30, 0, 0).la(31, Guest.DATA + 4 * DATA_WORDS);
        for (int register = 1; register < 30; register++) {
            asm.addi(register, 0, random.nextInt());
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
            int upper = random.nextInt() << 25;
            int bits = form.match() | (fields | upper) & ~form.mask();
            return switch (form.operands()) {
                case I -> memory(form) ? memoryAccess(bits, random, false) : bits;
                case S -> memoryAccess(bits, random, true);
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
        asm.store(8, 0, 31, 240);
        asm.addi(Asm.A0, 31, -8 * DATA_WORDS).addi(Asm.A1, 31, 248);
        asm.la(Asm.A2, BoardMap.UART_BASE);
        int loop = asm.here();
        asm.loadUnsigned(1, Asm.A3, Asm.A0, 0).store(1, Asm.A3, Asm.A2, 0);
        asm.addi(Asm.A0, Asm.A0, 1).branch(1, Asm.A0, Asm.A1, loop);
        asm.la(Asm.A2, BoardMap.FINISHER_BASE).li(Asm.A3, 0x5555).store(4, Asm.A3, Asm.A2, 0);
        asm.jump(asm.here());
    }

    private static byte[] runHere(byte[] image) {
        Guest guest = new Guest(new Asm());
        guest.cpu.mainStorage().write(Guest.BASE, image, 0, image.length);
        ByteBuffer output =
                ByteBuffer.allocate(8 * (31 + DATA_WORDS)).order(ByteOrder.LITTLE_ENDIAN);
        while (true) {
            guest.cpu.run(1_000_000);
            assertThat(guest.cpu.request().isWrite()).isTrue();
            if (guest.cpu.request().address() == BoardMap.FINISHER_BASE) {
                return output.array();
            }
            output.put((byte) guest.cpu.request().value());
            guest.cpu.complete(0);
        }
    }

    private byte[] runInQemu(byte[] image) throws IOException, InterruptedException {
        Path file = directory.resolve("image.bin");
        Path output = directory.resolve("output");
        Files.write(file, image);
        List<String> command = new ArrayList<>();
        command.add("qemu-system-riscv64");
        command.addAll(List.of("-M", "virt", "-cpu", "rv64", "-m", "16M", "-bios", "none"));
        command.addAll(List.of("-display", "none", "-monitor", "none", "-no-reboot"));
        command.addAll(List.of("-serial", "file:" + output));
        command.addAll(List.of("-device", "loader,file=" + file + ",addr=0x80000000"));
        Process qemu = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            assertThat(qemu.waitFor(60, TimeUnit.SECONDS)).as("QEMU ended").isTrue();
            byte[] said = qemu.getInputStream().readAllBytes();
            assertThat(qemu.exitValue()).as(new String(said, StandardCharsets.UTF_8)).isZero();
        } finally {
            qemu.destroyForcibly();
        }
        return Files.readAllBytes(output);
    }
}
