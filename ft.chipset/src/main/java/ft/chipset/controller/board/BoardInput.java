package ft.chipset.controller.board;

import ft.api.io.IoSubsystem.InputSink;
import ft.chipset.controller.event.Journal;
import ft.chipset.controller.event.Outlets;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.ServerView;
import ft.chipset.history.HistorySink;

/**
 * Hears what comes from outside into the own IO subsystem, and tells whoever records and operates.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class BoardInput implements InputSink {
    private final int id;
    private final ServerView view;
    private final HistorySink history;
    private final Journal journal;

    public BoardInput(Side side, Outlets outlets) {
        id = side.id();
        view = side.view();
        history = outlets.host().history();
        journal = outlets.journal();
    }

    @Override
    public void input(String slot, String channel, byte[] data) {
        history.entered(view.moment, id, slot, channel, data);
    }

    @Override
    public void plugged(String slot, String device, String bundle) {
        history.plugged(view.moment, id, slot, device, bundle);
    }

    @Override
    public void told(String sentence) {
        journal.step("", id, sentence);
    }
}
