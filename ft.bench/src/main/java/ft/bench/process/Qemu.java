package ft.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The QEMU of this machine, whose board {@code virt} ours follows. */
public final class Qemu {
    private static final String COMMAND = "qemu-system-riscv64";

    private Qemu() {}

    /** Where it is. */
    public static Optional<Path> program() {
        String path = System.getenv("PATH");
        if (path == null) {
            return Optional.empty();
        }
        for (String folder : path.split(File.pathSeparator)) {
            Path program = Path.of(folder, COMMAND);
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** Why there is none, as tables show it; empty when there is one. */
    public static Optional<String> missing() {
        return program().isPresent()
                ? Optional.empty()
                : Optional.of(COMMAND + " is not installed");
    }

    /** What it says of itself. */
    public static Optional<String> version() {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(program.get().toString(), "--version").start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines().findFirst();
        } catch (IOException e) {
            return Optional.of("does not start: " + e.getMessage());
        }
    }

    /**
     * A command that runs a bare metal guest.
     *
     * @param more options, before those of the machine
     */
    public static List<String> guest(Path elf, String arguments, List<String> more) {
        List<String> command = new ArrayList<>(machine(more));
        command.addAll(List.of("-bios", "none", "-kernel", elf.toString()));
        if (!arguments.isEmpty()) {
            command.addAll(List.of("-append", arguments));
        }
        return command;
    }

    /**
     * The machine, with its console on the standard output. When the guest powers off it stays, so
     * that the processor time it used can still be read.
     */
    public static List<String> machine(List<String> more) {
        List<String> command = new ArrayList<>(ending(more));
        command.add("-no-shutdown");
        return command;
    }

    /** A command that runs a bare metal guest and ends with it. */
    public static List<String> ending(Path elf, List<String> more) {
        List<String> command = new ArrayList<>(ending(more));
        command.addAll(List.of("-bios", "none", "-kernel", elf.toString()));
        return command;
    }

    private static List<String> ending(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(program().map(Path::toString).orElse(COMMAND));
        command.addAll(more);
        command.addAll(List.of("-M", "virt", "-display", "none", "-serial", "stdio"));
        command.addAll(List.of("-monitor", "none"));
        return command;
    }
}
