package ft.chipset.history;

import ft.api.history.Moment;
import java.util.List;

/**
 * Inputs that a server is given again.
 *
 * @param inputs in the order in which they took effect; only those for the controllers
 * @param stops moments at which there is a boundary, in their order
 * @param end where the guest is held; the first boundary at or after it
 */
public record Script(List<Input> inputs, List<Moment> stops, Moment end) {
    /** Copies the inputs. */
    public Script {
        inputs =
                inputs.stream()
                        .filter(
                                each ->
                                        each instanceof Input.Ordered
                                                || each instanceof Input.Entered
                                                || each instanceof Input.Plugged)
                        .toList();
        stops = List.copyOf(stops);
    }
}
