package ft.chipset.controller.view;

/** What steers the rounds of a server, beside the operations of an operator. */
public sealed interface Control {
    /** Stops the guest. */
    record Hold() implements Control {}

    /** Lets the guest go on. */
    record Release() implements Control {}

    /**
     * Takes a snapshot as soon as all is quiet, and lets nothing go on behind it.
     *
     * @param number tells it from others that are wanted
     */
    record Save(long number) implements Control {}

    /** Goes on behind a snapshot. */
    record Saved() implements Control {}

    /**
     * Writes a note into the event log.
     *
     * @param text the note
     */
    record Note(String text) implements Control {}

    /** Begins the script that every controller has been given. */
    record Play() implements Control {}
}
