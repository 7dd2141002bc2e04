package ft.release;

import aQute.bnd.osgi.Jar;
import aQute.bnd.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bundle of a version.
 *
 * @param bundle its symbolic name
 * @param version its version, without qualifier
 * @param jar where it is
 */
record Release(String bundle, Version version, Path jar) {
    static Release of(Path file) throws IOException {
        try (Jar jar = new Jar(file.toFile())) {
            String version = jar.getVersion();
            if (jar.getBsn() == null || version == null) {
                throw new IOException(file + " is not a bundle; name the jars of bundles.");
            }
            return new Release(
                    jar.getBsn(), Version.parseVersion(version).getWithoutQualifier(), file);
        } catch (IOException exception) {
            throw exception;
        } catch (Exception exception) {
            throw new IOException(file + " cannot be read: " + exception.getMessage(), exception);
        }
    }

    /** The released bundles in a folder by their names, oldest first. */
    static Map<String, List<Release>> in(Path folder) throws IOException {
        Map<String, List<Release>> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found; // before the first release a clone has no such folder
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                Release release = of(file);
                found.merge(
                        release.bundle(),
                        List.of(release),
                        (some, more) ->
                                Stream.of(some, more)
                                        .flatMap(List::stream)
                                        .sorted(Comparator.comparing(Release::version))
                                        .collect(Collectors.toList()));
            }
        }
        return found;
    }
}
