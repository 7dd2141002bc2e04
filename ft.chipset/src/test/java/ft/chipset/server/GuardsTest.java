package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.MemoryRange;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ResyncReport;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Demand verification (spec R8, D): nobody uses a page before both sides were compared. */
@Timeout(value = 200, unit = TimeUnit.SECONDS)
class GuardsTest {
    private static final long END = 6_000_000;

    private final Scene scene = new Scene(END, "ws=64 report=100");

    @AfterEach
    void close() {
        scene.close();
    }

    private Scene guarding(boolean repairs) {
        scene.parts.install("nothing-first", new NothingFirst(repairs, true));
        return scene.with("strategy=nothing-first", "backgroundShare=0.25");
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, false, 4096",
        "parallel, false, 4096",
        "sequential, true, 256",
        "parallel, true, 16384"
    })
    void theGuestFindsOnlyWhatIsVerified(String driver, boolean repairs, int unit)
            throws Exception {
        guarding(repairs)
                .with("driver=" + driver, "copyUnit=" + unit)
                .at(2_500_000, new Operation.Pull(1, Board.CPU))
                .at(2_600_000, new Operation.Insert(1, Board.CPU))
                .assertGolden();
        ResyncReport report = scene.reports().get(1);
        assertThat(report.succeeded()).as(scene::log).isTrue();
        assertThat(report.fallback()).isFalse();
        assertThat(report.figures().get("demanded")).as(scene::log).isGreaterThan(10);
        assertThat(report.figures().get("demandRepaired")).as(scene::log).isGreaterThan(10);
    }

    /** Otherwise the test above would show nothing. */
    @Test
    void withoutGuardsTheDestinationGoesAstray() throws Exception {
        scene.parts.install("nothing-first", new NothingFirst(false, false));
        scene.with("strategy=nothing-first").run();
        assertThat(scene.reports()).as(scene::log).anyMatch(report -> !report.succeeded());
    }

    @Test
    void whatDoesNotDependOnThreadsIsTheSameWithAll() throws Exception {
        String[] figures = new String[2];
        for (int i = 0; i < 2; i++) {
            try (Scene each = new Scene(END, "ws=64 report=100")) {
                each.parts.install("nothing-first", new NothingFirst(false, true));
                each.with("strategy=nothing-first", "backgroundShare=0.25")
                        .with("driver=" + (i == 0 ? "sequential" : "parallel"))
                        .assertGolden();
                figures[i] = each.reports().get(0).figures() + " " + each.events();
            }
        }
        assertThat(figures[0]).isEqualTo(figures[1]);
    }

    /** The other side never comes to the page, which is a mismatch and hangs nobody. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void aSideThatTouchesOtherPagesIsFoundOut(boolean busComparator, boolean repairs)
            throws Exception {
        Probe probe =
                guarding(repairs)
                        .with("busComparator=" + busComparator)
                        .at(2_500_000, new Operation.Pull(1, Board.CPU))
                        .at(2_600_000, new Operation.Insert(1, Board.CPU))
                        .strike(2_760_000, new Fault.RegisterFlip(1, 0, "sp", 14))
                        .run();
        assertThat(scene.events())
                .as(scene::log)
                .containsAnyOf(
                        StateEvent.CHECK_NG, StateEvent.OUTPUT_MISMATCH, StateEvent.BUS_MISMATCH);
        if (!busComparator) {
            assertThat(scene.log()).contains("guarded pages that #0 and #1 touched");
        }
        assertThat(probe.memory()).as(scene::log).containsOnly(scene.reference().memory().get(0));
    }

    /** Until a page is verified nothing else knows how it differs (K9 for strategy D). */
    @Test
    void whatDiffersIsGuarded() throws Exception {
        Set<MemoryRange> unexplained = new HashSet<>();
        int[] boundaries = new int[1];
        guarding(false)
                .observe(
                        view -> {
                            if (view.systems().get(1).state() == SystemState.PRE_ONLINE_SYNC) {
                                boundaries[0]++;
                                unexplained.addAll(view.unexplained(1));
                            }
                        })
                .assertGolden();
        assertThat(boundaries[0]).isGreaterThan(3);
        assertThat(unexplained).isEmpty();
    }
}
