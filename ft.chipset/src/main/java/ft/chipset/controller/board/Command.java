package ft.chipset.controller.board;

/**
 * A command on its way to the boundary at which all controllers carry it out.
 *
 * @param origin system whose controller took it in and tells its outcome
 * @param id unique at its origin
 * @param order an {@link ft.api.server.Operation} or a {@link Control}
 */
public record Command(int origin, long id, Record order) {}
