package ft.api.server;

import ft.api.resync.CopyScope;
import java.util.Map;

/**
 * A resynchronization that has ended, well or not. Times come twice: on the clock of the machine
 * ("guest": what the stop would last at the configured DMA speed; the guest itself cannot see it,
 * its clock stands still) and on the wall clock (measured here).
 *
 * @param number counts resynchronizations from 1
 * @param cause in words
 * @param strategy name of the copy strategy
 * @param scope what had to be brought over
 * @param source the online system
 * @param destination the other one
 * @param succeeded whether Online sync was reached
 * @param failure one sentence on why not, or {@code ""}
 * @param attempts sessions that were opened
 * @param backgroundPages pages whose content was copied while the guest ran; a page that was never
 *     written crosses as a message of some bytes and counts in the figure {@code zero} instead
 * @param backgroundBytes bytes of content in them
 * @param stoppedPages pages of which something was copied while it was stopped
 * @param stoppedBytes bytes of content copied while it was stopped; less than whole pages where the
 *     access trace has lines
 * @param repairedPages pages written to both sides afterwards (P17 S15)
 * @param fallback whether everything was copied again under stop (P17 S18-S20)
 * @param checkedPages pages the memory check compared
 * @param pageSize bytes in a page, the unit of copying
 * @param stopGuestNanos T108 to T113 (T118 to T125) at DMA speed
 * @param stopWallNanos the same, measured
 * @param gapGuestNanos time without redundancy: out of duplication to synchronization reset, in
 *     guest time plus stop; 0 where a third system joined two that stayed in step
 * @param gapWallNanos the same, measured
 * @param figures figures of the algorithm
 */
public record ResyncReport(
        int number,
        String cause,
        String strategy,
        CopyScope scope,
        int source,
        int destination,
        boolean succeeded,
        String failure,
        int attempts,
        long backgroundPages,
        long backgroundBytes,
        long stoppedPages,
        long stoppedBytes,
        long repairedPages,
        boolean fallback,
        long checkedPages,
        int pageSize,
        long stopGuestNanos,
        long stopWallNanos,
        long gapGuestNanos,
        long gapWallNanos,
        Map<String, Long> figures) {
    /** Copies the figures. */
    public ResyncReport {
        figures = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(figures));
    }

    /** This report with another number. */
    public ResyncReport numbered(int other) {
        return new ResyncReport(
                other,
                cause,
                strategy,
                scope,
                source,
                destination,
                succeeded,
                failure,
                attempts,
                backgroundPages,
                backgroundBytes,
                stoppedPages,
                stoppedBytes,
                repairedPages,
                fallback,
                checkedPages,
                pageSize,
                stopGuestNanos,
                stopWallNanos,
                gapGuestNanos,
                gapWallNanos,
                figures);
    }
}
