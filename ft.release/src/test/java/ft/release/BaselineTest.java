package ft.release;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.annotation.versioning.ConsumerType;

class BaselineTest {
    private static final String TUNE = "String tune(int pitch);";

    @TempDir Path folder;
    private Path released;
    private Path page;

    @BeforeEach
    void releaseTheFirst() throws Exception {
        released = Files.createDirectory(folder.resolve("bundles"));
        page = folder.resolve("api-changes.md");
        bundle("1.0.0", "1.0.0", TUNE, TUNE, released.resolve("radio.api-1.0.0.jar"));
    }

    @Test
    void nothingIsToldOfTheSame() throws Exception {
        assertThat(complaints(bundle("1.1.0", "1.0.0", TUNE, TUNE))).isEmpty();
        assertThat(page).content().contains("## Not released yet\n\nNothing has changed.");
        assertThat(page)
                .content()
                .contains("## 1.0.0\n", "| `radio.play` | 1.0.0 | third parties |")
                .contains("| `radio.set` | 1.0.0 | the server |");
    }

    @Test
    void aMethodThatThirdPartiesWouldHaveToAddIsRefused() throws Exception {
        Path jar = bundle("1.1.0", "1.0.0", TUNE + "void mute();", TUNE);
        assertThat(complaints(jar))
                .hasSize(2)
                .anySatisfy(
                        sentence ->
                                assertThat(sentence)
                                        .startsWith(
                                                "Baseline mismatch for package radio.play, MAJOR"
                                                        + " change. Current is 1.0.0, released is"
                                                        + " 1.0.0, suggest 2.0.0, or 1.1.0 if nobody"
                                                        + " but the server implements Player"
                                                        + " (@ProviderType):")
                                        .contains("mute()"))
                .anySatisfy(
                        sentence ->
                                assertThat(sentence)
                                        .isEqualTo(
                                                "The bundle version of radio.api (1.1.0, released"
                                                        + " is 1.0.0) is too low, it must be at least"
                                                        + " 2.0.0."));
    }

    @Test
    void aMethodThatTheServerAddsWantsASecondNumber() throws Exception {
        Path jar = bundle("1.1.0", "1.0.0", TUNE, TUNE + "void mute();");
        assertThat(complaints(jar))
                .singleElement()
                .asString()
                .startsWith("Baseline mismatch for package radio.set, MINOR change.")
                .contains("suggest 1.1.0:");
    }

    @Test
    void changesWithTheVersionsTheyNeedAreOnThePage() throws Exception {
        Path jar = bundle("2.0.0", "2.0.0", "Integer tune(int pitch); void mute();", "");
        assertThat(complaints(jar)).isEmpty();
        assertThat(page)
                .content()
                .contains("| `radio.play` | 1.0.0 | 2.0.0 | anybody |")
                .contains("- new: `Player.mute()`")
                .contains("- changed: `Player.tune(int)`: ")
                .contains("- gone: `Speaker.tune(int)`");
    }

    @Test
    void everyReleaseHasItsChanges() throws Exception {
        bundle("1.1.0", "1.1.0", TUNE, TUNE + "void mute();", released.resolve("second.jar"));
        assertThat(complaints(bundle("1.2.0", "1.1.0", TUNE, TUNE + "void mute();"))).isEmpty();
        assertThat(page)
                .content()
                .containsSubsequence(
                        "## Not released yet",
                        "Nothing has changed.",
                        "## 1.1.0",
                        "| `radio.set` | 1.0.0 | 1.1.0 | who implements a `@ProviderType` |",
                        "- new: `Speaker.mute()`",
                        "## 1.0.0");
    }

    @Test
    void aPageThatIsOutOfDateIsNotedWhereNothingIsWritten() throws Exception {
        Path jar = bundle("1.1.0", "1.0.0", TUNE, TUNE);
        Baseline look = new Baseline(released, page, false);
        assertThat(look.complaints(List.of(jar)))
                .singleElement()
                .asString()
                .startsWith("api-changes.md is out of date");
        assertThat(page).doesNotExist();
        complaints(jar);
        assertThat(look.complaints(List.of(jar))).isEmpty();
    }

    private List<String> complaints(Path jar) throws Exception {
        return new Baseline(released, page, true).complaints(List.of(jar));
    }

    private Path bundle(String version, String packages, String player, String speaker)
            throws Exception {
        return bundle(version, packages, player, speaker, folder.resolve("now.jar"));
    }

    /** A bundle with a package for third parties and one of the server. */
    private Path bundle(String version, String packages, String player, String speaker, Path target)
            throws Exception {
        Path classes = Files.createTempDirectory(folder, "classes");
        compile(
                classes,
                Map.of(
                        "radio.play.Player",
                        "package radio.play; @org.osgi.annotation.versioning.ConsumerType"
                                + " public interface Player {"
                                + player
                                + "}",
                        "radio.set.Speaker",
                        "package radio.set; @org.osgi.annotation.versioning.ProviderType"
                                + " public interface Speaker {"
                                + speaker
                                + "}"));
        try (Builder builder = new Builder()) {
            builder.addClasspath(classes.toFile());
            builder.setBundleSymbolicName("radio.api");
            builder.setBundleVersion(version);
            builder.setExportPackage("radio.*;version=" + packages);
            try (Jar jar = builder.build()) {
                assertThat(builder.getErrors()).isEmpty();
                jar.write(target.toFile());
            }
        }
        return target;
    }

    private static void compile(Path classes, Map<String, String> sources) throws Exception {
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach(
                (name, source) ->
                        files.add(
                                new SimpleJavaFileObject(
                                        URI.create("string:///" + name.replace('.', '/') + ".java"),
                                        JavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignore) {
                                        return source;
                                    }
                                }));
        Path annotations =
                Path.of(
                        ConsumerType.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .getTask(
                                        null,
                                        null,
                                        null,
                                        List.of(
                                                "--release",
                                                "17",
                                                "-proc:none",
                                                "-cp",
                                                annotations.toString(),
                                                "-d",
                                                classes.toString()),
                                        null,
                                        files)
                                .call())
                .isTrue();
    }
}
