package ft.test.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.test.docs.CommandBlocks.Block;
import ft.test.support.Lab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Every command that the documentation tells a user to type can be typed. */
class CommandsInDocsTest {
    /** System property with the root of the sources. */
    private static final String ROOT = "ft.root";

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    CommandProcessor processor;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @AfterEach
    void leaveTheServerAsItWas() throws Exception {
        FtServer server = Lab.service(context, FtServer.class, "(" + FtServer.NAME + "=default)");
        server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
    }

    private static Path root() {
        String root = System.getProperty(ROOT);
        assertThat(root).as("system property " + ROOT + ", see cnf/test.bndrun").isNotNull();
        return Path.of(root);
    }

    private CommandSession session() {
        InputStream nothing = new ByteArrayInputStream(new byte[0]);
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        CommandSession session = processor.createSession(nothing, out, out);
        session.currentDir(root());
        return session;
    }

    /** Runs a block; what fails is told with its place. */
    private static void run(Block block, CommandSession session, List<String> failures) {
        for (int i = 0; i < block.commands().size(); i++) {
            String command = block.commands().get(i);
            try {
                if (command.contains("ft:exit")) {
                    throw new IllegalArgumentException("it would end this test");
                }
                session.execute(command);
            } catch (Exception e) {
                failures.add(
                        block.file()
                                + ", block at line "
                                + block.line()
                                + ", "
                                + command
                                + ": "
                                + e);
            }
        }
    }

    @Test
    void everyBlockOfCommandsWorks() throws Exception {
        List<Block> blocks = CommandBlocks.of(root());
        List<String> failures = new ArrayList<>();
        try (CommandSession session = session()) {
            session.execute("ft:start"); // as ./ft does before its prompt
            for (Block block : blocks) {
                run(block, session, failures);
            }
        }
        assertThat(failures)
                .as(() -> "it printed:\n" + output.toString(StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(blocks).allSatisfy(block -> assertThat(block.commands()).isNotEmpty());
        assertThat(blocks).as("blocks that were run").hasSize(fences());
    }

    /** The same count, taken more simply. */
    private static int fences() throws IOException {
        int fences = 0;
        List<Path> files = new ArrayList<>();
        files.add(root().resolve("README.md"));
        try (var docs = Files.newDirectoryStream(root().resolve("docs"), "*.md")) {
            docs.forEach(files::add);
        }
        for (Path file : files) {
            fences += (int) Files.readString(file).lines().filter("```ft"::equals).count();
        }
        assertThat(fences).as("there is something to run").isPositive();
        return fences;
    }

    @Test
    void aCommandThatFailsIsFound() throws Exception {
        List<String> text =
                List.of("text", "```ft", "ft:help", "ft:nonsense", "```", "```java", "x;", "```");
        List<Block> blocks = CommandBlocks.in("some.md", text);
        assertThat(blocks)
                .containsExactly(new Block("some.md", 3, List.of("ft:help", "ft:nonsense")));
        List<String> failures = new ArrayList<>();
        try (CommandSession session = session()) {
            run(blocks.get(0), session, failures);
            assertThatThrownBy(() -> session.execute("ft:nonsense"))
                    .hasToString("There is no command 'ft:nonsense'; help lists them.");
        }
        assertThat(failures)
                .singleElement()
                .asString()
                .startsWith("some.md, block at line 3, ft:nonsense");
        assertThat(output.toString(StandardCharsets.UTF_8)).doesNotContain("Exception");
    }
}
