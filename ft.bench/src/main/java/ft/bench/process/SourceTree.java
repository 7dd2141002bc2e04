package ft.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sources that this server was built from, if it runs where they are.
 *
 * @param path its root
 */
public record SourceTree(Path path) {
    /** From {@code ft.dist/target/ft}, where the distribution of a source tree is. */
    private static final Path UP = Path.of("..", "..", "..");

    /** Looks for it. */
    public static Optional<SourceTree> find() {
        String home = System.getProperty("ft.home", "");
        if (home.isEmpty()) {
            return Optional.empty();
        }
        Path path = Path.of(home).resolve(UP).normalize();
        return Files.isDirectory(path.resolve("ft.bench"))
                ? Optional.of(new SourceTree(path))
                : Optional.empty();
    }

    /** The commit that is checked out, with a plus when files differ from it, if git can tell. */
    public Optional<String> commit() {
        return git("rev-parse", "--short", "HEAD")
                .map(String::strip)
                .filter(commit -> !commit.isEmpty())
                .flatMap(
                        commit ->
                                git("status", "--porcelain", "--untracked-files=no")
                                        .map(changed -> commit + (changed.isBlank() ? "" : "+")));
    }

    private Optional<String> git(String... words) {
        List<String> command =
                new ArrayList<>(List.of("git", "--no-optional-locks", "-C", path.toString()));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // There is no git here; the version says what there is to say.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
