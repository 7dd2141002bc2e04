package ft.console.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a user asked for. */
public final class OutputFile {
    private OutputFile() {}

    /** Writes it whole. */
    public static void write(Path file, byte[] content) throws Problem {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw problem(file, e);
        }
    }

    /** Why it cannot be written. */
    public static Problem problem(Path file, IOException cause) {
        Path folder = file.toAbsolutePath().getParent();
        return new Problem(
                folder == null || Files.isDirectory(folder)
                        ? "File " + file + " cannot be written: " + cause.getMessage() + "."
                        : "There is no folder " + folder + " for " + file.getFileName() + ".",
                cause);
    }
}
