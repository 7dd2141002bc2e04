package ft.sdk.project;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of a sample under another name, in a folder of its own. */
final class Project {
    /** Where a sample looks for the SDK; it lies in it. */
    private static final Pattern REPOSITORY = Pattern.compile("(<ft\\.sdk>).*?(</ft\\.sdk>)");

    private Project() {}

    /**
     * Writes the project.
     *
     * @param sdk folder of the SDK
     * @param folder where to; does not exist, or is empty
     */
    static void write(Path sdk, ProjectName sample, ProjectName name, Path folder)
            throws VerbException {
        Path from = sdk.resolve("samples").resolve(sample.name());
        try {
            if (Files.exists(folder) && !isEmptyFolder(folder)) {
                throw new VerbException(
                        "There is something in %s already; give another folder.".formatted(folder));
            }
            String repository = sdk.resolve("repository").toUri().toString();
            for (Path file : files(from)) {
                Path target =
                        folder.resolve(name.inPlaceOf(sample, from.relativize(file).toString()));
                Files.createDirectories(target.getParent());
                String text = name.inPlaceOf(sample, Files.readString(file));
                Files.writeString(
                        target,
                        REPOSITORY
                                .matcher(text)
                                .replaceAll("$1" + Matcher.quoteReplacement(repository) + "$2"));
            }
        } catch (IOException e) {
            throw new VerbException("The project cannot be written: " + e + ".", e);
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    /** The files of a sample, without what a build of it has made. */
    private static List<Path> files(Path sample) throws IOException {
        Path built = sample.resolve("target");
        try (Stream<Path> all = Files.walk(sample)) {
            return all.filter(file -> Files.isRegularFile(file) && !file.startsWith(built))
                    .sorted()
                    .toList();
        }
    }
}
