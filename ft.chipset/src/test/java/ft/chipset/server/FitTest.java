package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.cpu.subsystem.RiscvProcessor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CPU boards of several versions of the processor in one server. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FitTest {
    private static final long END = 24_000_000;
    private static final String LEDGER = "ws=256 report=200";
    private static final String BUNDLE = "ft.cpu";

    private final TestParts parts = new TestParts();
    private DescribedServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    /** A processor of which one method does something else. */
    private void version(String version, String method, UnaryOperator<Object> instead) {
        parts.processor(
                version, description -> wrap(new RiscvProcessor(), description, method, instead));
    }

    private static CpuSubsystem wrap(
            RiscvProcessor processor,
            CpuDescription description,
            String method,
            UnaryOperator<Object> instead) {
        CpuSubsystem real = processor.create(description);
        return (CpuSubsystem)
                Proxy.newProxyInstance(
                        FitTest.class.getClassLoader(),
                        new Class<?>[] {CpuSubsystem.class},
                        (proxy, called, arguments) -> {
                            try {
                                boolean other = called.getName().equals(method);
                                Object result = called.invoke(real, arguments);
                                return other ? instead.apply(result) : result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private void serve(String... options) throws ServerException {
        server = parts.server(options);
        server.guest(parts.guest("ledger", LEDGER));
    }

    private void replace(long clock, int system, String version) {
        server.submitAt(clock, new Operation.Relieve(system));
        server.submitAt(clock + 100_000, new Operation.Fit(system, BUNDLE, version));
        server.submitAt(clock + 200_000, new Operation.Insert(system, Board.CPU));
    }

    private Probe run() throws Exception {
        return TestParts.powerOnTo(server, END);
    }

    private void assertGolden(Probe probe) throws Exception {
        try (DescribedServer alone = parts.server("automaticSync=false")) {
            alone.guest(parts.guest("ledger", LEDGER));
            Probe reference = TestParts.powerOnTo(alone, END);
            assertThat(probe.clock()).isEqualTo(reference.clock());
            assertThat(probe.output()).isEqualTo(reference.output());
            assertThat(probe.memory()).containsOnly(reference.memory().get(0));
            assertThat(probe.context()).containsOnly(reference.context().get(0));
        }
    }

    private List<String> boards() {
        return server.parts().stream()
                .filter(part -> part.kind() == PartKind.PROCESSOR)
                .map(PartStatus::version)
                .toList();
    }

    private List<SystemState> states() {
        return server.systems().stream().map(each -> each.state()).toList();
    }

    private List<String> told() {
        return server.events().stream()
                .map(e -> e.clock() + " #" + e.system() + " " + e.event() + " " + e.text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver=parallel", "driver=sequential"})
    void bothSystemsGetAnotherVersionAndTheGuestDoesNotNotice(String driver) throws Exception {
        parts.processor("2", new RiscvProcessor());
        serve(driver);
        replace(8_000_000, 1, "2");
        replace(16_000_000, 0, "2");
        Probe probe = run();
        assertThat(states()).as(told()::toString).containsOnly(SystemState.ONLINE_SYNC);
        assertThat(boards()).containsExactly("2", "2");
        assertThat(server.systems().get(1).mode()).isEqualTo(Mode.ACT);
        assertThat(server.outages()).isEmpty();
        assertGolden(probe);
    }

    /** The bundle may have been stopped just then. */
    @Test
    void aBoardWhoseProcessorWasMissingIsMadeByAReset() throws Exception {
        serve();
        server.submitAt(8_000_000, new Operation.Pull(1, Board.CPU));
        server.submitAt(8_200_000, new Operation.Insert(1, Board.CPU));
        server.submitAt(10_000_000, new Operation.Reset(1));
        server.submitAt(14_000_000, new Operation.Reset(1));
        TestParts.powerOnTo(server, 8_100_000);
        parts.processors(false);
        var withoutProcessor = server.holdAt(12_000_000);
        server.release();
        withoutProcessor.get(30, TimeUnit.SECONDS);
        parts.processors(true);
        var ended = server.probeAt(END);
        server.release();
        Probe probe = ended.get(30, TimeUnit.SECONDS);
        assertThat(told())
                .filteredOn(text -> text.contains("There is no processor"))
                .as("insert and first reset: %s", told())
                .hasSize(2);
        assertThat(states()).as(told()::toString).containsOnly(SystemState.ONLINE_SYNC);
        assertGolden(probe);
    }

    /** Whoever was ACT is gone with the instruction at which another one becomes it. */
    @Test
    void aSystemIsRelievedAtTheBoundaryOfTheExchange() throws Exception {
        serve();
        server.submitAt(8_000_000, new Operation.Relieve(0));
        run();
        long exchanged =
                server.events().stream()
                        .filter(e -> e.event() == StateEvent.SET_ACT && e.clock() > 0)
                        .findFirst()
                        .orElseThrow()
                        .clock();
        assertThat(server.events())
                .anyMatch(
                        e ->
                                e.event() == StateEvent.POWER_OFF
                                        && e.system() == 0
                                        && e.clock() == exchanged);
        assertThat(states()).containsExactly(SystemState.OFF, SystemState.ONLINE_READY);
    }

    @Test
    void nobodyIsRelievedWithoutAnotherInStep() throws Exception {
        serve("automaticSync=false");
        var relieved = server.submitAt(8_000_000, new Operation.Relieve(0));
        run();
        assertThatThrownBy(() -> relieved.get(10, TimeUnit.SECONDS))
                .hasMessageContaining("#0 is ST2 Online ready, and only a system in Online sync");
        assertThat(states()).containsExactly(SystemState.ONLINE_READY, SystemState.OFFLINE);
    }

    @Test
    void aVersionThatIsNotInstalledIsRefused() throws Exception {
        serve();
        assertThatThrownBy(
                        () ->
                                server.submit(new Operation.Fit(1, BUNDLE, "3"))
                                        .get(10, TimeUnit.SECONDS))
                .hasMessageContaining("No active bundle ft.cpu 3");
    }

    /** What has gone after it was fitted is replaced by what there is, and that is said. */
    @Test
    void aVersionThatHasGoneIsReplaced() throws Exception {
        parts.processor("2", new RiscvProcessor());
        serve();
        replace(8_000_000, 1, "2");
        TestParts.powerOnHeldAt(server, 8_150_000);
        parts.withdrawProcessor("2");
        assertGolden(TestParts.goOn(server, END));
        assertThat(told()).anyMatch(text -> text.contains("ft.cpu 2 is not installed any more"));
        assertThat(states()).containsOnly(SystemState.ONLINE_SYNC);
    }

    /** The form of a context is the processor's own: another version may refuse it. */
    @Test
    void aContextOfAnotherFormIsRefusedAndTheGuestGoesOn() throws Exception {
        parts.processor(
                "2",
                description ->
                        wrap(
                                new RiscvProcessor(),
                                description,
                                "synchronizationReset",
                                done -> {
                                    throw new IllegalArgumentException(
                                            "the context has version 4, not 5");
                                }));
        serve();
        replace(8_000_000, 1, "2");
        Probe probe = run();
        assertThat(told()).anyMatch(text -> text.contains("#1: the context has version 4, not 5"));
        assertThat(states()).containsExactly(SystemState.ONLINE_READY, SystemState.FAULT);
        assertGolden(probe);
    }

    @Test
    void aVersionThatBreaksTakesOnlyItsSystemOut() throws Exception {
        version(
                "2",
                "run",
                exit -> {
                    throw new NoSuchMethodError("it was compiled against something else");
                });
        serve();
        replace(8_000_000, 1, "2");
        Probe probe = run();
        assertThat(states()).containsExactly(SystemState.ONLINE_READY, SystemState.FAULT);
        assertThat(told()).anyMatch(text -> text.contains("the processor failed"));
        assertGolden(probe);
    }

    @Test
    void whatIsFittedIsInASnapshot() throws Exception {
        parts.processor("2", new RiscvProcessor());
        serve();
        replace(8_000_000, 1, "2");
        var saved = server.saveAt(16_000_000);
        run();
        try (FtServer other = parts.server()) {
            other.load(saved.get(10, TimeUnit.SECONDS));
            assertGolden(TestParts.goOn(other, END));
            assertThat(other.parts())
                    .filteredOn(part -> part.kind() == PartKind.PROCESSOR)
                    .extracting(PartStatus::version)
                    .containsExactly("", "2");
        }
    }

    @Test
    void aReplayNeedsEveryVersion(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("upgrade.record");
        parts.processor("2", new RiscvProcessor());
        serve();
        try (AutoCloseable recording = server.history().record(file)) {
            replace(8_000_000, 1, "2");
            replace(16_000_000, 0, "2");
            run();
        }
        try (Replay replay = replay(file)) {
            ReplayResult result = replay.start().get(60, TimeUnit.SECONDS);
            assertThat(result.equal()).as(result.text()).isTrue();
        }
        parts.withdrawProcessor("2");
        assertThatThrownBy(() -> replay(file))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("has CPU boards of the bundle ft.cpu 2 put in");
    }

    private Replay replay(Path file) throws ServerException {
        return RecordedServer.replay(file, Map.of(), parts, made -> {}, closed -> {});
    }
}
