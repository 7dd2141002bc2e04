package ft.api.verb;

import java.io.PrintStream;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A word after {@code ./ft} that does something without a keyboard and ends with an exit status.
 * Registered as a service by whichever bundle has one; the launcher finds it by {@link #name()}.
 *
 * <p><b>Threading:</b> one call of {@link #run} on a thread of its own, when every bundle has
 * started and the servers that are described are there. Ctrl-C ends the program; a verb that has to
 * give something back does so in {@code finally} and in a shutdown hook.
 */
@ConsumerType
public interface Verb {
    /** Exit status when all is well. */
    int OK = 0;

    /** Exit status when it was done and the outcome is bad. */
    int BAD = 1;

    /** Exit status when the words on the command line, or what they name, are wrong. */
    int WRONG = 2;

    /** What the user types: one word of small letters. */
    String name();

    /** How it is used, line by line, for {@code ./ft NAME --help}. */
    List<String> usage();

    /**
     * Does it.
     *
     * @param arguments the words after the verb
     * @param out standard output
     * @param err standard error, for progress and complaints
     * @return the exit status
     * @throws VerbException with one sentence, which ends the program with {@link #WRONG}
     */
    int run(List<String> arguments, PrintStream out, PrintStream err)
            throws VerbException, InterruptedException;
}
