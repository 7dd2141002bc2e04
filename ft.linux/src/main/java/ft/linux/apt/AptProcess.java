package ft.linux.apt;

import ft.api.verb.VerbException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Calls a program of apt and hears what it says. */
final class AptProcess {
    private static final String NOT_FETCHED = "W: Failed to fetch";

    /**
     * What a program said.
     *
     * @param status its exit status
     * @param lines what it printed, complaints and all
     */
    record Said(int status, List<String> lines) {
        /** Whether it ended well; what could not be fetched is a warning only to apt. */
        boolean isWell() {
            return status == 0 && lines.stream().noneMatch(line -> line.startsWith(NOT_FETCHED));
        }

        /** The first complaint, for a sentence. */
        String complaint() {
            return lines.stream()
                    .filter(line -> line.startsWith("E:") || line.startsWith("W:"))
                    .map(line -> line.substring(2).strip().replaceFirst("\\.$", ""))
                    .findFirst()
                    .orElse("exit status " + status);
        }
    }

    private AptProcess() {}

    /**
     * Calls one.
     *
     * @param folder where it works, or null
     * @param environment variables on top of those that are there
     * @param listener hears every line at once
     */
    static Said call(
            List<String> command,
            Path folder,
            Map<String, String> environment,
            Consumer<String> listener)
            throws VerbException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        // Lines are read here, so they have to be those of every machine.
        builder.environment().put("LC_ALL", "C");
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        List<String> lines = new ArrayList<>();
        Process process = null;
        try {
            process = builder.start();
            process.getOutputStream().close();
            try (BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(line);
                    listener.accept(line);
                }
            }
            return new Said(process.waitFor(), lines);
        } catch (IOException e) {
            throw new VerbException(
                    command.get(0)
                            + " cannot be called here; fetch the packages on a machine with apt and"
                            + " copy its folder, or give files of your own with --sbi, --kernel and"
                            + " --initrd.",
                    e);
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }
}
