package ft.chipset.controller.copy;

import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import ft.chipset.controller.event.Follower;
import ft.chipset.controller.side.Side;
import ft.chipset.controller.view.Notices;
import ft.chipset.state.Processing;
import ft.chipset.state.ServerStates;
import ft.chipset.trace.AccessTrace;
import java.util.BitSet;

/**
 * Starts and stops the access trace as the states demand, and records what the own side writes.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class TraceRecorder implements Follower {
    private final int id;
    private final AccessTrace trace;
    private final Written written;
    private final BitSet suspects;
    private final Notices notices;

    /**
     * For a side.
     *
     * @param suspects granules that disagreed in an inbound read
     */
    public TraceRecorder(
            Side side, AccessTrace trace, Written written, BitSet suspects, Notices notices) {
        this.trace = trace;
        this.written = written;
        this.suspects = suspects;
        this.notices = notices;
        id = side.id();
    }

    /** Whether it records what is written. */
    public boolean isRecording() {
        return trace.isRunning();
    }

    /** The own side has written. */
    public void noteWritten() {
        if (!trace.isRunning()) {
            return;
        }
        trace.begin();
        written.forEachFresh(trace::record);
        if (trace.isFull()) {
            notices.add(StateEvent.TRACE_FULL, id, "the access trace has overflowed");
        } else if (trace.isAlmostFull()) {
            String text = "the access trace holds " + trace.entries() + " entries";
            notices.add(StateEvent.TRACE_ALMOST_FULL, id, text);
        }
    }

    @Override
    public void follow(StateEvent event, ServerStates.Change change, String text) {
        if (change.system() != id) {
            return;
        }
        switch (change.to()) {
            case ONLINE_ASYNC -> start(change);
            case ONLINE_SYNC, PRE_ONLINE_SYNC, OFF, FAULT -> {
                trace.clear();
                suspects.clear();
            }
            // K2: what SBY wrote counts until every hart is quiet.
            case RECOVER_OFFLINE -> trace.stop();
            case ONLINE_READY -> {
                // After Online async what ACT writes counts as well until then.
                if (change.from() != change.to()
                        && change.processing() != Processing.RESYNCHRONIZATION) {
                    trace.clear();
                }
            }
            default -> {}
        }
    }

    private void start(ServerStates.Change change) {
        if (change.from() == SystemState.ONLINE_ASYNC) {
            return;
        }
        // K1: what was written in the quantum that ends here. K3: what was read in it.
        trace.start();
        written.forEachWritten(trace::record);
        trace.begin();
        written.forEachRead(trace::record);
        trace.begin();
        suspects.stream().forEach(trace::record);
    }
}
