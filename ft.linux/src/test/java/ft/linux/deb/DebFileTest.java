package ft.linux.deb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a package is read, whatever it is compressed with. */
class DebFileTest {
    private static final String LONG = "usr/" + "x".repeat(120) + "/file";

    @TempDir private Path folder;

    private static TestArchive archive() {
        return new TestArchive()
                .folder("./usr")
                .file("./usr/one", "first".getBytes())
                .file("./usr/two", new byte[1000])
                .link("./usr/link", "one")
                .file("./" + LONG, "long".getBytes());
    }

    private List<String> read(byte[] deb) throws IOException {
        Path file = Files.write(folder.resolve("some.deb"), deb);
        List<String> seen = new ArrayList<>();
        DebFile.visit(
                file,
                (entry, content) -> {
                    if (entry.isLink()) {
                        seen.add(entry.name() + " -> " + entry.target());
                    } else if (entry.isFile() && !entry.name().equals("usr/two")) {
                        seen.add(entry.name() + "=" + new String(content.read()));
                    } else {
                        seen.add(entry.name());
                    }
                });
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz", ".xz"})
    void everyEntryIsSeen(String ending) throws IOException {
        assertThat(read(archive().deb(ending)))
                .containsExactly(
                        "usr", "usr/one=first", "usr/two", "usr/link -> one", LONG + "=long");
    }

    @Test
    void aCompressionThatIsNotKnownIsNamed() {
        assertThatThrownBy(() -> read(archive().deb(".zst")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("some.deb", ".zst");
    }

    @Test
    void somethingElseIsNoPackage() {
        assertThatThrownBy(() -> read("something else".getBytes()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no Debian package");
    }

    @Test
    void anArchiveWithoutItsEndIsNotTakenForAWholeOne() throws IOException {
        byte[] whole = archive().deb("");
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 1024)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aPackageThatEndsTooEarlyIsNotTakenForAWholeOne() throws IOException {
        byte[] whole = archive().deb(".xz");
        for (int length : new int[] {8, 60, 100, whole.length / 2}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class);
        }
    }
}
