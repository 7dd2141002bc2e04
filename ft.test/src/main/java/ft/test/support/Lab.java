package ft.test.support;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.guest.GuestCatalog;
import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Servers for a test: variants of the one that comes configured, made of what is installed, and
 * closed with the test.
 */
public final class Lab implements AutoCloseable {
    /** Where the standard runs end: late enough for three resynchronizations. */
    public static final long END = 24_000_000;

    /** A ledger that writes on and on, of which the standard runs see some reports. */
    public static final String LEDGER = "ws=256 report=200";

    /** Far above what anything takes, so that a test that hangs says where. */
    public static final long PATIENCE_SECONDS = 30;

    private final FtServerFactory factory;
    private final GuestCatalog guests;
    private final FtServer configured;
    private final List<FtServer> servers = new ArrayList<>();

    /** Finds the services. */
    public Lab(BundleContext context) throws InterruptedException {
        factory = service(context, FtServerFactory.class, "");
        guests = service(context, GuestCatalog.class, "");
        configured = service(context, FtServer.class, "(" + FtServer.NAME + "=default)");
    }

    /** A service, as soon as it is there. */
    public static <T> T service(BundleContext context, Class<T> type, String filter)
            throws InterruptedException {
        String both = "(&(objectClass=" + type.getName() + ")" + filter + ")";
        ServiceTracker<T, T> tracker;
        try {
            tracker = new ServiceTracker<>(context, context.createFilter(both), null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
        tracker.open();
        try {
            T service = tracker.waitForService(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(service).as(both).isNotNull();
            return service;
        } finally {
            tracker.close();
        }
    }

    /** Waits for something that no event or future tells. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited in vain until " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** What makes the servers. */
    public FtServerFactory factory() {
        return factory;
    }

    /** The server that comes configured; its description is the base of all others. */
    public FtServer configured() {
        return configured;
    }

    /** A small server without power; options as {@code name=value}. */
    public FtServer server(String... options) throws ServerException {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("memory", "8MiB");
        changes.put("paced", "false");
        for (String option : options) {
            int equals = option.indexOf('=');
            changes.put(option.substring(0, equals), option.substring(equals + 1));
        }
        FtServer server = factory.create(factory.vary(configured.description(), changes));
        servers.add(server);
        return server;
    }

    /** A guest program of the catalog. */
    public GuestProgram guest(String name, String arguments) {
        return new GuestProgram(name, guests.image(name).orElseThrow(), arguments);
    }

    /** Plans an operation; one that is refused right away fails the test. */
    public static void at(FtServer server, long clock, Operation operation) {
        var outcome = server.submitAt(clock, operation);
        if (outcome.isCompletedExceptionally()) {
            outcome.join();
        }
    }

    /** Powers a server on. */
    public void boot(FtServer server, String guest, String arguments) throws Exception {
        server.guest(guest(guest, arguments));
        boot(server);
    }

    /** Powers a server on that has its guest. */
    public static void boot(FtServer server) throws Exception {
        server.submit(new Operation.PowerOn(Operation.ALL)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Powers a server on that has its guest, and runs to a clock. The hold is asked for first: a
     * guest runs as soon as it has power, and might be past the clock before a busy host comes to
     * ask.
     */
    public static Probe bootTo(FtServer server, long clock) throws Exception {
        var held = server.probeAt(clock);
        boot(server);
        return at(server, clock, held);
    }

    /** The same with a guest of the catalog. */
    public Probe bootTo(FtServer server, String guest, String arguments, long clock)
            throws Exception {
        server.guest(guest(guest, arguments));
        return bootTo(server, clock);
    }

    /**
     * Lets it run up to a clock, above the one it is held at, and holds it there; tells where it is
     * if it does not get there.
     */
    public static Probe runTo(FtServer server, long clock) throws Exception {
        var held = server.probeAt(clock);
        server.release();
        return at(server, clock, held);
    }

    private static Probe at(FtServer server, long clock, CompletableFuture<Probe> held)
            throws Exception {
        try {
            return held.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "It does not get to " + clock + ": " + server.systems() + told(server), e);
        }
    }

    /** A run on one system alone, with nothing done to it. */
    public Probe simplex(String guest, String arguments, long end) throws Exception {
        FtServer server = server("automaticSync=false", "ft.server=simplex");
        try {
            return bootTo(server, guest, arguments, end);
        } finally {
            server.close();
        }
    }

    /** The golden rule. */
    public static void assertGolden(Probe probe, Probe reference) {
        assertThat(probe.clock()).isEqualTo(reference.clock());
        assertThat(probe.retired()).isEqualTo(reference.retired());
        assertThat(probe.outputBytes()).isEqualTo(reference.outputBytes()).isPositive();
        assertThat(probe.output()).isEqualTo(reference.output());
        assertThat(probe.memory()).isNotEmpty().containsOnly(reference.memory().get(0));
        assertThat(probe.context()).isNotEmpty().containsOnly(reference.context().get(0));
    }

    /** Both systems are in Online sync. */
    public static void assertInSync(FtServer server) {
        assertThat(states(server))
                .as(() -> told(server).toString())
                .containsExactly(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
    }

    /** The states of the systems. */
    public static List<SystemState> states(FtServer server) {
        return server.systems().stream().map(system -> system.state()).toList();
    }

    /** The event log, in words. */
    public static List<String> told(FtServer server) {
        return server.events().stream()
                .map(e -> e.clock() + " #" + e.system() + " " + e.label() + " " + e.text())
                .toList();
    }

    /** What the guest has printed on the UART of an IO subsystem. */
    public static String console(FtServer server, int io) {
        return new String(server.output("uart" + io + "/serial"), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        servers.forEach(FtServer::close);
    }
}
