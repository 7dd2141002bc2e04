package ft.test.guest;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.test.support.Lab;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/** Whatever a guest does, the server answers. */
class StrayGuestTest {
    private static final long EARLY = 3_000_000;
    private static final long LATE = 6_000_000;

    @InjectBundleContext BundleContext context;

    private Lab lab;
    private FtServer server;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(context);
        server = lab.server();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private String problem() {
        return server.systems().get(0).problem();
    }

    private void assertPowersOff() throws Exception {
        server.release();
        server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
        assertThat(Lab.states(server)).containsOnly(SystemState.OFF);
    }

    private void assertStatusMoves() {
        server.release();
        long before = server.systems().get(0).clock();
        Lab.await("the clock goes on", () -> server.systems().get(0).clock() > before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unhandled", "spin", "sleep"})
    void aGuestThatNeverYieldsStopsNothing(String how) throws Exception {
        Probe early = lab.bootTo(server, "stray", "how=" + how, EARLY);
        assertThat(early.clock()).isGreaterThanOrEqualTo(EARLY);
        if (how.equals("spin")) {
            assertStatusMoves();
        }
        Lab.runTo(server, LATE);
        Lab.assertInSync(server);
        assertThat(server.systems()).extracting(SystemStatus::problem).containsOnly("");
        assertThat(server.registers(0, 0).get(30, TimeUnit.SECONDS)).containsKey("pc");
        assertPowersOff();
    }

    @Test
    void aJumpIntoNothingIsTheArchitecturalTrap() throws Exception {
        lab.boot(server, "stray", "how=jump");
        Lab.await("the guest ends", () -> server.guestExit().isPresent());
        assertThat(server.guestExit()).hasValue("fail 257"); // 0x100 and cause 1
        assertThat(Lab.console(server, 0)).contains("stray: trap on hart 0");
        assertPowersOff();
    }

    @Test
    void aTrapThatNobodyHandlesIsToldByTheFirmware() throws Exception {
        lab.bootTo(server, "stray", "how=unhandled", EARLY);
        assertThat(Lab.console(server, 0)).contains("firmware: no trap handler on hart 0");
        assertThat(Lab.console(server, 1)).contains("firmware: no trap handler on hart 0");
    }

    @Test
    void aGuestThatTrapsForEverIsToldAsStuck() throws Exception {
        lab.bootTo(server, "stray", "how=nowhere", LATE);
        Lab.assertInSync(server);
        Lab.await("the problem is told", () -> !problem().isEmpty());
        assertThat(problem()).contains("hart 0").doesNotContain("\n");
        assertStatusMoves();

        // What is stuck is the guest: boards can be exchanged, and another guest booted.
        server.submit(new Operation.Pull(1, Board.CPU)).get(30, TimeUnit.SECONDS);
        server.submit(new Operation.Insert(1, Board.CPU)).get(30, TimeUnit.SECONDS);
        assertPowersOff();
        lab.boot(server, "hello", "");
        Lab.await("the guest ends", () -> server.guestExit().isPresent());
        assertThat(server.guestExit()).hasValue("pass");
        assertThat(problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, pass", "3, fail 3"})
    void anEndIsTold(int code, String exit) throws Exception {
        lab.boot(server, "hello", "code=" + code);
        Lab.await("the guest ends", () -> server.guestExit().isPresent());
        assertThat(server.guestExit()).hasValue(exit);
        assertPowersOff();
    }
}
