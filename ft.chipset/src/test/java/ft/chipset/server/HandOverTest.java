package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.io.IoSubsystem;
import ft.api.io.IoSubsystemFactory;
import ft.api.server.Board;
import ft.api.server.HandOver;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.SystemState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A running server moves to parts that are made anew; the guest does not notice. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HandOverTest {
    private static final String LEDGER = "ws=256 report=200";
    private static final long END = 16_000_000;

    @TempDir private Path folder;

    private final TestParts parts = new TestParts();
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private DescribedServer make(Parts of, String... options) throws Exception {
        server = new DescribedServer(parts.description(options), of);
        server.guest(parts.guest("ledger", LEDGER));
        return server;
    }

    private void assertGolden(Probe probe, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("automaticSync=false");
        try (DescribedServer one = parts.server(all.toArray(String[]::new))) {
            one.guest(parts.guest("ledger", LEDGER));
            Probe reference = TestParts.powerOnTo(one, END);
            assertThat(probe.clock()).isEqualTo(reference.clock());
            assertThat(probe.retired()).isEqualTo(reference.retired());
            assertThat(probe.output()).isEqualTo(reference.output());
            assertThat(probe.outputBytes()).isEqualTo(reference.outputBytes()).isPositive();
            assertThat(probe.memory()).hasSize(2).containsOnly(reference.memory().get(0));
            assertThat(probe.context()).containsOnly(reference.context().get(0));
        }
    }

    private void assertInSync() {
        assertThat(server.systems())
                .extracting("state")
                .as(() -> server.events().toString())
                .containsOnly(SystemState.ONLINE_SYNC);
    }

    @ParameterizedTest
    @CsvSource({"PARALLEL,1", "SEQUENTIAL,1", "SEQUENTIAL,2"})
    void theGuestDoesNotNotice(String driver, long seed) throws Exception {
        make(parts, "driver=" + driver, "seed=" + seed);
        IoSubsystem before = server.build().controllers().get(0).io();
        CompletableFuture<HandOver> first = server.handOverAt(7_000_000);
        CompletableFuture<HandOver> second = server.handOverAt(11_000_000);
        // What was asked for before comes after.
        server.submitAt(8_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
        server.submitAt(12_000_000, new Operation.Pull(0, Board.CPU));
        server.submitAt(12_100_000, new Operation.Insert(0, Board.CPU));
        Probe probe = TestParts.powerOnTo(server, END);

        assertInSync();
        assertGolden(probe);
        // The server goes on while its parts are asked for: how long depends on the host.
        assertThat(first.join().clock()).isBetween(7_000_000L, 8_000_000L);
        assertThat(second.join().clock()).isGreaterThanOrEqualTo(11_000_000L);
        assertThat(first.join().stop()).isPositive();
        assertThat(first.join().text()).contains("handed over", "same versions");
        assertThat(server.build().controllers().get(0).io()).isNotSameAs(before);
        assertThat(server.reports()).as("first, fault, board").hasSize(3);
        assertThat(server.events()).anyMatch(event -> event.text().contains("handed over"));
    }

    @Test
    void aHeldServerStaysHeldAndIsAsked() throws Exception {
        make(parts);
        TestParts.powerOnTo(server, 6_000_000);
        byte[] before = server.memory(0, 0x8000_0000L, 64).join();
        server.handOver().get(20, TimeUnit.SECONDS);
        assertThat(server.memory(0, 0x8000_0000L, 64).join()).isEqualTo(before);
        assertThat(server.systems().get(0).clock()).isBetween(6_000_000L, 6_100_000L);
        CompletableFuture<Probe> end = server.probeAt(END);
        server.release();
        assertGolden(end.get(60, TimeUnit.SECONDS));
        assertInSync();
    }

    @Test
    void aSynchronizationUnderWayIsWaitedFor() throws Exception {
        make(parts, "backgroundShare=0.05");
        server.submitAt(8_000_000, new Operation.Pull(1, Board.CPU));
        server.submitAt(8_100_000, new Operation.Insert(1, Board.CPU));
        CompletableFuture<HandOver> done = server.handOverAt(8_300_000);
        assertGolden(TestParts.powerOnTo(server, END));
        assertThat(server.reports()).hasSize(2);
        assertThat(server.reports().get(1).attempts()).isEqualTo(1);
        assertThat(done.join().clock()).isGreaterThan(8_400_000);
    }

    /** IO subsystems as always, but for those from a number on, which make trouble. */
    private Parts troubleFrom(int first, RuntimeException trouble) {
        AtomicInteger made = new AtomicInteger();
        return (Parts)
                Proxy.newProxyInstance(
                        HandOverTest.class.getClassLoader(),
                        new Class<?>[] {Parts.class},
                        (proxy, method, arguments) -> {
                            Object result;
                            try {
                                result = method.invoke(parts, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            if (!List.of("io", "newestIo").contains(method.getName())) {
                                return result;
                            }
                            IoSubsystemFactory io =
                                    (IoSubsystemFactory) ((Part<?>) result).service();
                            boolean bad = made.getAndIncrement() >= first;
                            IoSubsystemFactory wrapped =
                                    (number, slots, nanos, port) -> {
                                        if (bad && number == 1) {
                                            throw trouble;
                                        }
                                        return io.create(number, slots, nanos, port);
                                    };
                            return new Part<>(wrapped, "ft.io", bad ? "0.2.0" : "0.1.0");
                        });
    }

    @Test
    void theOldPartsGoOnWhenTheNewOnesCannot() throws Exception {
        make(troubleFrom(1, new IllegalArgumentException("it is broken")));
        CompletableFuture<HandOver> failed = server.handOverAt(7_000_000);
        assertGolden(TestParts.powerOnTo(server, END));
        assertInSync();
        assertThatThrownBy(failed::join)
                .cause()
                .isInstanceOf(ServerException.class)
                .hasMessage("the server was not handed over: it is broken");
        assertThat(server.parts()).noneMatch(part -> part.version().equals("0.2.0"));
    }

    @ParameterizedTest
    @CsvSource({"1", "100"})
    void imagesGoAlongAndBack(int first) throws Exception {
        Path image = folder.resolve("disk.img");
        Files.write(image, new byte[4 << 20]);
        make(
                troubleFrom(first, new IllegalStateException("it is broken")),
                "slot.disk0.image=" + image);
        CompletableFuture<HandOver> done = server.handOverAt(7_000_000);
        assertGolden(TestParts.powerOnTo(server, END));
        assertInSync();
        assertThat(done.isCompletedExceptionally()).isEqualTo(first == 1);
    }
}
