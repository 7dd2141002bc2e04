package ft.provision.upgrade;

/** The server did not do what it was asked for, and has said why. */
final class Refusal extends Setback {
    private static final long serialVersionUID = 1;

    Refusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
