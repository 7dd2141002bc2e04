package ft.provision.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import ft.api.upgrade.UpgradeRequest;
import ft.api.upgrade.UpgradeResult;
import ft.api.upgrade.UpgradeResult.Outcome;
import ft.api.upgrade.UpgradeStep;
import ft.api.upgrade.UpgradeWay;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a rolling upgrade, forth and back, on a server that does what a test says. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RollingStepsTest {
    private static final long TRIAL_NANOS = 200_000_000;

    /** Between the begin and the end of the trial. */
    private static final long TRIAL_CYCLES = 10_000_000;

    @TempDir Path folder;

    private final ScriptedShelf shelf = new ScriptedShelf();
    private ScriptedServer script = new ScriptedServer(2, "1.0.0");
    private UpgradeRun run;
    private Path newer;

    @BeforeEach
    void install() throws IOException {
        shelf.add("1.0.0");
        newer = jar("cpu", "2.0.0");
    }

    private Path jar(String bundle, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", bundle + ";singleton:=true");
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        Path file = folder.resolve(bundle + version + ".jar");
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
        return file;
    }

    private UpgradeRun plan(String source) throws ServerException {
        List<FtServer> servers = List.of(script.server());
        UpgradeRequest request = new UpgradeRequest("cpu", source, TRIAL_NANOS, servers);
        return new Plan(shelf, request, UpgradeWay.ROLLING, servers, null).make();
    }

    private UpgradeResult upgrade() throws ServerException {
        run = plan(newer.toString());
        run.run();
        return run.result().join();
    }

    private void assertRolledBack(UpgradeResult result, String why) {
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.text()).contains(why);
        assertThat(script.versions()).containsOnly("1.0.0");
        assertThat(script.states()).containsOnly(SystemState.ONLINE_SYNC);
        assertThat(shelf.versions()).containsExactly("1.0.0");
    }

    private List<String> kinds() {
        return run.steps().stream().map(step -> step.kind() + " " + step.system()).toList();
    }

    @Test
    void whoStandsByComesFirst() throws ServerException {
        UpgradeResult result = upgrade();
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.UPGRADED);
        assertThat(result.text())
                .isEqualTo(
                        "cpu 2.0.0 is in use; on server scripted in all the guest stopped for"
                                + " 2.000 ms, without redundancy for 4.000 ms");
        assertThat(script.asked)
                .containsExactly(
                        new Operation.Relieve(1),
                        new Operation.Fit(1, "cpu", "2.0.0"),
                        new Operation.Insert(1, Board.CPU),
                        new Operation.Relieve(0),
                        new Operation.Fit(0, "cpu", "2.0.0"),
                        new Operation.Insert(0, Board.CPU));
        assertThat(kinds())
                .containsExactly(
                        "BUNDLE -1",
                        "OUT 1",
                        "IN 1",
                        "IN_STEP 1",
                        "TRIAL -1",
                        "OUT 0",
                        "IN 0",
                        "IN_STEP 0",
                        "TRIAL -1",
                        "BUNDLE -1");
        assertThat(run.steps()).extracting(UpgradeStep::number).isSorted();
        assertThat(shelf.versions()).containsExactly("2.0.0");
    }

    @Test
    void ofThreeActComesLast() throws ServerException {
        script = new ScriptedServer(3, "1.0.0");
        assertThat(upgrade().outcome()).isEqualTo(Outcome.UPGRADED);
        assertThat(script.asked.stream().filter(Operation.Relieve.class::isInstance))
                .containsExactly(
                        new Operation.Relieve(1),
                        new Operation.Relieve(2),
                        new Operation.Relieve(0));
    }

    @Test
    void whatDoesNotStartIsUninstalledAndNoBoardWasTouched() throws ServerException {
        shelf.refusesToStart = "2.0.0";
        assertRolledBack(upgrade(), "cpu 2.0.0 does not start: it was told so");
        assertThat(script.asked).isEmpty();
    }

    @Test
    void whatDoesNotComeIntoStepGoesBack() throws ServerException {
        script.faulty("2.0.0"::equals, "the context has version 4, not 5");
        assertRolledBack(upgrade(), "#1 fell out meanwhile: the context has version 4, not 5");
        assertThat(script.asked)
                .endsWith(
                        new Operation.Pull(1, Board.CPU),
                        new Operation.Fit(1, "cpu", "1.0.0"),
                        new Operation.Insert(1, Board.CPU));
    }

    @Test
    void whatDisagreesInTheTrialGoesBack() throws ServerException {
        script.after(
                TRIAL_CYCLES,
                () -> {
                    script.change(0, SystemState.ONLINE_ASYNC, "bus signatures differ");
                    script.change(1, SystemState.ONLINE_ASYNC, "bus signatures differ");
                });
        assertRolledBack(upgrade(), "left Online sync: bus signatures differ");
        assertThat(kinds()).doesNotContain("OUT 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Relieve", "Fit", "Insert"})
    void whatIsRefusedAtTheSecondSystemTakesTheFirstOneBackToo(String kind) throws ServerException {
        boolean[] once = {true};
        script.refuses(
                operation -> {
                    boolean meant =
                            once[0]
                                    && operation.system() == 0
                                    && operation.getClass().getSimpleName().equals(kind);
                    once[0] &= !meant;
                    return meant;
                });
        assertRolledBack(upgrade(), "refused by the test");
    }

    @Test
    void whatIsCancelledGoesBack() throws ServerException {
        script.after(TRIAL_CYCLES, () -> run.cancel());
        assertRolledBack(upgrade(), "it was cancelled");
    }

    @Test
    void whoIsCancelledOnTheWayBackGoesOnBack() throws ServerException {
        script.faulty(
                version -> {
                    run.cancel();
                    return version.equals("2.0.0");
                },
                "no");
        assertRolledBack(upgrade(), "#1 fell out meanwhile: no");
    }

    /** What systems tell of themselves may come after what is told of them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 10})
    void aBoardThatSomebodyPullsStaysOut(int looks) throws ServerException {
        script.after(
                TRIAL_CYCLES,
                () -> {
                    script.late(looks);
                    script.take(1, "CPU board pulled");
                });
        UpgradeResult result = upgrade();
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.text()).contains("#1 left Online sync: CPU board pulled");
        assertThat(script.states()).containsExactly(SystemState.ONLINE_READY, SystemState.OFF);
        assertThat(script.asked).endsWith(new Operation.Fit(1, "cpu", "1.0.0"));
        assertThat(shelf.versions()).containsExactly("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 10})
    void withoutTheOldVersionInServiceThereIsNoWayBack(int looks) throws ServerException {
        script.after(
                TRIAL_CYCLES,
                () -> {
                    script.late(looks);
                    script.take(0, "CPU board pulled");
                });
        UpgradeResult result = upgrade();
        assertThat(result.outcome()).isEqualTo(Outcome.UNFINISHED);
        assertThat(result.text())
                .contains("#0 left Online sync: CPU board pulled")
                .contains("#1 on 2.0.0 provides the service alone, and nobody can relieve it");
        assertThat(shelf.versions()).containsExactly("1.0.0", "2.0.0");
    }

    /** Where it stood still half way it goes on, in either direction. */
    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "2.0.0"})
    void aMixedPairIsBroughtToOneVersion(String wanted) throws ServerException {
        withoutTheOldVersionInServiceThereIsNoWayBack(0);
        script.submit(new Operation.Insert(0, Board.CPU));
        assertThat(script.versions()).containsExactly("1.0.0", "2.0.0");
        run = plan(wanted);
        run.run();
        assertThat(run.result().join().outcome()).isEqualTo(Outcome.UPGRADED);
        assertThat(script.versions()).containsOnly(wanted);
        assertThat(shelf.versions()).containsExactly(wanted);
    }

    /** All of it is done but for what is left over. */
    @Test
    void anOldVersionThatDoesNotGoTakesAllOfItBack() throws ServerException {
        shelf.refusesToGo = "1.0.0";
        assertRolledBack(upgrade(), "cpu 1.0.0 cannot be uninstalled: it was told so");
    }

    @Test
    void whatCannotBeBegunIsRefused() throws Exception {
        assertRefused("", "No other version of cpu is installed beside 1.0.0");
        assertRefused(jar("cpu", "1.0.0").toString(), "cpu 1.0.0 is in use already");
        assertRefused(jar("gpu", "2.0.0").toString(), " is gpu, not cpu");
        assertRefused(jar("cpu", "two").toString(), " has the version two, which is none");
        assertRefused("missing.jar", "missing.jar cannot be read: there is no such file");
        assertRefused("nothing://at.all", "nothing://at.all cannot be read: it is neither a file");
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertRefused(text.toString(), " is no OSGi bundle");
        script.change(1, SystemState.OFFLINE, "");
        assertRefused(newer.toString(), "have to be in Online sync, so that one of them serves");
    }

    private void assertRefused(String source, String sentence) {
        assertThatThrownBy(() -> plan(source))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(sentence);
        assertThat(shelf.versions()).containsExactly("1.0.0");
    }
}
