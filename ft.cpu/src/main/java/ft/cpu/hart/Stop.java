package ft.cpu.hart;

/** Why an instruction did not simply go on to the next one in its block. */
enum Stop {
    /** It did. */
    NONE,
    /** It trapped: it spent its cycle, did not retire, and the hart is at its trap vector. */
    TRAP,
    /** It retired, but what is decoded or translated may have changed. */
    REFETCH,
    /** It retired, and the interrupts or the harts that run have to be looked at again. */
    LEAVE,
    /** It waits for the completion of an IO request and will be done again then. */
    IO,
    /** It waits for a guarded page to be verified and will be done again then. */
    GUARD;

    /** Whether it was not executed, and will be done again. */
    boolean isWaiting() {
        return this == IO || this == GUARD;
    }

    /** Whether the instruction has done what it does. */
    boolean retires() {
        return this != TRAP && !isWaiting();
    }
}
