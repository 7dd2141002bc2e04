package ft.chipset.server;

import ft.api.fields.StateFields;
import ft.api.server.ResyncReport;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The resynchronizations that have ended. Listeners hear of one when every system has shown how it
 * is since: who hears of it must not find a system as it was before the end. Any thread.
 */
final class ReportLog {
    private final List<ResyncReport> reports = new CopyOnWriteArrayList<>();
    private final List<Consumer<ResyncReport>> listeners = new CopyOnWriteArrayList<>();
    private final List<ResyncReport> untold = new ArrayList<>();

    /** Systems that have not shown since the last of those how they are. */
    private final BitSet awaited = new BitSet();

    /** Whether there is something untold, for those who look often. */
    private volatile boolean waits;

    private volatile boolean muted;

    /** Whether listeners hear nothing. */
    void mute(boolean quiet) {
        muted = quiet;
    }

    /** Takes one; it is told when so many systems have shown how they are. */
    void add(ResyncReport report, int systems) {
        reports.add(report);
        if (muted) {
            return;
        }
        synchronized (untold) {
            untold.add(report);
            awaited.set(0, systems);
            waits = true;
        }
    }

    /** A system shows how it is. */
    void shown(int system) {
        if (!waits) {
            return;
        }
        synchronized (untold) {
            awaited.clear(system);
            if (!awaited.isEmpty()) {
                return;
            }
        }
        tell();
    }

    /** Tells what is untold, though nobody is going to show anything any more. */
    void tell() {
        List<ResyncReport> now;
        synchronized (untold) {
            now = List.copyOf(untold);
            untold.clear();
            awaited.clear();
            waits = false;
        }
        now.forEach(report -> listeners.forEach(listener -> listener.accept(report)));
    }

    List<ResyncReport> all() {
        return List.copyOf(reports);
    }

    AutoCloseable listen(Consumer<ResyncReport> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** All of them, for a snapshot. */
    void state(StateFields fields) {
        List<ResyncReport> told =
                ServerRecords.records(fields, "reports", reports, ResyncReport.class);
        if (fields.isLoading()) {
            reports.clear();
            reports.addAll(told);
        }
    }
}
