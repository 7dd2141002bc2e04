package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.CpuSubsystemFactory;
import ft.api.cpu.MainStorage;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holding a guest costs nothing, whatever the size of main storage; only a probe looks at it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HoldTest {
    private static final long CLOCK = 1_000_000;

    private final AtomicLong pagesRead = new AtomicLong();
    private final TestParts parts = new TestParts();
    private final Parts counting = wrap(Parts.class, parts, "processor", this::counting);

    private interface Step {
        Object apply(Object result, Object[] arguments);
    }

    /** The same object, but for what one of its methods gives. */
    private static <T> T wrap(Class<T> type, T inner, String name, Step step) {
        return type.cast(
                Proxy.newProxyInstance(
                        HoldTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                Object result = method.invoke(inner, arguments);
                                return method.getName().equals(name)
                                        ? step.apply(result, arguments)
                                        : result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private Object counting(Object processor, Object[] bundle) {
        Part<?> part = (Part<?>) processor;
        return new Part<>(
                counting((CpuSubsystemFactory) part.service()), part.bundle(), part.version());
    }

    private CpuSubsystemFactory counting(CpuSubsystemFactory processor) {
        return wrap(
                CpuSubsystemFactory.class,
                processor,
                "create",
                (cpu, description) ->
                        wrap(
                                CpuSubsystem.class,
                                (CpuSubsystem) cpu,
                                "mainStorage",
                                (storage, none) ->
                                        wrap(
                                                MainStorage.class,
                                                (MainStorage) storage,
                                                "read",
                                                this::count)));
    }

    private Object count(Object nothing, Object[] read) {
        if ((int) read[3] == MainStorage.PAGE_SIZE) {
            pagesRead.incrementAndGet();
        }
        return nothing;
    }

    @Test
    void onlyAProbeReadsMainStorageAndOnlyWhatWasWritten() throws Exception {
        try (DescribedServer server =
                new DescribedServer(parts.description("automaticSync=false"), counting)) {
            server.guest(parts.guest("ledger", "ws=256 report=200"));
            long held = TestParts.powerOnHeldAt(server, CLOCK);
            assertThat(held).isBetween(CLOCK, CLOCK + server.description().quantum());
            assertThat(server.systems().get(0).clock()).isEqualTo(held);
            assertThat(pagesRead).hasValue(0);

            Probe probe = server.probeAt(0).get(30, TimeUnit.SECONDS);
            assertThat(probe.clock()).isEqualTo(held);
            long pages = server.description().memoryBytes() / MainStorage.PAGE_SIZE;
            assertThat(pagesRead.get()).as("of %d pages", pages).isBetween(1L, pages / 2);
        }
    }

    @Test
    void aServerWithoutPowerCanBeHeldButNotProbed() throws Exception {
        try (DescribedServer server = parts.server()) {
            assertThat(server.holdAt(0).get(30, TimeUnit.SECONDS)).isZero();
            assertThatThrownBy(() -> server.probeAt(0).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(
                            new ServerException(
                                    "No system is online, so there is nothing to probe"));
        }
    }
}
