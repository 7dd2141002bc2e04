package ft.guest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs an image on QEMU's virt machine, whose board ours follows. */
final class Qemu {
    private static final String COMMAND = "qemu-system-riscv64";

    /** What a guest printed, and what it gave the finisher. */
    record Run(List<String> lines, int code) {
        /** Without the lines that tell about disks, which are not a function of the work. */
        List<String> work() {
            return lines.stream().filter(line -> !line.startsWith("mirror: ")).toList();
        }

        List<String> mirror() {
            return lines.stream().filter(line -> line.startsWith("mirror: ")).toList();
        }
    }

    /** Far more than any guest takes; one that hangs must not outlive its test. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final List<String> options = new ArrayList<>();
    private Duration patience = PATIENCE;
    private int slots;
    private String input = "";

    /** Skips the test that calls it where there is no QEMU. */
    static Qemu guest(String name, String arguments) {
        return new Qemu()
                .with("-bios", "none")
                .with("-kernel", image(name + ".elf"))
                .with("-append", arguments);
    }

    /** An image that takes the place of what QEMU runs before a kernel. */
    static Qemu firmware() {
        return new Qemu().with("-bios", image("firmware.bin"));
    }

    private Qemu() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, COMMAND))),
                COMMAND + " is missing; on Debian 'apt-get install qemu-system-misc' brings it");
        with("-M", "virt").with("-m", "64M").with("-nodefaults").with("-display", "none");
        with("-serial", "stdio").with("-global", "virtio-mmio.force-legacy=false");
    }

    private static String image(String file) {
        return Path.of("src/main/resources/guests", file).toString();
    }

    Qemu with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** The next disk, in the next virtio-mmio slot. */
    Qemu disk(Path file) {
        return drive("driver=raw,file.driver=file,file.filename=" + file);
    }

    /** A disk whose writes fail as the rules of QEMU's blkdebug say. */
    Qemu disk(Path file, Path rules) {
        return drive(
                ("driver=raw,file.driver=blkdebug,file.config=%s,"
                                + "file.image.driver=file,file.image.filename=%s")
                        .formatted(rules, file));
    }

    private Qemu drive(String what) {
        String disk = "disk" + slots;
        // The host need not sync its own disk for each flush: guests wait for it in wall time.
        with("-drive", "if=none,id=%s,cache=unsafe,%s".formatted(disk, what));
        return device("virtio-blk-device,drive=%s,serial=%s".formatted(disk, disk));
    }

    /** A device in the next virtio-mmio slot. */
    Qemu device(String what) {
        return with("-device", "%s,bus=virtio-mmio-bus.%d".formatted(what, slots++));
    }

    /** How long the guest may take. */
    Qemu within(Duration time) {
        patience = time;
        return this;
    }

    Qemu type(String text) {
        input = text;
        return this;
    }

    /** Runs until the guest writes to the finisher. */
    Run run() throws IOException, InterruptedException {
        return run("\0");
    }

    /**
     * Runs until the guest ends or has printed a line that starts so; then the code is not its own.
     */
    Run run(String last) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(COMMAND));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // A thread that reads from a process cannot be interrupted, so the process has to end.
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<?> watch =
                CompletableFuture.runAsync(
                        () -> {
                            late.set(true);
                            process.destroyForcibly();
                        },
                        CompletableFuture.delayedExecutor(
                                patience.toMillis(), TimeUnit.MILLISECONDS));
        List<String> lines = new ArrayList<>();
        boolean ended = false;
        try (BufferedReader out =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                OutputStream in = process.getOutputStream()) {
            String line = out.readLine();
            while (line != null && !line.startsWith(last)) {
                lines.add(line);
                if (lines.size() == 1) {
                    // Not before the guest listens: its FIFO is cleared when it starts.
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                    in.flush();
                }
                line = out.readLine();
            }
            if (line != null) {
                lines.add(line);
            }
            ended = line == null;
        } finally {
            watch.cancel(false);
            if (!ended) {
                process.destroyForcibly();
            }
        }
        int code = process.waitFor();
        if (late.get()) {
            throw new AssertionError(
                    "The guest did not end within " + patience + "; it printed " + lines);
        }
        return new Run(lines, code);
    }
}
