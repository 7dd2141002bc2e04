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
        return Arrays.stream(reports).anyMatch(report -> !report.commands.isEmpty());
    }

    /** Clock of the earliest command that is scheduled anywhere. */
    public long earliest() {
        return Arrays.stream(reports).mapToLong(report -> report.earliest).min().orElseThrow();
    }

    /** Whether all have told how the quantum was. */
    public boolean areComplete() {
        return Arrays.stream(reports).allMatch(report -> report.round == view.round);
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
