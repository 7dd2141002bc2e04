package ft.observe.health;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.observe.ServerHealth;
import ft.api.observe.ServerHealth.Level;
import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.DriverKind;
import ft.api.server.FtServer;
import ft.api.server.Outage;
import ft.api.server.ResyncProgress;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemCounters;
import ft.api.server.SystemStatus;
import ft.api.server.TraceGranularity;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssessmentTest {
    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Map<String, Object> answers =
            new HashMap<>(
                    Map.of(
                            "events", List.of(),
                            "outages", List.of(),
                            "progress", Optional.empty(),
                            "guestExit", Optional.empty(),
                            "parts", List.of(),
                            "slots", List.of(),
                            "holds", List.of(),
                            "strategies", List.of(new StrategyStatus("a", "", "b", true))));
    private final List<ServerEvent> events = new ArrayList<>();

    private ServerHealth health(SystemState... states) {
        List<SystemStatus> systems = new ArrayList<>();
        for (SystemState state : states) {
            systems.add(
                    new SystemStatus(
                            systems.size(),
                            state,
                            Mode.SBY,
                            true,
                            true,
                            true,
                            0,
                            0,
                            SystemCounters.NONE,
                            ""));
        }
        answers.put("systems", systems);
        answers.put("events", events);
        FtServer server =
                (FtServer)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {FtServer.class},
                                (proxy, method, arguments) -> answers.get(method.getName()));
        return Assessment.of("x", server, List.of());
    }

    private void event(int second, int system, SystemState from, SystemState to, String text) {
        events.add(
                new ServerEvent(
                        events.size(),
                        0,
                        0,
                        WHEN.plusSeconds(second),
                        system,
                        "",
                        StateEvent.POR,
                        from,
                        to,
                        Mode.SBY,
                        false,
                        text));
    }

    private void inStep(int systems) {
        for (int i = 0; i < systems; i++) {
            event(i, i, SystemState.PRE_ONLINE_SYNC, SystemState.ONLINE_SYNC, "equal");
        }
    }

    @Test
    void inStepIsWellSinceTheLastCameIn() {
        inStep(2);
        ServerHealth health = health(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        assertThat(health)
                .isEqualTo(
                        new ServerHealth(
                                "x",
                                Level.OK,
                                "All 2 systems are in Online sync (since 2026-01-02T03:04:06Z).",
                                List.of()));
    }

    @Test
    void oneThatIsOutIsAWarningSinceTheFirstWentOut() {
        inStep(2);
        event(60, 1, SystemState.ONLINE_SYNC, SystemState.OFF, "pulled");
        event(60, 0, SystemState.ONLINE_SYNC, SystemState.ONLINE_READY, "pulled");
        event(90, 1, SystemState.OFF, SystemState.OFFLINE, "inserted");
        ServerHealth health = health(SystemState.ONLINE_READY, SystemState.OFFLINE);
        assertThat(health.level()).isEqualTo(Level.WARN);
        assertThat(health.sentence())
                .isEqualTo(
                        "The server is not redundant (since 2026-01-02T03:05:05Z; #1: pulled): #0"
                                + " ST2 Online ready, #1 ST7 Offline.");
    }

    @Test
    void aResynchronizationIsAWarningThatSaysHowFarItIs() {
        answers.put("progress", Optional.of(new ResyncProgress("trace", "copying", 0.5)));
        ServerHealth health = health(SystemState.ONLINE_READY, SystemState.RECOVER_OFFLINE);
        assertThat(health.level()).isEqualTo(Level.WARN);
        assertThat(health.sentence())
                .isEqualTo(
                        "The server is not redundant: copying, by trace; #0 ST2 Online ready, #1"
                                + " ST8 Recover offline.");
    }

    @Test
    void twoOfThreeInStepAreRedundantStill() {
        inStep(3);
        event(60, 2, SystemState.ONLINE_SYNC, SystemState.FAULT, "outvoted");
        ServerHealth health =
                health(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC, SystemState.FAULT);
        assertThat(health.level()).isEqualTo(Level.WARN);
        assertThat(health.sentence())
                .startsWith("Only 2 of 3 systems are in Online sync (since 2026-01-02T03:05:05Z");
    }

    private static ServerDescription description(boolean coldRestart) {
        return new ServerDescription(
                "x",
                2,
                1,
                1 << 20,
                1,
                1,
                false,
                DriverKind.PARALLEL,
                0,
                "a",
                true,
                "TRACE",
                1,
                TraceGranularity.PAGE,
                1,
                1,
                0,
                1,
                4096,
                1,
                1,
                1,
                true,
                coldRestart,
                0,
                "p",
                "i",
                "c",
                List.of());
    }

    @Test
    void aServiceThatIsLostIsCriticalUnlessItComesBackByItself() {
        answers.put("description", description(false));
        answers.put("outages", List.of(new Outage(1, 7, "both pulled", WHEN, Optional.empty())));
        ServerHealth health = health(SystemState.OFF, SystemState.OFFLINE_DIVIDE);
        assertThat(health.level()).isEqualTo(Level.CRITICAL);
        assertThat(health.sentence())
                .isEqualTo("The service was lost at 2026-01-02T03:04:05Z: both pulled.");

        answers.put("description", description(true));
        assertThat(health(SystemState.OFF, SystemState.OFFLINE_DIVIDE).level())
                .isEqualTo(Level.TEMPORARILY_UNAVAILABLE);
        assertThat(health(SystemState.OFF, SystemState.OFF).level())
                .as("there is nothing to restart")
                .isEqualTo(Level.CRITICAL);
    }

    @Test
    void oneThatIsOverIsForgotten() {
        answers.put("outages", List.of(new Outage(1, 7, "both", WHEN, Optional.of(WHEN))));
        assertThat(health(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC).level())
                .isEqualTo(Level.OK);
    }

    @Test
    void oneThatIsSwitchedOffIsNotLost() {
        ServerHealth health = health(SystemState.OFF, SystemState.OFF);
        assertThat(health.level()).isEqualTo(Level.WARN);
        assertThat(health.sentence()).isEqualTo("The server is switched off.");
    }

    @Test
    void oneThatStartsComesByItself() {
        assertThat(health(SystemState.OFFLINE_DIVIDE, SystemState.OFF).level())
                .isEqualTo(Level.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void whatIsMissingIsAWarningThoughAllIsInStep() {
        answers.put("strategies", List.of(new StrategyStatus("a", "", "b", false)));
        answers.put(
                "parts",
                List.of(new PartStatus(1, PartKind.PROCESSOR, "", "ft.cpu", "1.0.0", false)));
        answers.put("holds", List.of("A debugger holds #0."));
        ServerHealth health = health(SystemState.ONLINE_SYNC, SystemState.ONLINE_SYNC);
        assertThat(health.level()).isEqualTo(Level.WARN);
        assertThat(health.sentence()).isEqualTo("All 2 systems are in Online sync.");
        assertThat(health.details())
                .containsExactly(
                        "The copy strategy that is selected is not installed.",
                        "The CPU board of #1 runs on bundle ft.cpu 1.0.0, which provides it no"
                                + " more.",
                        "A debugger holds #0.");
    }
}
