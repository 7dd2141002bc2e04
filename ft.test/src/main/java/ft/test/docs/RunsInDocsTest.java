package ft.test.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.verb.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.test.common.annotation.InjectService;

/** Every {@code ./ft run} in a block of shell commands in {@code docs} does what it says. */
class RunsInDocsTest {
    private static final String BLOCK = "```sh";
    private static final String COMMAND = "./ft run ";
    private static final String MAKE_FOLDER = "mkdir -p ";

    /** What follows a command that does not end with 0. */
    private static final String STATUS = " # status ";

    /** Where the documentation writes to; a folder of this test instead. */
    private static final String FOLDER = "target/";

    @InjectService(filter = "(component.name=ft.console.run.RunVerb)", timeout = 10_000)
    Verb run;

    @TempDir Path folder;

    private List<String> commands() throws Exception {
        List<String> commands = new ArrayList<>();
        try (var docs =
                Files.newDirectoryStream(Path.of(System.getProperty("ft.root"), "docs"), "*.md")) {
            for (Path file : docs) {
                boolean inside = false;
                for (String line : Files.readAllLines(file)) {
                    inside = line.startsWith("```") ? line.equals(BLOCK) : inside;
                    if (inside && line.startsWith(COMMAND)) {
                        commands.add(line);
                    } else if (inside && line.startsWith(MAKE_FOLDER)) {
                        Files.createDirectories(
                                Path.of(
                                        line.substring(MAKE_FOLDER.length())
                                                .replace(FOLDER, folder + "/")));
                    }
                }
            }
        }
        return commands;
    }

    @Test
    void theyEndAsTheDocumentationSays() throws Exception {
        List<String> commands = commands();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            int mark = command.indexOf(STATUS);
            int status = mark < 0 ? 0 : Integer.parseInt(command.substring(mark + STATUS.length()));
            String words = command.substring(COMMAND.length(), mark < 0 ? command.length() : mark);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int ended =
                    run.run(
                            List.of(words.replace(FOLDER, folder + "/").split(" ")),
                            new PrintStream(said),
                            new PrintStream(said));
            assertThat(ended).as(command + "\n" + said).isEqualTo(status);
        }
        assertThat(Files.readAllLines(folder.resolve("verdict.signature"))).hasSize(8);
    }
}
