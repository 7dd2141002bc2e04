package ft.api.verb;

/** What a user asked for cannot be done; the message is one sentence: what, where, what to do. */
public class VerbException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With one sentence for the user. */
    public VerbException(String sentence) {
        super(sentence);
    }

    /** With one sentence for the user and the cause for the log. */
    public VerbException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
