package ft.console.view;

/**
 * A guest program of a catalog.
 *
 * @param name its name
 * @param description one line on what it does and the arguments it takes
 */
public record GuestStatus(String name, String description) {}
