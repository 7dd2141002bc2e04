package ft.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares the bundles that third parties use with those of the last release, and writes what
 * changed from release to release. The build runs it; it fails with a sentence for each version
 * that is too low for what changed.
 */
public final class Baseline {
    private final Path page;
    private final boolean write;
    private final Map<String, List<Release>> released;

    Baseline(Path released, Path page, boolean write) throws IOException {
        this.page = page;
        this.write = write;
        this.released = Release.in(released);
    }

    /**
     * Exit status 1 when something is wrong.
     *
     * @param arguments {@code write} or {@code check}; the folder of released bundles; the page;
     *     the bundles as the tree has them
     */
    public static void main(String[] arguments) throws Exception {
        List<Path> bundles = Stream.of(arguments).skip(3).map(Path::of).toList();
        List<String> complaints =
                new Baseline(
                                Path.of(arguments[1]),
                                Path.of(arguments[2]),
                                arguments[0].equals("write"))
                        .complaints(bundles);
        complaints.forEach(System.err::println);
        if (!complaints.isEmpty()) {
            System.exit(1);
        }
    }

    /** What is wrong with these bundles, or the page; nothing if all is well. */
    List<String> complaints(List<Path> bundles) throws Exception {
        List<String> complaints = new ArrayList<>();
        ApiChanges changes = new ApiChanges(released);
        for (Path jar : bundles) {
            Release current = Release.of(jar);
            List<Release> earlier = released.getOrDefault(current.bundle(), List.of());
            if (!earlier.isEmpty()) {
                Comparison comparison = Comparison.of(earlier.get(earlier.size() - 1), current);
                complaints.addAll(comparison.complaints());
                changes.unreleased(comparison);
            } else {
                changes.unreleased(current);
            }
        }
        String text = changes.text();
        if (write) {
            if (!Files.exists(page) || !Files.readString(page).equals(text)) {
                Files.writeString(page, text);
            }
        } else if (!Files.exists(page) || !Files.readString(page).equals(text)) {
            complaints.add(
                    page.getFileName() + " is out of date; mvn verify writes it, then commit it.");
        }
        return complaints;
    }
}
