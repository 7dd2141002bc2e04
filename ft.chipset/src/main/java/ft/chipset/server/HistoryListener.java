package ft.chipset.server;

import ft.api.history.Moment;
import ft.chipset.history.Input;

/** Hears of a server's history, on its threads, one call after the other. */
interface HistoryListener {
    /** Something takes effect now. */
    default void input(Input input) {}

    /** The guest has come to a boundary; see {@link HistoryDesk#mark()}. */
    default void boundary(Moment moment) {}

    /** A script has come to its end. */
    default void played(Moment moment) {}
}
