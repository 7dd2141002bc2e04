package ft.linux.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was fetched, as files in a folder: firmware, kernel, its modules in the order in which they
 * are loaded, programs and their libraries.
 *
 * @param folder where they are
 */
public record Parts(Path folder) {
    static final String PACKAGES = "packages";
    static final String SBI = "fw_dynamic.bin";
    static final String KERNEL = "kernel";
    static final String PROGRAMS = "programs";
    static final String LIBRARIES = "libraries";
    static final String MODULES = "modules";
    static final String ORDER = "modules.order";

    /** Whether everything is there: the list of packages is written last. */
    public boolean isComplete() {
        return Files.isRegularFile(folder.resolve(PACKAGES));
    }

    /** Names, with their versions, of the packages that it is made of. */
    public List<String> packages() throws IOException {
        return Files.readAllLines(folder.resolve(PACKAGES), StandardCharsets.UTF_8);
    }

    /** OpenSBI's {@code fw_dynamic}. */
    public byte[] sbi() throws IOException {
        return Files.readAllBytes(folder.resolve(SBI));
    }

    /** The kernel image. */
    public byte[] kernel() throws IOException {
        return Files.readAllBytes(folder.resolve(KERNEL));
    }

    /** Programs by name. */
    public Map<String, byte[]> programs() throws IOException {
        return files(PROGRAMS);
    }

    /** Shared libraries by the name under which they are asked for. */
    public Map<String, byte[]> libraries() throws IOException {
        return files(LIBRARIES);
    }

    /** A line for each module: its name, then those that it needs, which have lines before it. */
    public List<String> moduleOrder() throws IOException {
        return Files.readAllLines(folder.resolve(ORDER), StandardCharsets.UTF_8);
    }

    /** Modules by name. */
    public Map<String, byte[]> modules() throws IOException {
        return files(MODULES);
    }

    private Map<String, byte[]> files(String name) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder.resolve(name))) {
            for (Path each : all.toList()) {
                files.put(each.getFileName().toString(), Files.readAllBytes(each));
            }
        }
        return files;
    }
}
