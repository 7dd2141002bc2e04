package ft.campaign.scenario;

import ft.api.server.Operation;

/** Something that is done to a server. */
public sealed interface Action {
    /**
     * An operator's action, or a fault.
     *
     * @param operation which
     */
    record Operate(Operation operation) implements Action {}

    /**
     * A bundle is stopped, and started again some boundaries later.
     *
     * @param bundle symbolic name
     * @param boundaries for which it is away
     */
    record Restart(String bundle, int boundaries) implements Action {}
}
