package ft.console.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.ServerException;
import ft.api.upgrade.Upgradable;
import ft.api.upgrade.Upgrade;
import ft.api.upgrade.UpgradeProgress;
import ft.api.upgrade.UpgradeRequest;
import ft.api.upgrade.UpgradeResult;
import ft.api.upgrade.UpgradeResult.Outcome;
import ft.api.upgrade.UpgradeStep;
import ft.api.upgrade.UpgradeStep.Kind;
import ft.api.upgrade.UpgradeWay;
import ft.api.upgrade.Upgrader;
import ft.console.view.ValueConverter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ft:upgrade} asks for and shows. */
@Timeout(30)
class UpgradeCommandTest implements Upgrader {
    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<UpgradeRequest> asked = new ArrayList<>();
    private UpgradeResult end = result(Outcome.UPGRADED, "ft.cpu 2.0.0 is in use");
    private String refusal = "";
    private Runnable whenAsked = () -> {};
    private FakeUpgrade upgrade = new FakeUpgrade();
    private CommandSession session;

    @TempDir Path folder;

    @BeforeEach
    void startGogo() {
        threadIo.start();
        CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
        processor.addConverter(new ValueConverter());
        processor.addCommand("ft", new UpgradeCommands(this), "upgrade");
        session =
                processor.createSession(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(new ByteArrayOutputStream()),
                        new PrintStream(err));
        session.currentDir(folder);
    }

    @AfterEach
    void stopGogo() {
        session.close();
        threadIo.stop();
    }

    private static UpgradeResult result(Outcome outcome, String text) {
        return new UpgradeResult(outcome, "ft.cpu", "1.0.0", "2.0.0", text);
    }

    @Override
    public List<Upgradable> bundles() {
        return List.of(
                new Upgradable("ft.api", "1.0.0", UpgradeWay.NONE, List.of(), "all wired to it"),
                new Upgradable("ft.cpu", "1.0.0", UpgradeWay.ROLLING, List.of("2.0.0"), ""));
    }

    @Override
    public Upgrade begin(UpgradeRequest request) throws ServerException {
        asked.add(request);
        if (!refusal.isEmpty()) {
            throw new ServerException(refusal);
        }
        whenAsked.run();
        return upgrade;
    }

    @Override
    public Optional<Upgrade> latest() {
        return Optional.empty();
    }

    /** Has done everything already. */
    private class FakeUpgrade implements Upgrade {
        final CompletableFuture<UpgradeResult> result = new CompletableFuture<>();
        boolean cancelled;

        @Override
        public String bundle() {
            return "ft.cpu";
        }

        @Override
        public String from() {
            return "1.0.0";
        }

        @Override
        public String to() {
            return "2.0.0";
        }

        @Override
        public UpgradeWay way() {
            return UpgradeWay.ROLLING;
        }

        @Override
        public List<UpgradeStep> steps() {
            return List.of();
        }

        @Override
        public AutoCloseable onStep(Consumer<UpgradeStep> listener) {
            listener.accept(new UpgradeStep(1, Kind.BUNDLE, "", -1, -1, "it is there"));
            listener.accept(new UpgradeStep(2, Kind.OUT, "default", 1, 1_234_567_000, "out"));
            listener.accept(new UpgradeStep(3, Kind.TURN, "", -1, -1, "they differ"));
            return () -> {};
        }

        @Override
        public Optional<UpgradeProgress> progress() {
            result.complete(end); // it was looked at once
            return Optional.of(new UpgradeProgress("trial", 0.5));
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public CompletableFuture<UpgradeResult> result() {
            return result;
        }
    }

    private String shown(String line) throws Exception {
        return String.valueOf(session.format(session.execute(line), Converter.INSPECT));
    }

    @Test
    void everyStepIsALine() throws Exception {
        assertThat(shown("ft:upgrade ft.cpu")).isEqualTo("ft.cpu 2.0.0 is in use.");
        assertThat(err.toString().lines())
                .containsExactly(
                        "ft.cpu 1.0.0 -> 2.0.0, one system after the other; Ctrl-C takes it back",
                        "                  it is there",
                        "  1.234567 s  #1  out",
                        "                  turning back: they differ",
                        "    trial ....25%....50%");
        assertThat(asked.get(0)).isEqualTo(new UpgradeRequest("ft.cpu", ""));
    }

    @Test
    void aFileIsMeantAsSeenFromTheShell() throws Exception {
        Path jar = Files.createFile(folder.resolve("new.jar"));
        shown("ft:upgrade ft.cpu new.jar --trial 250");
        assertThat(asked.get(0).source()).isEqualTo(jar.toAbsolutePath().toString());
        assertThat(asked.get(0).trialNanos()).isEqualTo(250_000_000);
        for (String other : List.of("2.0.0", "https://nowhere.example/new.jar")) {
            upgrade = new FakeUpgrade();
            shown("ft:upgrade ft.cpu " + other);
            assertThat(asked.get(asked.size() - 1).source()).isEqualTo(other);
        }
    }

    @Test
    void whatDidNotSucceedIsAProblem() {
        end = result(Outcome.ROLLED_BACK, "they differ");
        assertThatThrownBy(() -> shown("ft:upgrade ft.cpu"))
                .hasMessage("Rolled back, all is as before: they differ.");
        upgrade = new FakeUpgrade();
        end = result(Outcome.UNFINISHED, "nobody is left");
        assertThatThrownBy(() -> shown("ft:upgrade ft.cpu"))
                .hasMessage("Neither done nor taken back: nobody is left.");
        refusal = "It is in use already";
        assertThatThrownBy(() -> shown("ft:upgrade ft.cpu")).hasMessage("It is in use already");
        assertThatThrownBy(() -> shown("ft:upgrade ft.cpu --trial -1"))
                .hasMessageContaining("The trial is from 0 ms");
    }

    /** Ctrl-C interrupts the command's thread. */
    @Test
    void whoInterruptsHasItTakenBack() throws Exception {
        whenAsked = () -> Thread.currentThread().interrupt(); // that of the command
        shown("ft:upgrade ft.cpu");
        assertThat(upgrade.cancelled).isTrue();
    }

    @Test
    void whatCanBeReplacedIsListed() throws Exception {
        assertThat(shown("ft:upgrade").lines().map(line -> line.replaceAll("\\s+", " ").trim()))
                .containsExactly(
                        "bundle in use beside it is replaced remark",
                        "ft.api 1.0.0 - - all wired to it",
                        "ft.cpu 1.0.0 2.0.0 one system after the other -",
                        "The other version is a file, a URL, or one that is installed beside it (put"
                                + " it into plugins/).");
    }
}
