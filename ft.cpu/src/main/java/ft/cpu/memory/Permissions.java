package ft.cpu.memory;

/** A software TLB that has to know when a permission ends. */
public interface Permissions {
    /**
     * Suspends the permission to write: the next write of a granule has to be noted, and then may
     * go on as before.
     */
    void suspendWrites();

    /** The same for everything. */
    void suspend();

    /** Withdraws the permission to write one frame. */
    void withdrawWrites(Frame frame);

    /** Withdraws everything. */
    void withdrawAll();
}
