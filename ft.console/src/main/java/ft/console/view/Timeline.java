package ft.console.view;

import ft.api.server.ServerEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest events of a log, to be shown as a timeline with a column for each system.
 *
 * @param log the whole log, which tells the states before what is shown
 * @param systems number of systems
 * @param from position in the log of the first event that is shown
 * @param only the one system to show, or below 0 for all
 * @param width columns of the terminal
 */
public record Timeline(List<ServerEvent> log, int systems, int from, int only, int width) {
    /** Copies the log. */
    public Timeline {
        log = List.copyOf(log);
    }

    /**
     * A timeline of the newest events.
     *
     * @param only the one system to show, or below 0 for all
     * @param newest how many events
     */
    public static Timeline of(
            List<ServerEvent> log, int systems, int only, long newest, int width) {
        int from = log.size();
        for (long left = newest; from > 0 && left > 0; from--) {
            if (only < 0 || log.get(from - 1).system() == only) {
                left--;
            }
        }
        return new Timeline(log, systems, from, only, width);
    }

    /** The events that are shown, in rows: what several systems do together is one row. */
    List<List<ServerEvent>> rows() {
        List<List<ServerEvent>> rows = new ArrayList<>();
        List<ServerEvent> row = List.of();
        for (ServerEvent event : log.subList(from, log.size())) {
            if (only >= 0 && event.system() != only) {
                continue;
            }
            if (!belongs(event, row)) {
                row = new ArrayList<>();
                rows.add(row);
            }
            row.add(event);
        }
        return rows;
    }

    private static boolean belongs(ServerEvent event, List<ServerEvent> row) {
        if (row.isEmpty()) {
            return false;
        }
        ServerEvent first = row.get(0);
        return first.clock() == event.clock()
                && first.event() == event.event()
                && first.refused() == event.refused()
                && first.text().equals(event.text())
                && row.stream().noneMatch(other -> other.system() == event.system());
    }

    /** As people read it, without a newline at the end. */
    @Override
    public String toString() {
        return rows().isEmpty()
                ? "Nothing has happened yet; ft:power on begins."
                : new TimelineText(this).toString();
    }
}
