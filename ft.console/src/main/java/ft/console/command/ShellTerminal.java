package ft.console.command;

import org.apache.felix.service.command.CommandSession;

/** The terminal of the shell that a command was typed into, if it has one. */
final class ShellTerminal {
    /** Where the shell keeps it. */
    private static final String VARIABLE = ".terminal";

    /** What every terminal has, and what a pipe or a file is given. */
    private static final int USUAL_WIDTH = 80;

    private ShellTerminal() {}

    /** Its columns; a terminal that does not say, or none, has the usual number. */
    static int width(CommandSession session) {
        Object terminal = session.get(VARIABLE);
        int columns = terminal == null ? 0 : TerminalMode.width(terminal);
        return columns > 0 ? Math.max(columns, USUAL_WIDTH) : USUAL_WIDTH;
    }

    /**
     * Until it is closed Ctrl-C interrupts the calling thread, instead of ending the command with
     * an exception that is shown.
     */
    static TerminalMode.Restore interruptible(CommandSession session) {
        Object terminal = session.get(VARIABLE);
        return terminal == null
                ? () -> {}
                : TerminalMode.interrupting(terminal, Thread.currentThread());
    }

    /** Until it is closed these keys are read as soon as they are typed, and Ctrl-C is one. */
    static TerminalMode.Restore keys(CommandSession session, int key, int otherKey) {
        Object terminal = session.get(VARIABLE);
        return terminal == null ? () -> {} : TerminalMode.reading(terminal, key, otherKey);
    }
}
