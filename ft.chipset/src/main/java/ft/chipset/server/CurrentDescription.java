package ft.chipset.server;

import ft.api.server.ServerDescription;

/**
 * What a server is described to be now: what its machine is built of, with the options that were
 * changed since. Any thread.
 */
final class CurrentDescription {
    private volatile ServerDescription now;

    CurrentDescription(ServerDescription first) {
        now = first;
    }

    ServerDescription now() {
        return now;
    }

    void set(ServerDescription other) {
        now = other;
    }
}
