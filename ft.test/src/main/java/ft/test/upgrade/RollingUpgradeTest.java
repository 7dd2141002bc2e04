package ft.test.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import ft.api.upgrade.Upgrade;
import ft.api.upgrade.UpgradeRequest;
import ft.api.upgrade.UpgradeResult;
import ft.api.upgrade.UpgradeResult.Outcome;
import ft.api.upgrade.UpgradeStep.Kind;
import ft.api.upgrade.Upgrader;
import ft.test.support.Lab;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.test.common.annotation.InjectBundleContext;

/** The processor is replaced under a guest that runs. */
class RollingUpgradeTest {
    private static final String CPU = "ft.cpu";
    private static final String NEWER = "9.1.0";

    /** Long enough for the guest to print something, which is where the wrong version is wrong. */
    private static final long TRIAL = 100_000_000;

    private static final long SHORT_TRIAL = TRIAL / 5;

    private static final long PATIENCE_SECONDS = 2 * Lab.PATIENCE_SECONDS;

    @InjectBundleContext BundleContext context;

    @TempDir Path folder;

    private Lab lab;
    private Upgrader upgrader;
    private Bundle original;
    private Path originalFile;
    private String version;
    private FtServer server;

    @BeforeEach
    void find() throws Exception {
        lab = new Lab(context);
        upgrader = Lab.service(context, Upgrader.class, "");
        original = processors().get(0);
        version = original.getVersion().toString();
        originalFile = new Variant(original, version).write(folder);
    }

    /** Whatever has happened: the processor that was there before, and no other. */
    @AfterEach
    void restore() throws Exception {
        lab.close();
        for (Bundle bundle : processors()) {
            if (!bundle.getVersion().toString().equals(version)) {
                bundle.uninstall();
            }
        }
        if (processors().isEmpty()) {
            // An injected context takes back what was installed by it.
            FrameworkUtil.getBundle(getClass())
                    .getBundleContext()
                    .installBundle(originalFile.toUri().toString())
                    .start();
        }
        assertThat(processors()).hasSize(1);
    }

    private List<Bundle> processors() {
        return Stream.of(context.getBundles())
                .filter(bundle -> CPU.equals(bundle.getSymbolicName()))
                .toList();
    }

    private Variant variant(String other) {
        return new Variant(original, other);
    }

    private void serve(String... options) throws Exception {
        server = lab.server(options);
        lab.bootTo(server, "ledger", Lab.LEDGER, 2_000_000);
        assertThat(Lab.states(server)).containsOnly(SystemState.ONLINE_SYNC);
        server.release();
    }

    private Upgrade begin(Path file, long trial) throws ServerException {
        return upgrader.begin(new UpgradeRequest(CPU, file.toString(), trial, List.of(server)));
    }

