package ft.test.life;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.device.Device;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.test.support.Lab;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;

/** A server that is closed, or whose bundle is stopped, leaves no thread and no service behind. */
class LifecycleTest {
    private static final String NAME = "short-lived";

    @InjectBundleContext BundleContext context;

    private Lab lab;
    private Bundle chipset;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(context);
        chipset =
                Stream.of(context.getBundles())
                        .filter(bundle -> bundle.getSymbolicName().equals("ft.chipset"))
                        .findAny()
                        .orElseThrow();
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
        chipset.start();
    }

    private static List<String> threads(String server) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("ft-" + server))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parallel", "sequential"})
    void aClosedServerLeavesNoThread(String driver) throws Exception {
        for (int i = 0; i < 3; i++) {
            FtServer server = lab.server("ft.server=" + NAME, "driver=" + driver);
            lab.bootTo(server, "ledger", Lab.LEDGER, 2_000_000);
            server.release();
            assertThat(threads(NAME)).isNotEmpty();
            CompletableFuture<?> never = server.holdAt(Long.MAX_VALUE / 2);
            server.close();
            assertThat(threads(NAME)).isEmpty();
            assertThat(server.systems()).hasSize(2);
            assertThat(server.slots()).isNotEmpty();
            assertThat(server.submit(new Operation.PowerOn(Operation.ALL)))
                    .isCompletedExceptionally();
            assertThat(threads(NAME)).as("nor when it is asked for something").isEmpty();
            assertThat(never).as("nobody waits for ever").isCompletedExceptionally();
            server.close();
        }
    }

    @Test
    void aServerThatCannotBeMadeLeavesNoThread() {
        try {
            lab.server("ft.server=" + NAME, "processor=ft.nothing");
        } catch (ServerException e) {
            assertThat(e).hasMessageContaining("ft.nothing");
        }
        assertThat(threads(NAME)).isEmpty();
    }

    @Test
    void aClosedServerGivesItsDevicesBack() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger out = new AtomicInteger();
        ServiceReference<Device> rtc =
                context.getServiceReferences(Device.class, "(" + Device.TYPE + "=goldfish-rtc)")
                        .iterator()
                        .next();
        var makers = context.getServiceObjects(rtc);
        PrototypeServiceFactory<Device> counting =
                new PrototypeServiceFactory<>() {
                    @Override
                    public Device getService(Bundle user, ServiceRegistration<Device> made) {
                        taken.incrementAndGet();
                        out.incrementAndGet();
                        return makers.getService();
                    }

                    @Override
                    public void ungetService(
                            Bundle user, ServiceRegistration<Device> made, Device device) {
                        out.decrementAndGet();
                        makers.ungetService(device);
                    }
                };
        ServiceRegistration<Device> better =
                context.registerService(
                        Device.class,
                        counting,
                        FrameworkUtil.asDictionary(
                                java.util.Map.of(
                                        Device.TYPE,
                                        "goldfish-rtc",
                                        Constants.SERVICE_RANKING,
                                        100)));
        try {
            FtServer server = lab.server("ft.server=" + NAME);
            lab.bootTo(server, "ledger", Lab.LEDGER, 2_000_000);
            assertThat(taken).as("one on each side").hasValueGreaterThanOrEqualTo(2);
            server.close();
            assertThat(out).hasValue(0);
        } finally {
            better.unregister();
        }
    }

    @Test
    void stoppingTheChipsetClosesItsServersAndStartingItBringsThemBack() throws Exception {
        FtServer configured = lab.configured();
        configured.systems(); // which builds it
        FtServer made = lab.server("ft.server=" + NAME);
        lab.boot(made, "ledger", Lab.LEDGER);
        assertThat(threads("default")).isNotEmpty();
        assertThat(threads(NAME)).isNotEmpty();
        CompletableFuture<?> never = made.holdAt(Long.MAX_VALUE / 2);

        chipset.stop();
        assertThat(context.getServiceReference(FtServer.class)).isNull();
        assertThat(context.getServiceReference(FtServerFactory.class)).isNull();
        assertThat(threads("")).isEmpty();
        assertThat(never).isCompletedExceptionally();

        chipset.start();
        try (Lab again = new Lab(context)) {
            assertThat(again.configured()).isNotSameAs(configured);
            FtServer server = again.server("ft.server=" + NAME);
            again.boot(server, "hello", "");
            Lab.await("the guest has ended", () -> server.guestExit().isPresent());
            assertThat(server.guestExit()).hasValue("pass");
        }
    }

    @Test
    void aServerThatWasPoweredOffBootsAgain() throws Exception {
        FtServer server = lab.server("ft.server=" + NAME);
        for (int i = 0; i < 2; i++) {
            lab.boot(server, "ledger", Lab.LEDGER);
            assertThat(Lab.runTo(server, 3_000_000).clock()).isGreaterThanOrEqualTo(3_000_000);
            Lab.assertInSync(server);
            server.release();
            server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
        }
    }
}
