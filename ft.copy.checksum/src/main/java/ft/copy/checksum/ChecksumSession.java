package ft.copy.checksum;

import ft.api.copy.CopySession;
import ft.api.copy.MemoList;
import ft.api.resync.CopyEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One resynchronization by P17, S3 to S15, a phase after the other; S16 to S20 are the FT
 * controller's. A unit of work is one page, or a few third sums, or some pages of the walk. How a
 * change is detected ({@link Detection}), how the window before the stop is closed ({@link
 * Window}), rounds and demand are independent of each other.
 *
 * <p>The copy always covers all pages, whatever the scope: P17 knows no access trace. Pages that
 * the online guest never wrote are copied as well, since nothing is known of the destination; only
 * their sums are had for nothing.
 */
final class ChecksumSession implements CopySession {
    private final Detection detection;
    private final Lists lists;
    private final Phase online;
    private final Phase stopped;
    private final Phase duplicated;
    private Phase now;

    ChecksumSession(CopyEnvironment environment, Settings settings) {
        detection = settings.detection(environment);
        lists = new Lists(environment.pages());
        Window window = settings.window(environment);
        online = new EntireCopy(environment, settings, detection, window, lists);
        stopped = new BatchCopy(environment, settings, window, lists);
        duplicated = new UndetectedDataCopy(environment, settings, lists);
        now = online;
    }

    /** S3 to S8. */
    @Override
    public Step online() {
        return online.work();
    }

    /** S9 and S10. */
    @Override
    public Step stopped() {
        now = stopped;
        return stopped.work();
    }

    /** S12 to S15. */
    @Override
    public Step duplicated() {
        now = duplicated;
        return duplicated.work();
    }

    @Override
    public double progress() {
        return now.progress();
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        online.addFigures(figures);
        stopped.addFigures(figures);
        lists.addFigures(figures);
        duplicated.addFigures(figures);
        if (detection.held() > 0) {
            figures.put("heldPages", (long) detection.held());
        }
        return figures;
    }

    @Override
    public List<MemoList> lists() {
        return lists.memoLists();
    }

    @Override
    public void close() {
        detection.close();
    }
}
