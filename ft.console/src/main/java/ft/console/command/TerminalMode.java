package ft.console.command;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/**
 * Ways in which the terminal of a shell behaves while a command runs. Loaded only where a shell
 * brings a terminal; {@link ShellTerminal} sees to that.
 */
final class TerminalMode {
    private TerminalMode() {}

    /** Columns of the terminal, 0 if it does not say. */
    static int width(Object shellTerminal) {
        return ((Terminal) shellTerminal).getWidth();
    }

    /** Ctrl-C interrupts a thread. */
    static Restore interrupting(Object shellTerminal, Thread thread) {
        Terminal terminal = (Terminal) shellTerminal;
        SignalHandler before = terminal.handle(Signal.INT, signal -> thread.interrupt());
        return () -> terminal.handle(Signal.INT, before);
    }

    /**
     * Two keys end the line that is being typed, so that they are read at once, and no key is a
     * signal. Everything else, such as editing the line, stays as it is.
     */
    static Restore reading(Object shellTerminal, int key, int otherKey) {
        Terminal terminal = (Terminal) shellTerminal;
        Attributes before = terminal.getAttributes();
        Attributes changed = new Attributes(before);
        changed.setControlChar(ControlChar.VEOL, key);
        changed.setControlChar(ControlChar.VEOL2, otherKey);
        changed.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(changed);
        return () -> terminal.setAttributes(before);
    }

    /** Puts the terminal back. */
    interface Restore extends AutoCloseable {
        @Override
        void close();
    }
}
