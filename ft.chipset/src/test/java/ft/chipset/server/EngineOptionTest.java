package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.cpu.CpuEngine;
import ft.api.history.Recording;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.snapshot.Snapshot;
import ft.api.state.SystemState;
import ft.chipset.description.Descriptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A system executes as it is told, and nothing else depends on it. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class EngineOptionTest {
    private static final long MIDDLE = 2_000_000;
    private static final long END = 4_000_000;

    private final TestParts parts = new TestParts();

    @TempDir private Path folder;

    private DescribedServer server(String... options) throws Exception {
        DescribedServer server = parts.server(options);
        server.guest(parts.guest("ledger", "ws=128 report=100"));
        return server;
    }

    @ParameterizedTest
    @CsvSource({
        "translated, 3, 'TTT', TRANSLATED",
        "'INTERPRETED, translated', 2, 'IT', 'INTERPRETED,TRANSLATED'",
        "'interpreted,translated', 3, 'ITT', 'INTERPRETED,TRANSLATED'",
        "'translated,translated,interpreted', 3, 'TTI', 'TRANSLATED,TRANSLATED,INTERPRETED'",
        "'interpreted,interpreted', 2, 'II', INTERPRETED",
        "'interpreted,translated', 1, 'I', INTERPRETED"
    })
    void oneForAllOrOneForEach(String text, int systems, String engines, String written)
            throws Exception {
        ServerDescription description =
                Descriptions.vary(
                        Descriptions.standard("any"),
                        Map.of("engine", text, "systems", Integer.toString(systems)));
        for (int system = 0; system < systems; system++) {
            CpuEngine expected =
                    engines.charAt(system) == 'T' ? CpuEngine.TRANSLATED : CpuEngine.INTERPRETED;
            assertThat(description.engine(system)).isEqualTo(expected);
        }
        assertThat(Descriptions.toMap(description)).containsEntry("engine", written);
    }

    @ParameterizedTest
    @CsvSource({
        "guessed, 'engine=guessed is none of'",
        "'translated,', 'one for each system'",
        "'translated,translated,interpreted', 'names 3 engines, but there are 2 systems'"
    })
    void whatIsWrongIsSaid(String text, String sentence) {
        assertThatThrownBy(
                        () ->
                                Descriptions.vary(
                                        Descriptions.standard("any"), Map.of("engine", text)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"TRANSLATED, INTERPRETED", "INTERPRETED, TRANSLATED"})
    void aRecordIsReplayedByTheOther(String one, String other) throws Exception {
        Path file = folder.resolve("run.record");
        try (DescribedServer server = server("engine=" + one)) {
            Recording recording = server.history().record(file);
            TestParts.powerOnTo(server, END);
            recording.close();
        }
        Map<String, String> changes = Map.of("engine", other);
        try (Replay replay = RecordedServer.replay(file, changes, parts, made -> {}, gone -> {})) {
            ReplayResult result = replay.start().get(100, TimeUnit.SECONDS);
            assertThat(result.equal()).as(result.text()).isTrue();
            assertThat(replay.server().description().engine(0)).isEqualTo(CpuEngine.valueOf(other));
        }
    }

    @ParameterizedTest
    @CsvSource({"TRANSLATED, INTERPRETED", "INTERPRETED, TRANSLATED"})
    void aSnapshotOfOneIsLoadedByTheOther(String one, String other) throws Exception {
        Snapshot snapshot;
        Probe straight;
        try (DescribedServer server = server("engine=" + one)) {
            CompletableFuture<Snapshot> taken = server.saveAt(MIDDLE);
            straight = TestParts.powerOnTo(server, END);
            snapshot = taken.get(60, TimeUnit.SECONDS);
        }
        try (DescribedServer server = server("engine=" + other)) {
            server.load(snapshot);
            Probe loaded = TestParts.goOn(server, END);
            assertThat(loaded.memory()).isEqualTo(straight.memory());
            assertThat(loaded.context()).isEqualTo(straight.context());
            assertThat(loaded.output()).isEqualTo(straight.output());
            assertThat(server.description().engine(0)).isEqualTo(CpuEngine.valueOf(other));
        }
    }

    @Test
    void itIsChangedWhileTheGuestRuns() throws Exception {
        try (DescribedServer server = server("engine=TRANSLATED")) {
            String[] engines = {"interpreted", "translated,interpreted", "interpreted,translated"};
            for (int change = 0; change < 6; change++) {
                server.submitAt(
                        MIDDLE + 200_000L * change,
                        new Operation.Configure("engine", engines[change % 3]));
            }
            Probe changed = TestParts.powerOnTo(server, END);
            assertThat(server.description().engine(0)).isEqualTo(CpuEngine.INTERPRETED);
            assertThat(server.description().engine(1)).isEqualTo(CpuEngine.TRANSLATED);
            assertThat(server.systems())
                    .allMatch(system -> system.state() == SystemState.ONLINE_SYNC);
            try (DescribedServer other = server("engine=INTERPRETED")) {
                Probe probe = TestParts.powerOnTo(other, END);
                assertThat(changed.memory()).isEqualTo(probe.memory());
                assertThat(changed.context()).isEqualTo(probe.context());
            }
        }
    }
}
