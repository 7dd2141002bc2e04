package ft.copy.checksum;

import ft.api.copy.CopySession.Step;
import java.util.Map;

/** One of the three phases of a resynchronization. */
interface Phase {
    /** A unit of work. */
    Step work();

    /** Part of the phase that is done, 0 to 1. */
    double progress();

    /** Adds the figures of the phase. */
    void addFigures(Map<String, Long> figures);

    /** Part of something that is done. */
    static double part(long done, long all) {
        return all == 0 ? 1 : (double) done / all;
    }
}
