package ft.api.provision;

import java.util.List;

/**
 * What was installed.
 *
 * @param bundle what was asked for
 * @param others what it needed and was not there
 */
public record Installation(Offer bundle, List<Offer> others) {
    /** Copies the others. */
    public Installation {
        others = List.copyOf(others);
    }
}
