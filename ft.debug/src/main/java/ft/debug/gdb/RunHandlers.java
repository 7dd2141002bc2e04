package ft.debug.gdb;

import ft.debug.packet.Hex;
import ft.debug.target.Motion;
import ft.debug.target.SystemTarget;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Going on. All harts of a system share one clock, and none can be held while another one runs
 * without changing history: who lets one go lets all go.
 */
final class RunHandlers {
    /** How the target is made to go. */
    interface Going {
        void start(SystemTarget target);
    }

    private final Harts harts;
    private final Function<Going, String> go;

    RunHandlers(Harts harts, Function<Going, String> go) {
        this.harts = harts;
        this.go = go;
    }

    void addTo(Map<String, Session.Handler> handlers) {
        handlers.put("vCont?", none -> "vCont;c;C;s;S;r");
        handlers.put("vCont;", this::actions);
        handlers.put("c", address -> move(address, Motion.CONTINUE));
        handlers.put("C", signal -> move("", Motion.CONTINUE));
        handlers.put("s", address -> move(address, Motion.step(harts.selected())));
        handlers.put("S", signal -> move("", Motion.step(harts.selected())));
    }

    private String move(String address, Motion motion) {
        if (!address.isEmpty()) {
            return Session.NONSENSE; // GDB sets the pc instead
        }
        return start(motion);
    }

    private String start(Motion motion) {
        harts.map(); // only what is stopped can go on
        return go.apply(target -> target.resume(motion));
    }

    // The first step there is; what only goes on does so anyway.
    private String actions(String text) {
        for (String action : List.of(text.split(";"))) {
            int colon = action.indexOf(':');
            String what = colon < 0 ? action : action.substring(0, colon);
            int hart = colon < 0 ? harts.selected() : harts.hart(action.substring(colon + 1));
            switch (what.charAt(0)) {
                case 's', 'S':
                    return start(Motion.step(hart));
                case 'r':
                    String[] range = what.substring(1).split(",", 2);
                    return start(new Motion(hart, Hex.number(range[0]), Hex.number(range[1])));
                case 'c', 'C':
                    break;
                default:
                    return Session.NONSENSE;
            }
        }
        return start(Motion.CONTINUE);
    }
}
