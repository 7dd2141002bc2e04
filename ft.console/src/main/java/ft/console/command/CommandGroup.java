package ft.console.command;

/**
 * A group of commands that {@code ft:help} lists together. Its commands are its public methods with
 * a {@link org.apache.felix.service.command.Descriptor}.
 */
public interface CommandGroup {
    /** Scope of all commands. */
    String SCOPE = "ft";

    /** What the commands of the group are about. */
    String title();
}
