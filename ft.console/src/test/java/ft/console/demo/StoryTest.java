package ft.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.server.ResyncProgress;
import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.console.FakeServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a story tells of a server that goes on while it looks. */
class StoryTest {
    private static final String COPY = "copying";
    private static final String CHECK = "memory check";

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Moving server = new Moving();

    /** Goes on by a step whenever somebody has looked how far it is. */
    private static final class Moving extends FakeServer {
        private final Deque<Runnable> steps = new ArrayDeque<>();
        private String phase;
        private Consumer<ServerEvent> listener;

        @Override
        public Optional<ResyncProgress> progress() {
            Optional<ResyncProgress> seen =
                    Optional.ofNullable(phase).map(now -> new ResyncProgress("trace", now, 0.5));
            Runnable step = steps.poll();
            if (step != null) {
                step.run();
            }
            return seen;
        }

        @Override
        public AutoCloseable onEvent(Consumer<ServerEvent> newListener) {
            listener = newListener;
            return () -> {};
        }

        void event(String text) {
            SystemState state = SystemState.ONLINE_READY;
            listener.accept(
                    new ServerEvent(
                            0,
                            0,
                            0,
                            Instant.EPOCH,
                            0,
                            "",
                            null,
                            state,
                            state,
                            Mode.ACT,
                            false,
                            text));
        }
    }

    private String look() {
        try (Story story =
                new Story(
                        server,
                        "uart0/serial",
                        new PrintStream(told, true, StandardCharsets.UTF_8))) {
            story.look();
            server.steps.clear();
            server.phase = null;
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPhaseThatGoesOnIsShown() {
        server.phase = COPY;

        assertThat(look()).contains(COPY);
    }

    @Test
    void aPhaseIsNotShownBeforeItsBeginningWasTold() {
        server.phase = COPY;
        server.steps.add(
                () -> {
                    server.event("check begins");
                    server.phase = CHECK;
                });

        assertThat(look()).contains("check begins").doesNotContain(COPY).doesNotContain(CHECK);
    }

    @Test
    void aPhaseThatBeginsAfterTheEventsWereToldWaitsForTheNextLook() {
        server.steps.add(() -> server.phase = CHECK);

        assertThat(look()).doesNotContain(CHECK);
    }

    @Test
    void aPhaseIsNotShownAfterItsEndWasTold() {
        server.phase = COPY;
        server.steps.add(
                () -> {
                    server.phase = null;
                    server.event("copy ends");
                });

        assertThat(look()).contains("copy ends").doesNotContain(COPY);
    }
}
