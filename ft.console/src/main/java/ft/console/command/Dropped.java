package ft.console.command;

/** The bundles that a user dropped into a folder before the start. */
@FunctionalInterface
public interface Dropped {
    /** Waits until each of them is active, or is of no use. */
    void await() throws InterruptedException;
}
