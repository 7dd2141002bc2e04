package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.server.BoundaryView;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.api.server.SystemView;
import ft.api.state.SystemState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an observer sees at every boundary is what is there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ObserverTest {
    private static final long END = 4_000_000;

    private final TestParts parts = new TestParts();

    /** Keeps a copy of main storage by the changes alone. */
    private static final class Mirror {
        private long[] checks = new long[0];
        private int board = -1;
        private long looks;

        void look(SystemView system) {
            if (board != system.boardNumber()) {
                board = system.boardNumber();
                checks = new long[system.memory().pages()];
                Arrays.setAll(checks, system.memory()::check);
            }
            system.takeChangedPages(
                    page -> {
                        looks++;
                        checks[page] = system.memory().check(page);
                    });
        }
    }

    private Probe run(boolean observed, List<String> log) throws Exception {
        try (DescribedServer server =
                parts.server("driver=sequential", "memory=1MiB", "seed=3", "quantum=4096")) {
            server.guest(parts.guest("ledger", "ws=128 report=20 steps=4"));
            Mirror[] mirrors = {new Mirror(), new Mirror()};
            if (observed) {
                server.observe(view -> look(server, view, mirrors, log));
            }
            server.onEvent(e -> log.add(e.clock() + " " + e.system() + " " + e.text()));
            if (!observed) {
                server.submitAt(2_000_000, new Operation.Inject(new Fault.CpuFailure(1)));
            }
            return TestParts.powerOnTo(server, END);
        }
    }

    private static void look(
            DescribedServer server, BoundaryView view, Mirror[] mirrors, List<String> log) {
        boolean inStep = true;
        for (SystemView system : view.systems()) {
            if (system.powered()) {
                mirrors[system.system()].look(system);
            }
            inStep &= system.state() == SystemState.ONLINE_SYNC;
        }
        if (inStep) {
            assertThat(mirrors[0].checks).isEqualTo(mirrors[1].checks);
            assertThat(view.systems().get(0).context()).isEqualTo(view.systems().get(1).context());
        }
        if (view.round() % 64 == 0) {
            for (SystemView system : view.systems()) {
                if (system.powered()) {
                    long[] all = new long[system.memory().pages()];
                    Arrays.setAll(all, system.memory()::check);
                    assertThat(mirrors[system.system()].checks).isEqualTo(all);
                }
            }
        }
        if (view.clock() == 2_000_000 / 4096 * 4096) {
            server.submit(new Operation.Inject(new Fault.CpuFailure(1)));
            log.add("injected");
        }
    }

    @Test
    void aMirrorKeptByTheChangesIsMainStorage() throws Exception {
        List<String> log = new ArrayList<>();
        Probe probe = run(true, log);
        assertThat(log).contains("injected");
        Probe unobserved = run(false, new ArrayList<>());
        assertThat(probe).isEqualTo(unobserved);
    }

    @Test
    void theSameSeedGivesTheSameLog() throws Exception {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        run(true, first);
        run(true, second);
        assertThat(first).isEqualTo(second).hasSizeGreaterThan(20);
    }

    @Test
    void theParallelDriverCannot() throws Exception {
        try (DescribedServer server = parts.server("driver=parallel")) {
            assertThatThrownBy(() -> server.observe(view -> {}))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("SEQUENTIAL");
        }
    }
}