    private static UpgradeResult end(Upgrade upgrade) throws Exception {
        return upgrade.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private UpgradeResult upgrade(Path file) throws Exception {
        Upgrade upgrade = begin(file, SHORT_TRIAL);
        UpgradeResult result = end(upgrade);
        assertThat(upgrade.steps()).isNotEmpty();
        return result;
    }

    private List<String> boards() {
        return server.parts().stream()
                .filter(part -> part.kind() == PartKind.PROCESSOR)
                .map(PartStatus::version)
                .toList();
    }

    private List<String> installed() {
        return processors().stream().map(bundle -> bundle.getVersion().toString()).toList();
    }

    /** Stops the guest where it is, and compares it with one that nothing was done to. */
    private void assertGolden() throws Exception {
        Probe probe = server.probeAt(0).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Lab.assertGolden(probe, lab.simplex("ledger", Lab.LEDGER, probe.clock()));
    }

    private void assertRolledBack(UpgradeResult result) {
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(Lab.states(server)).containsOnly(SystemState.ONLINE_SYNC);
        assertThat(boards()).containsOnly(version);
        assertThat(installed()).containsExactly(version);
        assertThat(server.outages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver=PARALLEL", "driver=SEQUENTIAL"})
    void bothSystemsRunOnTheOtherVersionAndTheGuestDoesNotNotice(String driver) throws Exception {
        serve(driver);
        UpgradeResult result = upgrade(variant(NEWER).write(folder));
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.UPGRADED);
        assertThat(boards()).containsExactly(NEWER, NEWER);
        assertThat(installed()).containsExactly(NEWER);
        assertThat(Lab.states(server)).containsOnly(SystemState.ONLINE_SYNC);
        assertThat(server.outages()).isEmpty();
        assertGolden();
    }

    /** A version is newer by what it says, and nothing depends on it. */
    @Test
    void theWayBackToAnOlderVersionIsTheSame() throws Exception {
        serve();
        upgrade(variant("0.0.1").write(folder));
        assertThat(boards()).containsExactly("0.0.1", "0.0.1");
        UpgradeResult back = upgrade(originalFile);
        assertThat(back.outcome()).as(back::text).isEqualTo(Outcome.UPGRADED);
        assertThat(boards()).containsExactly(version, version);
        assertThat(installed()).containsExactly(version);
    }

    @Test
    void aVersionThatCalculatesWrongIsCaughtByTheComparators() throws Exception {
        serve();
        Path wrong = variant(NEWER).wrongResult("ft.cpu.hart.Multiplier", "remu").write(folder);
        Upgrade upgrade = begin(wrong, 20 * TRIAL);
        UpgradeResult result = end(upgrade);
        assertRolledBack(result);
        assertThat(result.text()).contains("differ");
        assertThat(upgrade.steps())
                .as("ACT was never on it")
                .noneMatch(step -> step.kind() == Kind.OUT && step.text().contains("exchanged"));
        assertGolden();
    }

    @Test
    void aVersionThatDoesNotResolveTouchesNothing() throws Exception {
        serve();
        Path broken =
                variant(NEWER)
                        .header(Constants.IMPORT_PACKAGE, "nowhere.to.be.found")
                        .write(folder);
        UpgradeResult result = upgrade(broken);
        assertRolledBack(result);
        assertThat(result.text())
                .startsWith("ft.cpu 9.1.0 does not resolve: ")
                .contains("nowhere.to.be.found");
        assertThat(server.reports()).hasSize(1);
    }

    @Test
    void aVersionWithoutAProcessorTouchesNothing() throws Exception {
        serve();
        UpgradeResult result =
                upgrade(variant(NEWER).header("Service-Component", null).write(folder));
        assertRolledBack(result);
        assertThat(result.text()).contains("does not provide what").contains("CpuSubsystemFactory");
        assertThat(server.reports()).hasSize(1);
    }

    @Test
    void aVersionWithAnotherContextIsRefusedByIt() throws Exception {
        serve();
        Path other = variant(NEWER).constant("ft.cpu.subsystem.ContextForm", 4, 5).write(folder);
        UpgradeResult result = upgrade(other);
        assertRolledBack(result);
        assertThat(result.text()).contains("the context has version 4");
    }

    @Test
    void threeSystemsAreUpgradedOneAfterTheOther() throws Exception {
        serve("systems=3");
        UpgradeResult result = upgrade(variant(NEWER).write(folder));
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.UPGRADED);
        assertThat(boards()).containsExactly(NEWER, NEWER, NEWER);
        assertThat(Lab.states(server)).containsOnly(SystemState.ONLINE_SYNC);
    }

    private static CompletableFuture<Void> first(Upgrade upgrade, Kind kind, String text) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        upgrade.onStep(
                step -> {
                    if (step.kind() == kind && step.text().contains(text)) {
                        seen.complete(null);
                    }
                });
        return seen;
    }

    /** Cancelled when ACT is on the new version already: all the way back. */
    @Test
    void whatIsCancelledGoesBack() throws Exception {
        serve();
        Upgrade upgrade = begin(variant(NEWER).write(folder), TRIAL);
        first(upgrade, Kind.OUT, "exchanged").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        upgrade.cancel();
        UpgradeResult result = end(upgrade);
        assertRolledBack(result);
        assertThat(result.text()).isEqualTo("it was cancelled");
        assertGolden();
    }

