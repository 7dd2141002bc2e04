package ft.test.swap;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.part.PartKind;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.test.support.Lab;
import ft.test.swap.Swap.Action;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** The bundle that a server itself comes from is exchanged: its guest goes on where it was. */
class ControllerSwapTest {
    private static final long HERE = 6_000_000;
    private static final long END = 12_000_000;

    @InjectBundleContext BundleContext context;
    @InjectService ConfigurationAdmin configurations;
    @TempDir Path folder;

    private String filter;
    private Swap chipset;
    private Configuration configuration;

    @BeforeEach
    void open() throws Exception {
        chipset = new Swap("ft.chipset", folder);
        // A server of the name of another one would be taken for it.
        String name = "carried-" + folder.getFileName();
        filter = "(" + FtServer.NAME + "=" + name + ")";
        FtServer standard = Lab.service(context, FtServer.class, "(" + FtServer.NAME + "=default)");
        Dictionary<String, Object> options = new Hashtable<>();
        options.put(FtServer.NAME, name);
        options.put("memory", "8MiB");
        options.put("paced", false);
        options.put(
                "slots",
                standard.description().slots().stream()
                        .map(ControllerSwapTest::line)
                        .toArray(String[]::new));
        configuration = configurations.getFactoryConfiguration("ft.server", name, "?");
        configuration.update(options);
    }

    private static String line(ft.api.io.SlotDescription slot) {
        StringBuilder line =
                new StringBuilder(
                        "%s io=%d device=%s base=%d size=%d irq=%d"
                                .formatted(
                                        slot.name(),
                                        slot.ioSubsystem(),
                                        slot.device(),
                                        slot.base(),
                                        slot.size(),
                                        slot.interrupt()));
        slot.options().forEach((name, value) -> line.append(" " + name + "=" + value));
        return line.toString();
    }

    @AfterEach
    void close() throws Exception {
        configuration.delete();
        chipset.close();
    }

    private FtServer server() throws InterruptedException {
        return Lab.service(context, FtServer.class, filter);
    }

    private FtServer start(Lab lab) throws Exception {
        FtServer server = server();
        server.guest(lab.guest("ledger", Lab.LEDGER));
        Lab.bootTo(server, HERE);
        Lab.assertInSync(server);
        return server;
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void theGuestGoesOnWhereItWas(Action action) throws Exception {
        FtServer before;
        try (Lab lab = new Lab(context)) {
            before = start(lab);
        }
        chipset.act(action);
        if (action.leavesNone()) {
            assertThat(context.getServiceReferences(FtServer.class, filter)).isEmpty();
            chipset.restore();
        }
        FtServer after = server();
        assertThat(after).isNotSameAs(before);
        Lab.await("it is back", () -> clock(after) >= HERE && after.reports().size() > 0);
        assertThat(clock(after)).as("it was held, and is").isLessThan(HERE + 100_000);
        assertThat(after.parts())
                .filteredOn(part -> part.kind() == PartKind.CONTROLLER)
                .allMatch(part -> part.version().equals(chipset.bundle().getVersion().toString()));
        Lab.assertInSync(after);

        Probe probe = Lab.runTo(after, END);
        Lab.assertInSync(after);
        try (Lab lab = new Lab(context)) {
            Lab.assertGolden(probe, lab.simplex("ledger", Lab.LEDGER, probe.clock()));
        }
        assertThat(after.events())
                .as(() -> Lab.told(after).toString())
                .anyMatch(event -> event.text().contains("stood still for"));
    }

    private static long clock(FtServer server) {
        return server.systems().get(0).clock();
    }

    @Test
    void aGuestThatRunsGoesOnByItselfAndOneThatIsStartedAnewIsAnother() throws Exception {
        try (Lab lab = new Lab(context)) {
            start(lab).release();
        }
        chipset.act(Action.UPDATE);
        FtServer after = server();
        Lab.await("it runs", () -> clock(after) > HERE + 2_000_000);
        after.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
        chipset.act(Action.REFRESH);
        assertThat(server().systems()).as("nothing was kept of it").allMatch(s -> s.clock() == 0);
    }
}
