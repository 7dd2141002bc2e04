package ft.chipset.controller.copy;

import ft.api.resync.CopyScope;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.chipset.controller.view.GuestTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps account of one resynchronization for its {@link ResyncReport}. */
final class ResyncLedger {
    private final String cause;
    private final int source;
    private final int destination;
    private final int pageSize;
    private final long dmaBytesPerSecond;
    private final GuestTime time;
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private String strategy = "";
    private CopyScope scope = CopyScope.FULL;
    private int attempts;
    private long backgroundPages;
    private long backgroundBytes;
    private long stoppedPages;
    private long stoppedContent;
    private long repairedPages;
    private boolean fallback;
    private long checkedPages;
    private long stoppedBytes;
    private long stopWall;
    private boolean hasGap;
    private long gapClock;
    private long gapBeganWall;
    private long gapGuest;
    private long gapWall;

    ResyncLedger(Occasion occasion, int source, ServerDescription description) {
        this.source = source;
        cause = occasion.cause();
        destination = occasion.destination();
        pageSize = description.copyUnit();
        dmaBytesPerSecond = description.dmaBytesPerSecond();
        time = new GuestTime(description);
    }

    /** The service had no redundancy any more; not called where two stay in step. */
    void gapBegan(long clock, long wall) {
        hasGap = true;
        gapClock = clock;
        gapBeganWall = wall;
    }

    void gapEnds(long clock) {
        if (!hasGap) {
            return;
        }
        gapGuest = time.nanos(clock) - time.nanos(gapClock);
        gapWall = System.nanoTime() - gapBeganWall;
    }

    void opened(String name, CopyScope ofScope) {
        strategy = name;
        scope = ofScope;
        attempts++;
        figures.clear();
    }

    void background(CopyDesk.Moved moved) {
        backgroundPages += moved.pages();
        backgroundBytes += moved.bytes();
    }

    void stopped(CopyDesk.Moved moved, long bytes, long began) {
        stoppedPages += moved.pages();
        stoppedContent += moved.bytes();
        stoppedBytes += bytes;
        stopWall += System.nanoTime() - began;
    }

    void context(int bytes) {
        stoppedBytes += bytes;
    }

    void repaired(long pages) {
        repairedPages = pages;
    }

    void fellBack() {
        fallback = true;
    }

    void checked(long pages) {
        checkedPages += pages;
    }

    void figures(Map<String, Long> more) {
        figures.putAll(more);
    }

    ResyncReport report(boolean succeeded, String failure) {
        long stopGuest = (long) (stoppedBytes * 1e9 / dmaBytesPerSecond);
        return new ResyncReport(
                0, // numbered where all systems' reports come together
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
                stoppedContent,
                repairedPages,
                fallback,
                checkedPages,
                pageSize,
                stopGuest,
                stopWall,
                hasGap ? gapGuest + stopGuest : 0,
                gapWall,
                figures);
    }
}
