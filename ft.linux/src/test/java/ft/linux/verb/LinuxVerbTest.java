package ft.linux.verb;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.history.Historian;
import ft.api.server.FtServer;
import ft.api.server.ServerDescription;
import ft.api.verb.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server is made of that Linux runs on, with a kernel of one's own. */
class LinuxVerbTest {
    @TempDir Path folder;

    private final Map<String, String> changed = new LinkedHashMap<>();
    private final FakeServer.Guest ends =
            new FakeServer.Guest() {
                @Override
                public void boots(FakeServer server) {
                    server.exit("pass");
                }
            };
    private final List<String> recorded = new ArrayList<>();
    private final Historian historian = Recorded.in(recorded);
    private FakeServer machine;

    @BeforeEach
    void write() throws Exception {
        Files.write(folder.resolve("Image"), new byte[64]);
        Files.write(folder.resolve("sbi"), new byte[64]);
    }

    private static FtServer named(String name) {
        return new FakeServer(FakeServer.description(name, true), new FakeServer.Guest() {})
                .server();
    }

    private int run(List<FtServer> servers, String... more) throws Exception {
        machine = new FakeServer(servers.get(0).description(), ends);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "--kernel", folder.resolve("Image").toString(),
                                "--sbi", folder.resolve("sbi").toString()));
        words.addAll(List.of(more));
        return new LinuxVerb(FakeServer.factory(changed, machine), historian, servers)
                .run(
                        words,
                        new PrintStream(new ByteArrayOutputStream()),
                        new PrintStream(new ByteArrayOutputStream()));
    }

    @Test
    void aServerOfAnyNameWillDo() throws Exception {
        assertThat(run(List.of(named("mine")))).isEqualTo(Verb.OK);
        assertThat(machine.program.image()).hasSize(64);
        assertThat(machine.program.arguments()).contains("console=ttyS0");
    }

    @Test
    void aSessionIsRecordedFromItsPowerOn() throws Exception {
        Path file = folder.resolve("my.record");
        run(List.of(named("default")));
        assertThat(recorded).isEmpty();
        run(List.of(named("default")), "--record", file.toString());
        assertThat(recorded).containsExactly(file.toString());
    }

    @Test
    void ofSeveralTheDefaultIsTakenOrTheFirst() {
        assertThat(LinuxVerb.chosen(List.of(named("a"), named("default"))).description().name())
                .isEqualTo("default");
        assertThat(LinuxVerb.chosen(List.of(named("b"), named("a"))).description().name())
                .isEqualTo("a");
    }

    @Test
    void whatDisksNeedIsChangedAndWhatIsGivenStays() throws Exception {
        run(List.of(named("default")), "--memory", "1GiB", "--disk0", "/a/b.img", "--simplex");
        assertThat(changed)
                .containsEntry("memory", "1GiB")
                .containsEntry("slot.disk0.image", "/a/b.img")
                .containsEntry("slot.disk1.memory", "64MiB")
                .containsEntry("automaticSync", "false")
                .containsEntry("ejectMicros", "2000000")
                .doesNotContainKeys("slot.disk0.memory", "paced");
    }

    @Test
    void aDescriptionThatKnowsHowLongAFarewellIsKeepsIt() throws Exception {
        ServerDescription base = FakeServer.description("default", true, 5);
        run(List.of(new FakeServer(base, ends).server()));
        assertThat(changed).doesNotContainKey("ejectMicros");
    }
}
