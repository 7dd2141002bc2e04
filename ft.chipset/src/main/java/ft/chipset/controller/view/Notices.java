package ft.chipset.controller.view;

import ft.api.fields.StateFields;
import ft.api.state.StateEvent;
import ft.chipset.snapshot.RecordBytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a controller has to tell all at the next boundary.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Notices {
    private final Deque<Notice> waiting = new ArrayDeque<>();

    public void add(StateEvent event, int subject, String text) {
        waiting.add(new Notice(event, subject, text));
    }

    /** All of them, for a snapshot. */
    public void state(StateFields fields) {
        byte[] all = fields.bytes("notices", RecordBytes.write(List.copyOf(waiting)));
        waiting.clear();
        waiting.addAll(RecordBytes.read(all, Notice.class));
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Moves all into a report. */
    public void moveTo(List<Notice> report) {
        report.addAll(waiting);
        waiting.clear();
    }
}
