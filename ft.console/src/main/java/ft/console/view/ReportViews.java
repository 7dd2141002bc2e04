package ft.console.view;

import ft.api.server.ResyncReport;
import ft.console.text.Table;
import ft.console.text.Text;
import ft.console.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the reports of resynchronizations look. */
public final class ReportViews {
    private static final int WIDTH = 96;

    private ReportViews() {}

    /** The resynchronizations that have ended. */
    public static String table(List<ResyncReport> reports) {
        Table table =
                new Table(
                        ">no",
                        "strategy",
                        "copy",
                        "result",
                        ">background",
                        ">under stop",
                        ">stop guest",
                        ">stop wall",
                        ">gap guest",
                        ">gap wall");
        List<String> notes = new ArrayList<>();
        for (ResyncReport report : reports) {
            table.row(
                    report.number(),
                    report.strategy(),
                    "#" + report.source() + "->#" + report.destination(),
                    report.succeeded() ? "synced" : "failed",
                    report.backgroundPages() + " p",
                    report.stoppedPages() + " p",
                    Units.span(report.stopGuestNanos()),
                    Units.span(report.stopWallNanos()),
                    Units.span(report.gapGuestNanos()),
                    Units.span(report.gapWallNanos()));
            notes.add(Text.wrap(report.number() + ": ", "; ", notes(report), WIDTH));
        }
        return table + "\n\n" + String.join("\n", notes);
    }

    /** What a table of resynchronizations has no column for. */
    private static List<String> notes(ResyncReport report) {
        List<String> parts = new ArrayList<>();
        parts.add(report.cause());
        parts.add(report.scope().name().toLowerCase(Locale.ROOT) + " copy");
        if (!report.failure().isEmpty()) {
            parts.add(report.failure());
        }
        parts.add(
                Units.bytes(report.backgroundBytes())
                        + " in the background, "
                        + Units.bytes(report.stoppedBytes())
                        + " under stop");
        parts.add(Units.plural(report.checkedPages(), "page") + " checked");
        if (report.repairedPages() > 0) {
            parts.add(Units.plural(report.repairedPages(), "page") + " repaired");
        }
        if (report.fallback()) {
            parts.add("fell back to a full copy under stop");
        }
        if (report.attempts() > 1) {
            parts.add(Units.plural(report.attempts(), "attempt"));
        }
        for (Map.Entry<String, Long> figure : report.figures().entrySet()) {
            parts.add(figure.getKey() + " " + Units.count(figure.getValue()));
        }
        return parts;
    }

    /** A resynchronization in one line. */
    public static String line(ResyncReport report) {
        return (report.succeeded() ? "Online sync" : "failed: " + report.failure())
                + " by "
                + report.strategy()
                + ", #"
                + report.source()
                + " to #"
                + report.destination()
                + ": "
                + Units.plural(report.backgroundPages(), "page")
                + " in the background, "
                + report.stoppedPages()
                + " under stop, guest stopped for "
                + Units.span(report.stopGuestNanos());
    }
}
