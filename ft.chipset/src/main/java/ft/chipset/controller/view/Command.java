package ft.chipset.controller.view;

import ft.api.server.Operation;
import java.util.Comparator;

/**
 * A command on its way to the boundary at which all controllers carry it out.
 *
 * @param origin system whose controller took it in and tells its outcome
 * @param id counts what was submitted to the server; unique at its origin
 * @param order an {@link ft.api.server.Operation} or a {@link Control}
 */
public record Command(int origin, long id, Record order) {
    /** Whether it is what an operator asks for, which is part of a server's history. */
    public boolean isOperation() {
        return order instanceof Operation;
    }

    /** As they were submitted; those that came in at different places at a time, by system. */
    public static final Comparator<Command> BY_SUBMISSION =
            Comparator.comparingLong(Command::id).thenComparingInt(Command::origin);
}
