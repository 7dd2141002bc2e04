package ft.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The file of what was done. */
final class Journal {
    private final Path file;
    private final List<String> lines = new ArrayList<>();

    Journal(Path file, long seed) throws IOException {
        this.file = file;
        Files.writeString(file, "");
        add("seed " + seed);
    }

    void add(String line) throws IOException {
        lines.add(line);
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    String tail() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
