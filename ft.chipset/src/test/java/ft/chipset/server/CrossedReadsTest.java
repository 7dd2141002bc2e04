package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.guest.GuestProgram;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerEvent;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.boot.ElfFile;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A flip of an address lets the two CPU subsystems read from different IO subsystems: each then
 * waits at another comparator for what the other one never sends there. Nobody may wait for ever,
 * and what comes of it may not depend on who was faster.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CrossedReadsTest {
    private static final long FLIP = 3_000_000;
    private static final long END = 6_000_000;

    /** Polls the line status of the UART now and then. */
    private static final byte[] POLL =
            ElfFile.program(
                    0x100002b7, // lui t0, 0x10000
                    0x0052c303, // poll: lbu t1, 5(t0)
                    0x7d000393, // li t2, 2000
                    0xfff38393, // wait: addi t2, t2, -1
                    0xfe039ee3, // bnez t2, wait
                    0xff1ff06f); // j poll

    /** The flip makes 0x1000_0000 a 0x3000_0000: the UART of IO subsystem #1. */
    private static final int TO_THE_OTHER_WINDOW = 29;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void readsOfDifferentIoSubsystemsAreADisagreement(int struck) throws Exception {
        List<String> first = run(struck, "PARALLEL", 1);
        assertThat(first).anyMatch(event -> event.contains(StateEvent.IO_MISMATCH.name()));
        assertThat(run(struck, "PARALLEL", 1)).isEqualTo(first);
        assertThat(run(struck, "SEQUENTIAL", 1)).isEqualTo(first);
        assertThat(run(struck, "SEQUENTIAL", 2)).isEqualTo(first);
    }

    private static List<String> run(int struck, String driver, int seed) throws Exception {
        TestParts parts = new TestParts();
        try (DescribedServer server =
                parts.server("driver=" + driver, "seed=" + seed, "asyncLimit=4")) {
            server.guest(new GuestProgram("poll", POLL, ""));
            Fault flip = new Fault.RegisterFlip(struck, 0, "t0", TO_THE_OTHER_WINDOW);
            server.submitAt(FLIP, new Operation.Inject(flip));
            Probe probe = TestParts.powerOnTo(server, END);
            assertThat(server.systems()).extracting("state").containsOnly(SystemState.ONLINE_SYNC);
            assertThat(probe.memory().get(1)).isEqualTo(probe.memory().get(0));
            assertThat(probe.context().get(1)).isEqualTo(probe.context().get(0));
            return server.events().stream().map(CrossedReadsTest::text).toList();
        }
    }

    private static String text(ServerEvent event) {
        return String.format(
                "%d #%d %s %s %s %s",
                event.clock(),
                event.system(),
                event.event(),
                event.from(),
                event.to(),
                event.text());
    }
}
