package ft.console.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import ft.console.text.Problem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a verb ends the program. */
class LauncherTest {
    private static final CountDownLatch STARTED = new CountDownLatch(0);

    private record Fake(String name, Body body) implements Verb {
        @Override
        public List<String> usage() {
            return List.of("./ft " + name + " WORDS");
        }

        @Override
        public int run(List<String> arguments, PrintStream out, PrintStream err)
                throws VerbException {
            return body.run(arguments);
        }
    }

    private interface Body {
        int run(List<String> arguments) throws VerbException;
    }

    private static String errors;
    private static boolean ending;

    private static int exit(String arguments, Body body) throws Exception {
        return exit(arguments, () -> true, body);
    }

    private static int exit(String arguments, Launcher.Readiness servers, Body body)
            throws Exception {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err));
        try {
            new Launcher(
                    arguments,
                    () -> List.of(new Fake("run", body)),
                    STARTED,
                    () -> {},
                    servers,
                    () -> ending,
                    status::complete);
            return status.get(10, TimeUnit.SECONDS);
        } finally {
            System.setErr(before);
            errors = err.toString();
        }
    }

    @Test
    void aVerbGetsItsWordsAndGivesItsStatus() throws Exception {
        int status =
                exit(
                        Launcher.join("run", "--args", "a b", "", "c"),
                        words -> words.equals(List.of("--args", "a b", "", "c")) ? 17 : 99);
        assertThat(status).isEqualTo(17);
    }

    @Test
    void aProblemIsOneLine() throws Exception {
        int status =
                exit(
                        "run",
                        words -> {
                            throw new Problem("It is not there.");
                        });
        assertThat(status).isEqualTo(2);
        assertThat(errors).isEqualToIgnoringNewLines("ft: It is not there.");
    }

    @Test
    void anUnknownVerb() throws Exception {
        assertThat(exit("fly", words -> 0)).isEqualTo(2);
        assertThat(errors)
                .isEqualToIgnoringNewLines(
                        "ft: There is no 'fly', but there is run; ./ft --help says more.");
    }

    @Test
    void withABrokenDescriptionNoVerbRuns() throws Exception {
        assertThat(exit("run", () -> false, words -> 99)).isEqualTo(2);
        assertThat(errors).as("it was said already").isEmpty();
        assertThat(exit(Launcher.join("run", "--help"), () -> false, words -> 99)).isZero();
    }

    @Test
    void helpIsTheVerbsOwn() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out));
        try {
            assertThat(exit(Launcher.join("run", "--help"), words -> 99)).isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString()).isEqualToIgnoringNewLines("./ft run WORDS");
    }

    @Test
    void whatFailsBecauseTheFrameworkStopsIsNoDefect() throws Exception {
        ending = true;
        int status;
        try {
            status =
                    exit(
                            "run",
                            words -> {
                                throw new NoClassDefFoundError("gone");
                            });
        } finally {
            ending = false;
        }
        assertThat(status).isEqualTo(70);
        assertThat(errors).isEqualToIgnoringNewLines("ft: interrupted.");
    }

    @Test
    void aDefectShowsItsTrace() throws Exception {
        int status =
                exit(
                        "run",
                        words -> {
                            throw new IllegalStateException("broken");
                        });
        assertThat(status).isEqualTo(70);
        assertThat(errors).contains("IllegalStateException: broken", "at ");
    }

    @Test
    void withoutAVerbNothingHappens() {
        for (String nothing : new String[] {"", null}) {
            new Launcher(
                    nothing,
                    List::of,
                    STARTED,
                    () -> {},
                    () -> true,
                    () -> false,
                    status -> assertThat(status).isNull());
        }
    }
}
