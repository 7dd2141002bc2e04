package ft.console.text;

import ft.api.server.ServerException;
import ft.api.verb.VerbException;

/**
 * Something a user asked for cannot be done; the message is one sentence.
 *
 * <p>Gogo shows an exception by its {@link #toString()}, so that is the sentence alone.
 */
public class Problem extends VerbException {
    private static final long serialVersionUID = 1L;

    /** With one sentence for the user. */
    public Problem(String sentence) {
        super(sentence);
    }

    /** With one sentence for the user and the cause for the log. */
    public Problem(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** What a server refused, in its own words. */
    public static Problem of(ServerException refusal) {
        return new Problem(refusal.getMessage(), refusal);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
