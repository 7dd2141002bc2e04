package ft.chipset.controller.side;

import ft.api.state.SystemState;
import ft.chipset.access.AccessMatrix;
import ft.chipset.access.Target;
import ft.chipset.controller.view.ServerView;

/**
 * Who reaches whose main storage, as the states are now (P6 Table 4).
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Reach {
    private final int id;
    private final ServerView view;

    public Reach(int id, ServerView view) {
        this.id = id;
        this.view = view;
    }

    /** Where an inbound request begins, as a column of Table 4 for its own and another system. */
    public enum Source {
        /** A device of an IO subsystem. */
        DEVICE(Target.OWN_DEVICE, Target.OTHER_DEVICE),
        /** The DMA engine of a shared resource controller. */
        SRC(Target.OWN_SRC, Target.OTHER_SRC);

        private final Target own;
        private final Target other;

        Source(Target own, Target other) {
            this.own = own;
            this.other = other;
        }
    }

    /** Whether what comes from the own IO subsystem reaches a system. */
    public boolean reaches(Source source, int system) {
        return permits(source, id, system);
    }

    /** Whether what an IO subsystem sends reaches the own system. */
    public boolean admits(Source source, int ioSystem) {
        return permits(source, ioSystem, id);
    }

    private boolean permits(Source source, int ioSystem, int system) {
        SystemState state = view.states.state(system);
        return view.connected(system, ioSystem)
                && AccessMatrix.inbound(state, system == ioSystem ? source.own : source.other);
    }

    /** Whether interrupt lines, low or high, are shown to the own CPU subsystem at all. */
    public boolean showsLines() {
        return AccessMatrix.inbound(view.states.state(id), Target.OWN_SRC);
    }

    /**
     * Who answers a read: the system in service, or the own one where that cannot be reached; -1 if
     * neither does.
     */
    public int answerer(Source source) {
        int active = view.states.active();
        if (active >= 0 && reaches(source, active)) {
            return active;
        }
        return reaches(source, id) ? id : -1;
    }
}
