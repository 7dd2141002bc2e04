package ft.api.server;

/**
 * Something a user asked for cannot be done; the message is one sentence: what, where, what to do.
 */
public class ServerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With one sentence for the user. */
    public ServerException(String sentence) {
        super(sentence);
    }

    /** With one sentence for the user and the cause for the log. */
    public ServerException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
