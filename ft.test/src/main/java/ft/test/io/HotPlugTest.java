package ft.test.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.io.SlotStatus;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.test.io.PluggedDevices.Counter;
import ft.test.io.PluggedDevices.NewerCounter;
import ft.test.io.PluggedDevices.Unattachable;
import ft.test.io.PluggedDevices.Unmakeable;
import ft.test.support.Lab;
import ft.test.support.PluginJar;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.test.common.annotation.InjectBundleContext;

/** Bundles with devices come, go and are updated under a guest that uses their devices. */
class HotPlugTest {
    private static final String GUEST = "hotplug";
    private static final String ARGUMENTS = "report=50000 console=0";
    private static final long COMES = 2_000_000;
    private static final long GOES = 3_500_000;
    private static final long END = 6_000_000;

    private static final PluginJar COUNTER =
            new PluginJar("third.counter", "1.0.0").device("counter", Counter.class);
    private static final PluginJar NEWER =
            new PluginJar("third.counter", "1.1.0").device("counter", NewerCounter.class);

    @InjectBundleContext BundleContext context;

    private final List<Bundle> installed = new ArrayList<>();
    private Lab lab;

    @BeforeEach
    void lab() throws Exception {
        lab = new Lab(context);
    }

    @AfterEach
    void close() throws BundleException {
        lab.close();
        for (Bundle bundle : installed) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        }
    }

    private Bundle install(PluginJar jar) throws BundleException {
        Bundle bundle = context.installBundle("test:" + installed.size(), jar.open());
        installed.add(bundle);
        return bundle;
    }

    private FtServer server(String... options) throws Exception {
        FtServer server = lab.server(options);
        server.guest(lab.guest(GUEST, ARGUMENTS));
        return server;
    }

    private FtServer simplex() throws Exception {
        return server("automaticSync=false");
    }

    private static SlotStatus slot(FtServer server, String name) {
        return server.slots().stream()
                .filter(each -> each.slot().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A bundle is started and stopped at the same boundaries of each run. */
    private Probe comeAndGo(FtServer server, Bundle bundle) throws Exception {
        Lab.bootTo(server, COMES);
        bundle.start();
        Lab.runTo(server, GOES);
        assertThat(slot(server, "bay0.0").present()).isTrue();
        assertThat(slot(server, "bay0.0").bundle()).isEqualTo("third.counter 1.0.0");
        assertThat(slot(server, "bay1.0").device()).as("the same bay there").isEqualTo("counter");
        bundle.stop();
        return Lab.runTo(server, END);
    }

    @Test
    void aDeviceComesAndGoesWithItsBundleAlsoWhileACpuBoardIsPulled() throws Exception {
        Bundle bundle = install(COUNTER);
        Probe reference = comeAndGo(simplex(), bundle);

        FtServer pair = server();
        Lab.at(pair, COMES - 100_000, new Operation.Pull(1, Board.CPU));
        Lab.at(pair, COMES + 50_000, new Operation.Insert(1, Board.CPU));
        Lab.assertGolden(comeAndGo(pair, bundle), reference);

        assertThat(Lab.console(pair, 0))
                .contains("hotplug: io 0 slot 11 has a counter at 300000, arrival 1")
                .contains("hotplug: io 1 slot 11 has a counter at 20300000, arrival 1")
                .containsPattern("io 0 slot 11 has changed, \\d+ reads, last \\d+, 0 of nothing");
        assertThat(slot(pair, "bay0.0").present()).isFalse();
        assertThat(Lab.told(pair))
                .anyMatch(text -> text.endsWith("the counter of third.counter 1.0.0 has come"))
                .anyMatch(text -> text.endsWith("the counter of third.counter 1.0.0 has left"));
    }

    @Test
    void anUpdateIsNotSeenByTheGuestWheneverItComes() throws Exception {
        Bundle bundle = install(COUNTER);
        bundle.start();
        Probe reference = Lab.bootTo(simplex(), END);

        FtServer pair = server();
        var atTheEnd = pair.probeAt(END);
        Lab.boot(pair);
        bundle.update(NEWER.open());
        Lab.await("the newer one is in its bay", () -> slotBundle(pair).endsWith("1.1.0"));
        Lab.assertGolden(atTheEnd.get(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS), reference);
        assertThat(Lab.console(pair, 0)).doesNotContain("changed");

        // Back again, and the guest sees another device.
        bundle.update(COUNTER.open());
        Lab.runTo(pair, END + 1_000_000);
        assertThat(Lab.console(pair, 0))
                .contains("hotplug: io 0 slot 11 has changed", "at 300000, arrival 1");
        assertThat(Lab.told(pair))
                .anyMatch(text -> text.contains("the state of the counter that left is not taken"));
    }

    private static String slotBundle(FtServer server) {
        return slot(server, "bay0.0").bundle();
    }

    @Test
    void theDeviceTreeNamesWhatIsThereAtTheNextBoot() throws Exception {
        FtServer server = simplex();
        Lab.bootTo(server, COMES);
        assertThat(tree(server)).contains("ft,hotplug").doesNotContain("ft,counter");
        install(COUNTER).start();
        Lab.runTo(server, GOES);
        assertThat(tree(server)).doesNotContain("ft,counter");
        server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
        Lab.boot(server);
        assertThat(tree(server)).contains("counter@300000", "ft,counter", "counter@20300000");
    }

    private static String tree(FtServer server) throws Exception {
        return new String(server.deviceTree(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void aDeviceMayBringItsSlot() throws Exception {
        FtServer server = simplex();
        Lab.bootTo(server, COMES);
        install(
                        new PluginJar("third.meter", "1.0.0")
                                .device("counter", Counter.class)
                                .property("ft.device.slot", "meter base=0x400000 size=0x1000"))
                .start();
        Lab.runTo(server, GOES);
        assertThat(slot(server, "meter.0").present()).isTrue();
        assertThat(slot(server, "bay0.0").present()).isFalse();
        assertThat(Lab.console(server, 0))
                .contains("hotplug: io 0 slot 13 has a counter at 400000, arrival 1");
    }

    /** Whatever is wrong with them, one sentence says so and a guest sees nothing. */
    @Test
    void whatIsWrongIsRefusedAndDisturbsNothing() throws Exception {
        Probe reference = Lab.bootTo(simplex(), END);
        FtServer pair = server();
        Lab.bootTo(pair, COMES);

        assertThatThrownBy(
                        () ->
                                context.installBundle(
                                        "test:none", new ByteArrayInputStream(new byte[100])))
                .isInstanceOf(BundleException.class);
        Bundle future =
                install(new PluginJar("third.future", "1").device("a", Counter.class).api("[7,8)"));
        assertThatThrownBy(future::start).isInstanceOf(BundleException.class);
        install(
                        new PluginJar("third.wide", "1")
                                .device("wide", Counter.class)
                                .property("ft.device.size", "0x20000"))
                .start();
        install(
                        new PluginJar("third.odd", "1")
                                .device("odd", Counter.class)
                                .property("ft.device.size", "much"))
                .start();
        install(
                        new PluginJar("third.overlapping", "1")
                                .device("overlapping", Counter.class)
                                .property(
                                        "ft.device.slot", "over io=0 base=0x10000000 size=0x1000"))
                .start();
        install(
                        new PluginJar("third.interrupting", "1")
                                .device("interrupting", Counter.class)
                                .property(
                                        "ft.device.slot",
                                        "taken io=0 base=0x400000 size=0x1000 irq=10"))
                .start();
        Lab.assertGolden(Lab.runTo(pair, END), reference);
        assertThat(pair.refusals())
                .containsExactly(
                        "The device type interrupting of third.interrupting 1.0.0 gets no slot:"
                                + " Slot taken and slot uart0 of IO subsystem 0 both have interrupt"
                                + " 10; give one another.",
                        "The device type odd of third.odd 1.0.0 cannot be used: its service"
                                + " property ft.device.size is 'much', where a number such as"
                                + " 0x1000 is needed.",
                        "The device type overlapping of third.overlapping 1.0.0 gets no slot: The"
                                + " window of slot over (0x10000000 to 0x10000fff) overlaps that of"
                                + " slot uart0 (0x10000000 to 0x100000ff); move one of them.",
                        "The device type wide of third.wide 1.0.0 needs a window of 0x20000 bytes,"
                                + " and slot bay0.1 has 0x10000.",
                        "The device type wide of third.wide 1.0.0 needs a window of 0x20000 bytes,"
                                + " and slot bay1.1 has 0x10000.");
    }

    @Test
    void aDeviceThatDoesNotWorkLeavesItsBayEmpty() throws Exception {
        FtServer pair = server();
        Lab.bootTo(pair, COMES);
        install(new PluginJar("third.bad", "1").device("bad", Unmakeable.class)).start();
        install(new PluginJar("third.lamp", "1").device("lamp", Unattachable.class)).start();
        Lab.runTo(pair, GOES);
        assertThat(slot(pair, "bay0.0").problem())
                .isEqualTo(
                        "Slot bay0.0 is empty: the bundle of the device type bad gives no device.");
        assertThat(slot(pair, "bay0.1").problem()).isEqualTo("The lamp of slot bay0.1 is broken.");
        assertThat(slot(pair, "bay1.1").problem())
                .startsWith("Slot bay1.1 is empty: its device failed when it was attached");
        assertThat(Lab.console(pair, 0)).doesNotContain("changed");

        // A second bundle with the type stands by, and takes over when the first one goes.
        install(new PluginJar("third.lamp2", "1").device("lamp", Counter.class)).start();
        Lab.runTo(pair, END);
        assertThat(slot(pair, "bay0.1").bundle()).isEqualTo("third.lamp2 1.0.0");
    }
}
