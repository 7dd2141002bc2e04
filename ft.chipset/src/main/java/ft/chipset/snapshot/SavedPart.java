package ft.chipset.snapshot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The fields of a part of a server as they were saved, and its own parts. Filled once, then not
 * changed any more.
 */
public final class SavedPart {
    final String path;
    final Origin origin;
    final Map<String, Long> numbers = new LinkedHashMap<>();
    final Map<String, byte[]> bytes = new LinkedHashMap<>();
    final Map<String, SavedContent> contents = new LinkedHashMap<>();
    final Map<String, SavedPart> parts = new LinkedHashMap<>();
    int schema;

    SavedPart(String path, Origin origin) {
        this.path = path;
        this.origin = origin;
    }

    boolean has(String name) {
        return numbers.containsKey(name)
                || bytes.containsKey(name)
                || contents.containsKey(name)
                || parts.containsKey(name);
    }

    /** Hands over this part and all parts of it, each before its own. */
    void forEach(Consumer<SavedPart> visitor) {
        visitor.accept(this);
        parts.values().forEach(part -> part.forEach(visitor));
    }

    /** Path of a part of a part. */
    static String path(String path, String name) {
        return path + "/" + name;
    }
}
