package ft.linux.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.verb.VerbException;
import ft.linux.verb.LinuxOptions.Part;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is typed is understood, and what is wrong is told in one sentence. */
class LinuxOptionsTest {
    private static LinuxOptions parse(String... words) throws VerbException {
        return LinuxOptions.parse(List.of(words));
    }

    private static void assertRefused(String part, String... words) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining(part)
                .hasMessageEndingWith(".");
    }

    @Test
    void withoutWordsDebianIsBootedOnThePair() throws VerbException {
        LinuxOptions options = parse();
        assertThat(options.task()).isEqualTo(LinuxOptions.Task.RUN);
        assertThat(options.store().suite()).isEqualTo("trixie");
        assertThat(options.store().folder()).isAbsolute();
        assertThat(options.simplex()).isFalse();
        assertThat(options.changes()).isEmpty();
    }

    @Test
    void valuesStandBehindABlankOrAnEqualsSign() throws VerbException {
        LinuxOptions options =
                parse(
                        "--kernel",
                        "Image",
                        "--append=ft.task=work quiet",
                        "--memory=1GiB",
                        "--disk0",
                        "/a/b.img",
                        "--until",
                        "5000",
                        "--record=my.record");
        assertThat(options.record()).contains(Path.of("my.record"));
        assertThat(options.kernel()).contains(Path.of("Image"));
        assertThat(options.append()).isEqualTo("ft.task=work quiet");
        assertThat(options.changes())
                .containsEntry("memory", "1GiB")
                .containsEntry("slot.disk0.image", "/a/b.img");
        assertThat(options.until()).hasValue(5000);
    }

    @Test
    void theWholeProofIsDoneUnlessAPartIsNamed() throws VerbException {
        assertThat(parse("--check").parts()).containsExactly(Part.CPU, Part.IO);
        assertThat(parse("--check", "--part=io").parts()).containsExactly(Part.IO);
    }

    @Test
    void whatIsWrongIsTold() {
        assertRefused("--kernal", "--kernal", "Image");
        assertRefused("shell", "shell");
        assertRefused("--kernel needs a value", "--kernel");
        assertRefused("--until", "--until", "soon");
        assertRefused("exclude", "--check", "--fetch");
        assertRefused("--export", "--export", "\0");
        assertRefused("cpu or io", "--check", "--part", "disk");
        assertRefused("not asked for", "--part", "io");
    }

    @Test
    void everyOptionIsInTheUsage() {
        String usage = String.join("\n", LinuxOptions.USAGE);
        assertThat(usage)
                .contains(
                        "--check",
                        "--part",
                        "--fetch",
                        "--export",
                        "--cache",
                        "--suite",
                        "--mirror",
                        "--keyring",
                        "--sbi",
                        "--kernel",
                        "--initrd",
                        "--append",
                        "--simplex",
                        "--until",
                        "--disk0",
                        "--disk1",
                        "--memory",
                        "--harts",
                        "--driver",
                        "--strategy");
    }
}
