package ft.chipset.controller.view;

/** What steers the rounds of a server, beside the operations of an operator. */
public sealed interface Control {
    /** Stops the guest. */
    record Hold() implements Control {}

    /** Lets the guest go on. */
    record Release() implements Control {}
}
