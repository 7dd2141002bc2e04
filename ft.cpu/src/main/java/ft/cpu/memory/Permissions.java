package ft.cpu.memory;

/** A software TLB that has to know when a permission ends. */
public interface Permissions {
    /** Withdraws the permission to write. */
    void withdrawWrites();

    /** Withdraws the permission to write one frame. */
    void withdrawWrites(Frame frame);

    /** Withdraws everything. */
    void withdrawAll();
}
