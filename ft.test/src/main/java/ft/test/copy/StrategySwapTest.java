package ft.test.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncProgress;
import ft.api.server.ResyncReport;
import ft.api.server.ServerException;
import ft.api.server.StrategyStatus;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.test.common.annotation.InjectBundleContext;

/** Bundles with copy strategies are stopped, updated and started in the middle of a copy. */
class StrategySwapTest {
    private static final long PULL = 8_000_000;
    private static final long INSERT = 8_100_000;
    private static final long MIDDLE = 9_000_000;

    private static final String[] ALL = {
        "checksum",
        "checksum-demand",
        "checksum-hybrid",
        "checksum-iterate",
        "checksum-literal",
        "checksum-third",
        "checksum-trap",
        "content",
        "stop-and-copy",
        "trace"
    };

    @InjectBundleContext BundleContext context;

    private Lab lab;
    private Bundle checksum;
    private Bundle trace;
    private FtServer server;

    @BeforeEach
    void startASlowCopy() throws Exception {
        lab = new Lab(context);
        checksum = bundle("ft.copy.checksum");
        trace = bundle("ft.copy.trace");
        server = lab.server("strategy=checksum", "backgroundShare=0.02");
        server.guest(lab.guest("ledger", Lab.LEDGER));
        Lab.at(server, PULL, new Operation.Pull(1, Board.CPU));
        Lab.at(server, INSERT, new Operation.Insert(1, Board.CPU));
        Lab.bootTo(server, MIDDLE);
        assertThat(server.reports()).hasSize(1);
        assertThat(Lab.states(server))
                .containsExactly(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        ResyncProgress progress = server.progress().orElseThrow();
        assertThat(progress.strategy()).isEqualTo("checksum");
        assertThat(progress.phase()).contains("T106");
    }

    @AfterEach
    void close() throws BundleException {
        lab.close();
        checksum.start();
        trace.start();
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .findAny()
                .orElseThrow();
    }

    private List<String> installed() {
        return server.strategies().stream().map(StrategyStatus::name).toList();
    }

    private ResyncReport lastReport() {
        List<ResyncReport> reports = server.reports();
        return reports.get(reports.size() - 1);
    }

    private void finish(long end) throws Exception {
        assertFinished(Lab.runTo(server, end));
    }

    private void assertFinished(Probe probe) throws Exception {
        Lab.assertInSync(server);
        assertThat(server.progress()).isEmpty();
        assertThat(probe.clock()).isGreaterThanOrEqualTo(Lab.END);
        Lab.assertGolden(probe, lab.simplex("ledger", Lab.LEDGER, probe.clock()));
    }

    @Test
    void anotherStrategyRepeatsTheAttemptOfOneThatWasStopped() throws Exception {
        checksum.stop();
        assertThat(installed()).containsExactly("trace");
        Lab.runTo(server, 18_000_000);
        Lab.assertInSync(server);
        checksum.start();
        assertThat(installed()).containsExactly(ALL);
        server.submit(new Operation.SelectStrategy(0, "checksum"));
        Lab.at(server, 19_000_000, new Operation.Pull(1, Board.CPU));
        Lab.at(server, 19_100_000, new Operation.Insert(1, Board.CPU));

        finish(36_000_000);

        assertThat(server.reports()).hasSize(3).allMatch(ResyncReport::succeeded);
        ResyncReport repeated = server.reports().get(1);
        assertThat(repeated.strategy()).isEqualTo("trace");
        assertThat(repeated.attempts()).isEqualTo(2);
        assertThat(lastReport().strategy()).isEqualTo("checksum");
        assertThat(lastReport().attempts()).isEqualTo(1);
        assertThat(Lab.told(server)).anyMatch(text -> text.contains("checksum was withdrawn"));
    }

    @Test
    void aStrategyThatIsUpdatedRepeatsItsAttempt() throws Exception {
        checksum.update();
        assertThat(checksum.getState()).isEqualTo(Bundle.ACTIVE);
        finish(Lab.END);
        assertThat(server.reports()).hasSize(2).allMatch(ResyncReport::succeeded);
        assertThat(lastReport().strategy()).isEqualTo("checksum");
        assertThat(lastReport().attempts()).isEqualTo(2);
    }

    @Test
    void whileThereIsNoStrategyTheServerWaitsAndSaysSo() throws Exception {
        checksum.stop();
        trace.stop();
        Probe waiting = Lab.runTo(server, MIDDLE + 3_000_000);

        assertThat(Lab.states(server))
                .containsExactly(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        assertThat(server.progress())
                .hasValueSatisfying(
                        progress ->
                                assertThat(progress.phase())
                                        .isEqualTo("waiting for a copy strategy"));
        assertThat(server.strategies()).isEmpty();
        assertThatThrownBy(
                        () ->
                                server.submit(new Operation.SelectStrategy(0, "checksum"))
                                        .get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("checksum");
        assertThat(waiting.clock()).as("the guest goes on").isGreaterThan(MIDDLE + 2_900_000);

        trace.start();
        finish(Lab.END);
        assertThat(server.reports()).hasSize(2);
        assertThat(lastReport().strategy()).isEqualTo("trace");
        assertThat(lastReport().attempts()).isEqualTo(2);
    }

    /** At no certain instruction: what the guest does must not depend on it. */
    @Test
    void bundlesAreSwappedWhileTheGuestRuns() throws Exception {
        BlockingQueue<ResyncReport> ended = new LinkedBlockingQueue<>();
        try (AutoCloseable listening = server.onReport(ended::add)) {
            var atTheEnd = server.probeAt(Lab.END);
            server.release();
            checksum.stop();
            ResyncReport report = ended.poll(60, TimeUnit.SECONDS);
            assertThat(report).as(() -> Lab.told(server).toString()).isNotNull();
            assertThat(report.succeeded()).isTrue();
            // The bundle's strategies go one after the other, so another of them may be tried yet.
            assertThat(report.attempts()).isBetween(1, ALL.length);
            checksum.start();
            trace.stop();
            assertFinished(atTheEnd.get(60, TimeUnit.SECONDS));
        }
    }
}
