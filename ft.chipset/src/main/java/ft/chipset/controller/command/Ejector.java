package ft.chipset.controller.command;

import ft.api.io.IoSubsystem;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.GuestTime;
import ft.chipset.controller.view.ServerView;

/**
 * Takes IO boards out of service. A board that is pulled is still under power for some guest time,
 * as one with an ejector contact is, so that its devices can tell their drivers; then nothing
 * answers there any more. Without a guest in service there is nobody to tell.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Ejector {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NANOS_PER_MICRO = 1000;

    private final Side side;
    private final IoSubsystem io;
    private final Journal journal;
    private final ServerView view;

    public Ejector(Side side, IoSubsystem io, Journal journal) {
        this.side = side;
        this.io = io;
        this.journal = journal;
        view = side.view();
    }

    /** Whether a board has been pulled and has power still. */
    boolean isLeaving(int system) {
        return view.ioBoardLeaves[system] != NEVER;
    }

    /** Opens the ejector of a board that is there. */
    void open(int system) {
        if (!view.ioBoard[system] || isLeaving(system)) {
            return;
        }
        long nanos = side.description().ejectMicros() * NANOS_PER_MICRO;
        long cycles = new GuestTime(side.description()).cycles(nanos);
        view.ioBoardLeaves[system] = view.clock + cycles;
        if (cycles == 0 || view.states.active() < 0) {
            end(system);
        } else if (system == side.id()) {
            io.eject(view.clock);
        }
    }

    /** Takes power from a board whose ejector is open. */
    void end(int system) {
        if (isLeaving(system)) {
            view.ioBoardLeaves[system] = NEVER;
            view.ioBoard[system] = false;
        }
    }

    /** What is due at a boundary. */
    public void work() {
        for (int i = 0; i < view.systems(); i++) {
            if (isLeaving(i) && (view.ioBoardLeaves[i] <= view.clock || view.states.active() < 0)) {
                end(i);
                journal.note(i, "IO board without power");
            }
        }
    }
}
