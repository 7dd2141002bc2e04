package ft.console.launch;

import ft.console.text.Problem;
import java.util.List;

/**
 * A word after {@code ./ft} that does something without a keyboard and ends with an exit status.
 */
public interface Verb {
    /** Exit status when all is well. */
    int OK = 0;

    /** Exit status when the words on the command line, or what they name, are wrong. */
    int WRONG = 2;

    /** What the user types. */
    String name();

    /**
     * Does it.
     *
     * @param arguments the words after the verb
     * @return the exit status
     * @throws Problem with one sentence, which ends the program with {@link #WRONG}
     */
    int run(List<String> arguments) throws Problem, InterruptedException;
}
