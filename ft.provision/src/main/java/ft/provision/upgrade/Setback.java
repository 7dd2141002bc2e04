package ft.provision.upgrade;

/** Why an upgrade does not go on, in one sentence without a full stop. */
class Setback extends Exception {
    private static final long serialVersionUID = 1;

    Setback(String sentence) {
        super(sentence);
    }

    Setback(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
