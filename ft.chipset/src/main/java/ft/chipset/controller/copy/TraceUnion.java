package ft.chipset.controller.copy;

import ft.api.resync.CopyScope;
import ft.chipset.link.FrameBuffer;
import ft.chipset.link.FrameType;
import ft.chipset.trace.Tracking;
import java.util.BitSet;

/**
 * Where the two sides may differ when they fell out of step: what either trace holds, and what the
 * side in service has written since (spec K2).
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
final class TraceUnion {
    private final CopyHardware hardware;
    private final Tracking tracking;
    private final BitSet entries = new BitSet();
    private boolean overflowed;
    private boolean fetched;
    private boolean answered;

    TraceUnion(CopyHardware hardware) {
        this.hardware = hardware;
        tracking = Tracking.of(hardware.side().description());
    }

    /** The own side has written: into its trace as long as that runs, into the union after. */
    void add(Written written) {
        if (fetched) {
            written.forEachFresh(granule -> entries.set(tracking.entryOf(granule)));
        }
    }

    /**
     * Takes the own trace over and fetches that of the destination, which has to be quiet; does so
     * once. Both have recorded until now (spec K2).
     */
    void fetch(int destination) {
        if (!fetched) {
            entries.or(hardware.trace().covered());
            overflowed = hardware.trace().isFull();
            hardware.trace().stop();
            answered = false;
            hardware.wire().frame(FrameType.TRACE_REQUEST);
            hardware.wire().send(destination);
            hardware.wire().serveUntil(() -> answered);
            fetched = true;
        }
    }

    /** A piece of the destination's trace. */
    void take(FrameBuffer in) {
        int count = in.getInt();
        overflowed |= in.getByte() != 0;
        answered = in.getByte() != 0;
        for (int i = 0; i < count; i++) {
            entries.set(in.getInt());
        }
    }

    /** What has to be copied: a trace that overflowed does not tell, and never silently (K5). */
    CopyScope scope() {
        return overflowed ? CopyScope.FULL : CopyScope.PARTIAL;
    }

    /** The entries; a copy. */
    BitSet entries() {
        return (BitSet) entries.clone();
    }
}