    /** The bundle that drives it goes: its thread finds the way back all the same. */
    @Test
    void whatIsLeftAloneGoesBack() throws Exception {
        serve();
        Upgrade upgrade = begin(variant(NEWER).write(folder), 100 * TRIAL);
        first(upgrade, Kind.IN_STEP, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Bundle provision = bundle("ft.provision");
        provision.stop();
        try {
            assertRolledBack(end(upgrade));
        } finally {
            provision.start();
        }
    }

    @Test
    void aBoardThatIsPulledInTheMiddleStaysOutAndTheRestGoesBack() throws Exception {
        serve();
        Upgrade upgrade = begin(variant(NEWER).write(folder), 100 * TRIAL);
        first(upgrade, Kind.IN_STEP, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        server.submit(new Operation.Pull(1, Board.CPU)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        UpgradeResult result = end(upgrade);
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.text()).contains("#1 left Online sync: CPU board pulled");
        assertThat(Lab.states(server)).containsExactly(SystemState.ONLINE_READY, SystemState.OFF);
        assertThat(installed()).containsExactly(version);
        server.submit(new Operation.Insert(1, Board.CPU)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Lab.await("it is in step again", () -> !Lab.states(server).contains(SystemState.OFF));
        assertThat(boards()).containsExactly(version, version);
    }

    /** The old version is gone with its board: what is left is said, and can be gone on with. */
    @Test
    void anUpgradeThatLostTheOldVersionStandsHalfWayAndIsGoneOnWith() throws Exception {
        serve();
        Path newer = variant(NEWER).write(folder);
        Upgrade upgrade = begin(newer, 100 * TRIAL);
        first(upgrade, Kind.IN_STEP, "").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        server.submit(new Operation.Pull(0, Board.CPU)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        UpgradeResult result = end(upgrade);
        assertThat(result.outcome()).isEqualTo(Outcome.UNFINISHED);
        assertThat(result.text()).contains("provides the service alone");
        assertThat(installed()).containsExactly(version, NEWER);

        server.submit(new Operation.Insert(0, Board.CPU)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Lab.await(
                "both are in step",
                () ->
                        Lab.states(server).stream()
                                .allMatch(state -> state == SystemState.ONLINE_SYNC));
        assertThat(boards()).containsExactly(version, NEWER);
        UpgradeResult again = upgrade(newer);
        assertThat(again.outcome()).as(again::text).isEqualTo(Outcome.UPGRADED);
        assertThat(boards()).containsExactly(NEWER, NEWER);
        assertThat(installed()).containsExactly(NEWER);
    }

    @Test
    void aVersionThatIsOnlyInstalledChangesNothing() throws Exception {
        serve();
        Bundle beside = context.installBundle(variant(NEWER).write(folder).toUri().toString());
        beside.start();
        server.submit(new Operation.Pull(1, Board.CPU)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        server.submit(new Operation.Insert(1, Board.CPU)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Lab.await(
                "both are in step",
                () ->
                        Lab.states(server).stream()
                                .allMatch(state -> state == SystemState.ONLINE_SYNC));
        assertThat(boards()).containsExactly(version, version);
        // Without a source it is the one that is meant.
        Upgrade upgrade = upgrader.begin(new UpgradeRequest(CPU, "", 0, List.of(server)));
        UpgradeResult result = end(upgrade);
        assertThat(result.outcome()).as(result::text).isEqualTo(Outcome.UPGRADED);
        assertThat(boards()).containsExactly(NEWER, NEWER);
    }

    @Test
    void whatCannotBeBegunIsRefusedWithASentence() throws Exception {
        serve();
        Path guest = new Variant(bundle("ft.guest"), NEWER).write(folder);
        refused(CPU, originalFile.toString(), "ft.cpu " + version + " is in use already");
        refused(CPU, guest.toString(), guest + " is ft.guest, not ft.cpu");
        refused(CPU, "nowhere.jar", "nowhere.jar cannot be read: there is no such file");
        refused(CPU, "", "No other version of ft.cpu is installed beside " + version);
        refused("ft.nothing", "", "There is no bundle ft.nothing that servers are made of");
        refused("ft.api", "x.jar", "ft.api cannot be replaced while servers run: every bundle");
        server.submit(new Operation.Pull(1, Board.CPU)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        refused(CPU, variant(NEWER).write(folder).toString(), "have to be in Online sync");
        assertThat(installed()).containsExactly(version);
    }

    private Bundle bundle(String name) throws BundleException {
        return Stream.of(context.getBundles())
                .filter(each -> name.equals(each.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private void refused(String bundle, String source, String sentence) {
        assertThatThrownBy(
                        () ->
                                upgrader.begin(
                                        new UpgradeRequest(bundle, source, TRIAL, List.of(server))))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(sentence);
    }
}
