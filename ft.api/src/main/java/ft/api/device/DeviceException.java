package ft.api.device;

/** A device cannot work; the message is one sentence for the user: what, where, what to do. */
public class DeviceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With one sentence for the user. */
    public DeviceException(String sentence) {
        super(sentence);
    }

    /** With one sentence for the user and the cause for the log. */
    public DeviceException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
