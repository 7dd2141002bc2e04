package ft.chipset.controller;

/** What steers the rounds of a server, beside the operations of an operator. */
sealed interface Control {
    /**
     * Stops the guest.
     *
     * @param reason for logs
     */
    record Hold(String reason) implements Control {}

    /**
     * Lets the guest go on.
     *
     * @param reason for logs
     */
    record Release(String reason) implements Control {}
}
