package ft.api.config;

/** What a changed option does. */
public enum ChangeEffect {
    /** It is in force at once. */
    NOW("now"),
    /** It is in force when the server starts the next time. */
    NEXT_START("next start"),
    /** What is configured begins anew with it. */
    RESTARTS("begins anew"),
    /** The bundle that is configured knows. */
    UNKNOWN("its bundle knows");

    private final String text;

    ChangeEffect(String text) {
        this.text = text;
    }

    /** A few words for people. */
    @Override
    public String toString() {
        return text;
    }
}
