package ft.observe;

import ft.observe.feed.Outbox;
import ft.observe.feed.ServerFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What could not be handed on, because whoever takes it is slower than it comes. */
@Component(service = Losses.class)
public class Losses {
    /** For how long it is worth a warning. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private final ServerFeed feed;

    /** Made by Declarative Services. */
    @Activate
    public Losses(@Reference ServerFeed feed) {
        this.feed = feed;
    }

    /** What was lost lately, a sentence for each that lost something. */
    public List<String> recent() {
        Instant since = Instant.now().minus(RECENT);
        List<String> sentences = new ArrayList<>();
        for (Outbox outbox : feed.outboxes()) {
            outbox.lastDrop()
                    .filter(since::isBefore)
                    .ifPresent(
                            when ->
                                    sentences.add(
                                            "%d entries for the %s service were dropped, the last at %s."
                                                    .formatted(
                                                            outbox.dropped(),
                                                            outbox.name(),
                                                            when)));
        }
        return sentences;
    }
}
