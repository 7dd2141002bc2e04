package ft.console.run;

import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.Optional;

/**
 * What helps to see why a guest does not come up.
 *
 * @param tree file for the flattened device tree, {@link #STANDARD} for standard output; the guest
 *     does not run then
 */
record AidOptions(Optional<String> tree) {
    /** Nothing. */
    static final AidOptions NONE = new AidOptions(Optional.empty());

    /** Stands for standard output. */
    static final String STANDARD = "-";

    /** Takes them out of the words after {@code run}. */
    static AidOptions take(Arguments arguments) throws Problem {
        return new AidOptions(arguments.option("--dump-dtb"));
    }
}
