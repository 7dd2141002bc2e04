package ft.api.provision;

/** Something was not installed; the message is one sentence for a user. */
public class InstallException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With one sentence. */
    public InstallException(String sentence) {
        super(sentence);
    }

    /** With one sentence, and the cause for a log. */
    public InstallException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
