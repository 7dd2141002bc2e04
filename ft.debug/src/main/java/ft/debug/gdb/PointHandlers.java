package ft.debug.gdb;

import ft.debug.packet.Hex;
import ft.debug.target.SystemTarget;
import ft.debug.target.Watchpoint;
import java.util.Map;

/** Breakpoints and watchpoints, of which there is no limit; nothing is written for them. */
final class PointHandlers {
    private static final Map<String, Watchpoint.Kind> WATCHED =
            Map.of(
                    "2", Watchpoint.Kind.WRITE,
                    "3", Watchpoint.Kind.READ,
                    "4", Watchpoint.Kind.ACCESS);

    private final SystemTarget target;

    PointHandlers(SystemTarget target) {
        this.target = target;
    }

    void addTo(Map<String, Session.Handler> handlers) {
        handlers.put("Z", arguments -> point(arguments, true));
        handlers.put("z", arguments -> point(arguments, false));
    }

    private String point(String arguments, boolean there) {
        String[] words = arguments.split("[,;]");
        long address = Hex.number(words[1]);
        if (words[0].equals("0") || words[0].equals("1")) {
            target.breakpoint(address, there);
            return Session.OK;
        }
        Watchpoint.Kind kind = WATCHED.get(words[0]);
        if (kind == null) {
            return Session.UNKNOWN;
        }
        target.watchpoint(new Watchpoint(kind, address, Hex.number(words[2])), there);
        return Session.OK;
    }
}
