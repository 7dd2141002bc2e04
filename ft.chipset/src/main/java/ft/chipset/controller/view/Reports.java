package ft.chipset.controller.view;

import ft.api.state.SystemState;
import java.util.Arrays;

/**
 * What every controller knows at a boundary: the reports of all.
 *
 * <p><b>Threading:</b> owned by the FT controller's thread.
 */
public final class Reports {
    private final ServerView view;
    private final Report[] reports;

    public Reports(ServerView view) {
        this.view = view;
        reports = new Report[view.systems()];
        Arrays.setAll(reports, i -> new Report(view.systems()));
    }

    /** What a system reported, in this round or the last one. */
    public Report of(int system) {
        return reports[system];
    }

    /** Whether an operator or software has asked a controller for something in this round. */
    public boolean hasCommands() {
        for (Report report : reports) {
            if (!report.commands.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a controller has told of an event in this round. */
    public boolean hasNotices() {
        for (Report report : reports) {
            if (!report.notices.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether no IO subsystem has anything to do at this boundary. */
    public boolean ioRests() {
        for (Report report : reports) {
            if (!report.ioRests) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether no comparator can have found anything in this quantum, nor an IO subsystem been asked
     * by another side than its own after that has told how it is.
     */
    public boolean nothingToJudge() {
        for (int i = 0; i < reports.length; i++) {
            int own = view.states.state(i).isDuplicated() ? 0 : 1 << i;
            if ((reports[i].asked & ~own) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether somebody wants to see every boundary. */
    public boolean watchEach() {
        for (Report report : reports) {
            if (report.watchesEach) {
                return true;
            }
        }
        return false;
    }

    /** Clock of the earliest command that is scheduled anywhere. */
    public long earliest() {
        long earliest = Long.MAX_VALUE;
        for (Report report : reports) {
            earliest = Math.min(earliest, report.earliest);
        }
        return earliest;
    }

    /** Whether all have told how the quantum was. */
    public boolean areComplete() {
        for (Report report : reports) {
            if (report.round != view.round) {
                return false;
            }
        }
        return true;
    }

    /** Whether all have told what they found, those that are compared their signatures too. */
    public boolean areJudged() {
        for (int i = 0; i < reports.length; i++) {
            boolean signs = view.serviceRuns() && view.states.state(i).isDuplicated();
            if (reports[i].verdictRound != view.round
                    || signs && reports[i].signatureRound != view.round) {
                return false;
            }
        }
        return true;
    }

    /** Whether a system is Offline, and its firmware is as far as to be synchronized (T205). */
    public boolean loops(int system) {
        return view.states.state(system) == SystemState.OFFLINE
                && view.biosRounds[system] > 1
                && reports[system].ready;
    }
}
