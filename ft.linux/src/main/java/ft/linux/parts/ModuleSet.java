package ft.linux.parts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tukaani.xz.XZInputStream;

/**
 * The modules of a kernel, and which of them are needed for some, in an order in which they can be
 * loaded. A package has no {@code modules.dep}, which is made when it is installed; each module
 * says itself what it depends on.
 */
final class ModuleSet {
    private static final String DEPENDS = "depends=";
    private static final String ENDING = ".ko.xz";

    private final Map<String, byte[]> compressed = new TreeMap<>();

    /**
     * A module.
     *
     * @param content the file, decompressed
     * @param needs modules that have to be there before it
     */
    record Module(byte[] content, List<String> needs) {}

    /** Name of the module in a file, with underscores as the kernel has it; or nothing. */
    static String nameOf(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.endsWith(ENDING)
                ? plain(file.substring(0, file.length() - ENDING.length()))
                : "";
    }

    private static String plain(String name) {
        return name.replace('-', '_');
    }

    void add(String name, byte[] file) {
        compressed.put(name, file);
    }

    /**
     * Modules with all that they depend on, decompressed, each behind those it depends on.
     *
     * @throws IOException with a name when one is missing
     */
    Map<String, Module> withDependencies(List<String> wanted) throws IOException {
        Map<String, Module> loaded = new LinkedHashMap<>();
        for (String name : wanted) {
            visit(name, loaded);
        }
        return loaded;
    }

    private void visit(String name, Map<String, Module> loaded) throws IOException {
        if (loaded.containsKey(name)) {
            return;
        }
        byte[] file = compressed.get(name);
        if (file == null) {
            throw new IOException("the kernel has no module " + name);
        }
        byte[] module = decompress(file);
        List<String> needs = new ArrayList<>();
        for (String text : ElfSections.texts(module, ".modinfo")) {
            if (text.startsWith(DEPENDS)) {
                needs.addAll(dependencies(text));
            }
        }
        for (String each : needs) {
            visit(each, loaded);
        }
        loaded.put(name, new Module(module, needs));
    }

    private static List<String> dependencies(String text) {
        return Arrays.stream(text.substring(DEPENDS.length()).split(","))
                .filter(each -> !each.isEmpty())
                .map(ModuleSet::plain)
                .toList();
    }

    private static byte[] decompress(byte[] file) throws IOException {
        try (XZInputStream in = new XZInputStream(new ByteArrayInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
