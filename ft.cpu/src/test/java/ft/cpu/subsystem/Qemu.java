package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.cpu.Asm;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program here and in QEMU; what it prints on the UART is what is compared. */
final class Qemu {
    static final String MISSING = "qemu-system-riscv64 is not installed; install qemu-system-misc";

    private Qemu() {}

    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "qemu-system-riscv64")));
    }

    /** Appends what prints the bytes from a0 up to a1, and ends the program. */
    static void printAndEnd(Asm asm) {
        asm.la(Asm.A2, BoardMap.UART_BASE);
        int loop = asm.here();
        asm.loadUnsigned(1, Asm.A3, Asm.A0, 0).store(1, Asm.A3, Asm.A2, 0);
        asm.addi(Asm.A0, Asm.A0, 1).branch(1, Asm.A0, Asm.A1, loop);
        asm.la(Asm.A2, BoardMap.FINISHER_BASE).li(Asm.A3, 0x5555).store(4, Asm.A3, Asm.A2, 0);
        asm.jump(asm.here());
    }

    /** What the program prints here. */
    static byte[] runHere(byte[] image) {
        Guest guest = new Guest(new Asm());
        guest.cpu.mainStorage().write(Guest.BASE, image, 0, image.length);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        while (true) {
            guest.cpu.run(100_000_000);
            assertThat(guest.cpu.request().isWrite()).isTrue();
            if (guest.cpu.request().address() == BoardMap.FINISHER_BASE) {
                return output.toByteArray();
            }
            output.write((int) guest.cpu.request().value());
            guest.cpu.complete(0);
        }
    }

    /** What the program prints in QEMU. */
    static byte[] run(byte[] image, Path directory) throws IOException, InterruptedException {
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
