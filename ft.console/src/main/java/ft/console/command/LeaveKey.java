package ft.console.command;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;

/**
 * Lets a key end the line that is being typed, so that it is seen at once; everything else about
 * the terminal stays as it is.
 */
final class LeaveKey implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;

    private LeaveKey(Terminal terminal, int key) {
        this.terminal = terminal;
        before = terminal.getAttributes();
        Attributes changed = new Attributes(before);
        changed.setControlChar(ControlChar.VEOL, key);
        terminal.setAttributes(changed);
    }

    /**
     * Until it is closed.
     *
     * @param terminal what a shell keeps as its terminal
     * @return null if that is no terminal
     */
    static LeaveKey of(Object terminal, int key) {
        return terminal instanceof Terminal jline ? new LeaveKey(jline, key) : null;
    }

    @Override
    public void close() {
        terminal.setAttributes(before);
    }
}
