package ft.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.FtServer;
import ft.api.server.Probe;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Servers of different descriptions run in one framework, and know nothing of each other. */
class ManyServersTest {
    private static final long END = 12_000_000;

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    ConfigurationAdmin admin;

    private Lab lab;
    private ServerConfigurations configured;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(context);
        configured = new ServerConfigurations(context, admin);
    }

    @AfterEach
    void close() throws Exception {
        configured.close();
        lab.close();
    }

    private CompletableFuture<Probe> boot(FtServer server) throws Exception {
        server.guest(lab.guest("ledger", Lab.LEDGER));
        CompletableFuture<Probe> probe = server.probeAt(END);
        Lab.boot(server);
        return probe;
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        FtServer first = configured.describe("first", Map.of());
        CompletableFuture<Probe> probe = boot(first);
        FtServer second = configured.describe("second", Map.of());
        configured.change("second", FtServer.NAME, "first");
        Lab.await("it is told", () -> second.settings().problem().contains("'first'"));
        configured.change("second", FtServer.NAME, "other");
        Lab.await("it is mended", () -> second.description().name().equals("other"));
        probe.get(60, TimeUnit.SECONDS);
        Lab.assertInSync(first);
    }

    @Test
    void oneGoesAnotherComesAndTheOthersDoNotNotice() throws Exception {
        FtServer pair = configured.describe("pair", Map.of("strategy", "checksum"));
        FtServer triple = configured.describe("triple", Map.of("systems", 3, "memory", "4MiB"));
        FtServer passing = configured.describe("passing", Map.of("driver", "SEQUENTIAL"));
        CompletableFuture<Probe> ofPair = boot(pair);
        CompletableFuture<Probe> ofTriple = boot(triple);
        boot(passing);

        configured.delete("passing");
        FtServer fourth = configured.describe("fourth", Map.of("quantum", 16384, "paced", false));
        CompletableFuture<Probe> ofFourth = boot(fourth);

        Probe golden = lab.simplex("ledger", Lab.LEDGER, END);
        Lab.assertGolden(ofPair.get(60, TimeUnit.SECONDS), golden);
        assertThat(ofTriple.get(60, TimeUnit.SECONDS).output()).isEqualTo(golden.output());
        assertThat(ofFourth.get(60, TimeUnit.SECONDS).clock()).isBetween(END, END + 16384);
        Lab.assertInSync(pair);
        assertThat(Lab.states(triple)).hasSize(3).containsOnly(SystemState.ONLINE_SYNC);
        assertThat(pair.reports()).allMatch(report -> report.strategy().equals("checksum"));
        assertThat(configured.isThere("passing")).isFalse();
        assertThat(Lab.states(lab.configured())).containsOnly(SystemState.OFF);
    }
}
