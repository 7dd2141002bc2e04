package ft.test.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Servers come and go with their configurations. */
class ConfiguredServersTest {
    private static final long END = 6_000_000;

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    ConfigurationAdmin admin;

    private Lab lab;
    private ConfiguredServers configured;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(context);
        configured = new ConfiguredServers(context, admin);
    }

    @AfterEach
    void close() throws Exception {
        configured.close();
        lab.close();
    }

    @Test
    void twoServersRunSideBySide() throws Exception {
        FtServer first = configured.describe("first", "strategy", "checksum");
        FtServer second = configured.describe("second", "strategy", "trace");
        var firstHeld = first.probeAt(END);
        lab.boot(first, "ledger", Lab.LEDGER);
        Probe ofSecond = lab.bootTo(second, "ledger", Lab.LEDGER, END);
        Probe ofFirst = firstHeld.get(45, TimeUnit.SECONDS);

        Lab.assertInSync(first);
        Lab.assertInSync(second);
        Lab.assertGolden(ofFirst, ofSecond);
        assertThat(first.reports().get(0).strategy()).isEqualTo("checksum");
        assertThat(second.reports().get(0).strategy()).isEqualTo("trace");
        assertThat(Lab.states(lab.configured())).containsOnly(SystemState.OFF);
    }

    @Test
    void aServerNeedsNobodyWhoUsesIt() throws Exception {
        FtServer server = configured.describe("lonely", "harts", 1); // got, and ungot again
        lab.bootTo(server, "ledger", Lab.LEDGER, 1_000_000);
        assertThat(Lab.service(context, FtServer.class, "(" + FtServer.NAME + "=lonely)"))
                .isSameAs(server);
        Lab.runTo(server, 2_000_000);
    }

    @Test
    void aServerGoesWithItsConfiguration() throws Exception {
        FtServer server = configured.describe("passing", "harts", 2);
        assertThat(server.description().harts()).isEqualTo(2);
        lab.bootTo(server, "ledger", Lab.LEDGER, 1_000_000);

        configured.close();

        assertThat(configured.isThere("passing")).isFalse();
        assertThat(configured.isThere("default")).isTrue();
        assertThatThrownBy(() -> server.submit(new Operation.PowerOn(Operation.ALL)).get())
                .cause()
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("closed");
    }

    /** As third parties bring servers: a bundle with a JSON file. */
    @Test
    void aBundleBringsAServerAndTakesItAway() throws Exception {
        Bundle bundle = context.installBundle("test:brought", bundleWithServer());
        try {
            bundle.start();
            FtServer server =
                    Lab.service(context, FtServer.class, "(" + FtServer.NAME + "=brought)");
            assertThat(server.description().memoryBytes()).isEqualTo(2 << 20);
            assertThat(server.description().slots())
                    .singleElement()
                    .satisfies(slot -> assertThat(slot.name()).isEqualTo("finisher0"));
            lab.boot(server, "hello", "");
            Lab.await("the guest has ended", () -> server.guestExit().isPresent());
            assertThat(server.guestExit()).hasValue("pass");
        } finally {
            bundle.uninstall();
        }
        Lab.await("the server is gone", () -> !configured.isThere("brought"));
    }

    private static InputStream bundleWithServer() throws Exception {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "test.brought");
        headers.putValue(
                Constants.REQUIRE_CAPABILITY,
                "osgi.extender;filter:=\"(osgi.extender=osgi.configurator)\"");
        String json =
                """
                {
                  ":configurator:resource-version": 1,
                  "ft.server~brought": {
                    "ft.server": "brought",
                    "memory": "2MiB",
                    "paced:Boolean": false,
                    "slots": [ "finisher0 io=0 device=sifive-test base=0x100000 size=0x1000" ]
                  }
                }
                """;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("OSGI-INF/configurator/server.json"));
            jar.write(json.getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
