package ft.console.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of files for as long as they are needed. */
final class ScratchFolder implements AutoCloseable {
    private final List<Path> files = new ArrayList<>();
    private Path folder;

    /** Copies each file under its key. */
    Map<String, String> copies(Map<String, String> originals) throws IOException {
        Map<String, String> copies = new LinkedHashMap<>();
        for (Map.Entry<String, String> original : originals.entrySet()) {
            if (folder == null) {
                folder = Files.createTempDirectory("ft-golden");
            }
            Path copy = folder.resolve(original.getKey());
            files.add(copy);
            Path source = Path.of(original.getValue());
            // A file that is missing is refused by the device, in its own words.
            if (Files.isRegularFile(source)) {
                Files.copy(source, copy);
            }
            copies.put(original.getKey(), copy.toString());
        }
        return copies;
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        if (folder != null) {
            Files.deleteIfExists(folder);
        }
    }
}
