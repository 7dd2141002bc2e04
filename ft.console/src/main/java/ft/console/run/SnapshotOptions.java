package ft.console.run;

import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.Optional;

/**
 * Snapshots of a run.
 *
 * @param load file that it goes on from, instead of from power on
 * @param save file that the server is saved in at the end
 */
record SnapshotOptions(Optional<String> load, Optional<String> save) {
    /** None. */
    static final SnapshotOptions NONE = new SnapshotOptions(Optional.empty(), Optional.empty());

    /** Takes them out of the words after {@code run}. */
    static SnapshotOptions take(Arguments arguments) throws Problem {
        return new SnapshotOptions(arguments.option("--load"), arguments.option("--save"));
    }
}
