package ft.linux.verb;

import ft.api.server.Board;
import ft.api.server.Operation;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * Tells keys that are for the guest from those that are for the server: what follows a tilde at the
 * beginning of a line. A tilde with anything else behind it is the guest's.
 */
final class Escapes {
    /** What an escape means. */
    interface Listener {
        /** Its user leaves. */
        void leave();

        /** Something is to be done. */
        void order(Operation operation);

        /** The console of another IO subsystem is wanted. */
        void console(int io);

        /** Its user wants to know what there is. */
        void help();
    }

    static final List<String> HELP =
            List.of(
                    "~.            leave",
                    "~p N, ~i N    pull, insert the CPU board of system N",
                    "~P N, ~I N    pull, insert its IO board",
                    "~c N          go to the console of IO subsystem N",
                    "~~            a tilde");

    /** Those that a number follows. */
    private static final Map<Character, Order> ORDERS =
            Map.of(
                    'p', (who, system) -> who.order(new Operation.Pull(system, Board.CPU)),
                    'i', (who, system) -> who.order(new Operation.Insert(system, Board.CPU)),
                    'P', (who, system) -> who.order(new Operation.Pull(system, Board.IO)),
                    'I', (who, system) -> who.order(new Operation.Insert(system, Board.IO)),
                    'c', Listener::console);

    private interface Order {
        void tell(Listener who, int system);
    }

    private static final char ESCAPE = 0x1b;

    /** How much of what may be a terminal's answer was seen. */
    private enum Report {
        NONE,
        BEGUN,
        NUMBERS
    }

    private final Listener listener;
    private boolean lineBegins = true;
    private boolean began;
    private Report report = Report.NONE;
    private boolean tilde;
    private Order order;

    Escapes(Listener listener) {
        this.listener = listener;
    }

    /** What of the keys goes to the guest. */
    byte[] filter(byte[] typed, int length) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (int i = 0; i < length; i++) {
            key((char) (typed[i] & 0xff), passed);
        }
        return passed.toByteArray();
    }

    private void key(char key, ByteArrayOutputStream passed) {
        if (order != null) {
            number(key);
        } else if (tilde) {
            tilde = false;
            escape(key, passed);
        } else if (lineBegins && key == '~') {
            tilde = true;
        } else {
            passed.write(key);
            follow(key);
        }
    }

    /**
     * Follows where a line begins. A shell asks the terminal where its cursor is, and what the
     * terminal answers nobody has typed.
     */
    private void follow(char key) {
        if (key == ESCAPE) {
            began = lineBegins;
            report = Report.BEGUN;
            lineBegins = false;
        } else if (report == Report.BEGUN && key == '[') {
            report = Report.NUMBERS;
        } else if (report == Report.NUMBERS && (key == ';' || key >= '0' && key <= '9')) {
            return;
        } else {
            boolean answer = report == Report.NUMBERS && key == 'R';
            report = Report.NONE;
            lineBegins = answer ? began : key == '\r' || key == '\n';
        }
    }

    private void number(char key) {
        if (key == ' ') {
            return;
        }
        Order given = order;
        order = null;
        if (key >= '0' && key <= '9') {
            given.tell(listener, key - '0');
        } else {
            listener.help();
        }
    }

    private void escape(char key, ByteArrayOutputStream passed) {
        order = ORDERS.get(key);
        if (order != null) {
            return;
        }
        switch (key) {
            case '.':
                listener.leave();
                break;
            case '?':
                listener.help();
                break;
            case '~':
                passed.write(key);
                lineBegins = false;
                break;
            default:
                passed.write('~');
                passed.write(key);
                lineBegins = key == '\r' || key == '\n';
                break;
        }
    }
}
