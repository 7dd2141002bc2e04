package ft.cpu.oracle;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** QEMU's virt machine, whose main storage is a file, so that nothing has to be printed. */
final class Qemu {
    private static final String PROGRAM = "qemu-system-riscv64";
    private static final int PATIENCE_SECONDS = 120;

    /** What this processor does not have either. */
    private static final String PROCESSOR =
            "rv64,h=off,zbc=off" + (Emulator.hasSupervisor() ? "" : ",s=off,pmp=off,mmu=off");

    private final Path folder;

    Qemu(Path folder) {
        this.folder = folder;
    }

    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, PROGRAM)));
    }

    /** Runs an image to its end; what is in main storage then. */
    byte[] run(byte[] image, long memory) throws IOException, InterruptedException {
        Path file = folder.resolve("memory");
        try {
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.setLength(0);
                out.write(image);
                out.setLength(memory);
            }
            start(file, memory);
            ByteBuffer after = ByteBuffer.allocate(image.length);
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                while (after.hasRemaining() && in.read(after) >= 0) {
                    // on
                }
            }
            return after.array();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void start(Path file, long memory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-cpu", PROCESSOR));
        command.addAll(List.of("-M", "virt,memory-backend=ram", "-m", (memory >> 20) + "M"));
        command.addAll(
                List.of(
                        "-object",
                        "memory-backend-file,id=ram,share=on,mem-path="
                                + file
                                + ",size="
                                + (memory >> 20)
                                + "M"));
        command.addAll(List.of("-bios", "none", "-display", "none", "-monitor", "none"));
        command.addAll(List.of("-serial", "none", "-no-reboot"));
        Process qemu = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            qemu.getOutputStream().close();
            boolean ended = qemu.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String said = ended ? text(qemu) : "it did not end";
            if (!ended || qemu.exitValue() != 0) {
                throw new AssertionError("QEMU: " + said + " " + String.join(" ", command));
            }
        } finally {
            qemu.destroyForcibly();
        }
    }

    private static String text(Process qemu) throws IOException {
        return new String(qemu.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
