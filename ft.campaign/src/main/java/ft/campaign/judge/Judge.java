package ft.campaign.judge;

import ft.api.observer.CopyOperation;
import ft.api.server.ServerEvent;

/** Watches over a group of invariants during one run. Not shared between runs. */
public interface Judge {
    /** Looks at a boundary. */
    void boundary(Boundary boundary, Findings findings);

    /** Hears of an event when it happens. */
    default void event(ServerEvent event) {}

    /** Hears of what a copy strategy does when it does it. */
    default void copying(CopyOperation operation, int page) {}
}
