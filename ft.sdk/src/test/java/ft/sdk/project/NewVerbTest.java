package ft.sdk.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.verb.VerbException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewVerbTest {
    @TempDir Path home;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path work;

    @BeforeEach
    void makeAnSdk() throws Exception {
        work = Files.createDirectory(home.resolve("work"));
        Path sample = home.resolve("sdk/samples/one-pass");
        Files.createDirectories(sample.resolve("src/org/example/onepass"));
        Files.createDirectories(sample.resolve("target"));
        Files.writeString(sample.resolve("target/one-pass.jar"), "built");
        Files.writeString(sample.resolve("pom.xml"), "<ft.sdk>here</ft.sdk> one-pass");
        Files.writeString(
                sample.resolve("src/org/example/onepass/OnePass.java"),
                "package org.example.onepass; class OnePass {}");
        Path counter = Files.createDirectories(home.resolve("sdk/samples/counter"));
        Files.writeString(counter.resolve("Counter.java"), "org.example.counter Counter =counter");
    }

    private int run(String... words) throws VerbException {
        PrintStream out = new PrintStream(said);
        return new NewVerb(home.toString()).run(List.of(words), out, out);
    }

    private void refused(String sentence, String... words) {
        assertThatThrownBy(() -> run(words)).isInstanceOf(VerbException.class).hasMessage(sentence);
    }

    @Test
    void copiesTheSampleUnderAnotherName() throws Exception {
        Path folder = work.resolve("mine");
        assertThat(run("strategy", "two-times-2", folder.toString())).isZero();
        assertThat(folder.resolve("src/org/example/twotimes2/TwoTimes2.java"))
                .hasContent("package org.example.twotimes2; class TwoTimes2 {}");
        assertThat(folder.resolve("pom.xml"))
                .hasContent(
                        "<ft.sdk>"
                                + home.resolve("sdk/repository").toUri()
                                + "</ft.sdk> two-times-2");
        assertThat(folder.resolve("target")).doesNotExist();
        assertThat(said.toString()).contains("two-times-2-1.0.0.jar", "plugins");
    }

    @Test
    void theNewNameMayContainTheOtherOne() throws Exception {
        Path folder = work.resolve("mine");
        run("device", "my-counter", folder.toString());
        assertThat(folder.resolve("MyCounter.java"))
                .hasContent("org.example.mycounter MyCounter =my-counter");
    }

    @Test
    void overwritesNothing() throws Exception {
        Files.writeString(work.resolve("file"), "mine");
        refused(
                "There is something in " + work + " already; give another folder.",
                "strategy",
                "some",
                work.toString());
        assertThat(work.resolve("pom.xml")).doesNotExist();
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String name : List.of("Two", "2", "a--b", "a_b", "class", "-")) {
            if (!name.startsWith("-")) {
                assertThatThrownBy(() -> run("strategy", name))
                        .hasMessageStartingWith("'" + name + "' cannot be the name of a project;");
            }
        }
    }

    @Test
    void refusesWhatItCannotMake() {
        String usage = "Say what to make and how to call it, such as: ./ft new device blinker";
        refused(usage);
        refused(usage, "device");
        refused(usage, "toaster", "mine");
        refused(usage, "device", "a", "b", "c");
        refused("--like needs the name of a sample.", "device", "a", "--like");
        refused("There is no option --now; ./ft new --help lists them.", "device", "a", "--now");
        refused(
                "There is no sample uart for a strategy; there is one-pass.",
                "strategy",
                "a",
                "--like",
                "uart");
        assertThatThrownBy(
                        () ->
                                new NewVerb((String) null)
                                        .run(List.of("device", "a"), System.out, System.out))
                .hasMessageStartingWith("The SDK is not installed here;");
    }
}
