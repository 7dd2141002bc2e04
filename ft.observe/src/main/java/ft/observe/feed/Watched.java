package ft.observe.feed;

import ft.api.server.FtServer;

/** A server that is there. */
public final class Watched {
    private final String name;
    private final FtServer server;
    private final EventCounts counts;
    private volatile boolean alive;

    /** A server by its name. */
    public Watched(String name, FtServer server) {
        this.name = name;
        this.server = server;
        counts = new EventCounts();
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The server. */
    public FtServer server() {
        return server;
    }

    /** How often what has happened to it. */
    public EventCounts counts() {
        return counts;
    }

    /**
     * Whether anything has happened to it. Most questions make a server build its machine; one that
     * nobody uses is not to be built by being watched.
     */
    public boolean isAlive() {
        return alive;
    }

    void heard() {
        alive = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
