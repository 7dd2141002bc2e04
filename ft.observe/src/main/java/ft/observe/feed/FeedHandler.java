package ft.observe.feed;

import ft.api.server.ResyncReport;
import ft.api.server.ServerEvent;

/** What is done with what happens to servers, on the thread of one {@link Outbox}. */
public interface FeedHandler {
    /**
     * A server has come. Called by any thread, before anything of it is told.
     *
     * @param outbox the queue that this handler is called from
     */
    default void added(Watched watched, Outbox outbox) {}

    /** A server has gone. Called by any thread; some of what is on its way may be told yet. */
    default void removed(Watched watched) {}

    /** An entry of the event log. Entries of different systems may come in another order. */
    void event(Watched watched, ServerEvent event);

    /** A resynchronization that has ended. */
    void report(Watched watched, ResyncReport report);

    /** Time to look at what nobody tells: called after every event, and every now and then. */
    default void look(Watched watched) {}
}
