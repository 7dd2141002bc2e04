package ft.console.view;

import ft.api.server.ServerEvent;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.console.text.Text;
import ft.console.text.Units;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A timeline in plain ASCII. A state is named where it begins and is a bar that goes down from
 * there until the next one.
 */
final class TimelineText {
    private static final String TIMES = "%11s  %-12s  ";
    private static final String CELL = "%-4s %-5s ";

    /** An event that has no label of a patent for any system. */
    private static final String UNLABELLED = "*";

    /** Words in less than that are harder to read than words in lines of their own. */
    private static final int LEAST_WORDS = 20;

    private static final String INDENT = "  ";
    private static final List<String> LEGEND =
            List.of(
                    "# in service, ACT",
                    "| in service, SBY",
                    ": copied to, or becoming quiet",
                    ". spare",
                    "x isolated",
                    "blank: off");

    private final StringBuilder text = new StringBuilder();
    private final int width;
    private final int[] shown;
    private final SystemState[] states;
    private final Mode[] modes;

    TimelineText(Timeline timeline) {
        width = timeline.width();
        int systems = timeline.systems();
        shown =
                timeline.only() < 0
                        ? IntStream.range(0, systems).toArray()
                        : new int[] {timeline.only()};
        states = new SystemState[systems];
        modes = new Mode[systems];
        before(timeline);
        title();
        timeline.rows().forEach(this::row);
        text.append('\n').append(Text.wrap("", "; ", LEGEND, width));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The states before what is shown: what the log says, or what the first event came from. */
    private void before(Timeline timeline) {
        List<ServerEvent> log = timeline.log();
        log.subList(0, timeline.from()).forEach(this::follow);
        for (ServerEvent event : log.subList(timeline.from(), log.size())) {
            if (states[event.system()] == null) {
                states[event.system()] = event.from();
            }
        }
    }

    private void follow(ServerEvent event) {
        states[event.system()] = event.to();
        modes[event.system()] = event.mode();
    }

    private void title() {
        text.append(String.format(TIMES, "guest time", "wall clock"));
        for (int system : shown) {
            text.append(String.format(CELL, "#" + system, ""));
        }
        text.append("what and why");
    }

    private void row(List<ServerEvent> row) {
        row.forEach(this::follow);
        ServerEvent first = row.get(0);
        String times =
                String.format(TIMES, Units.instant(first.guestNanos()), Views.wall(first.wall()));
        StringBuilder head = new StringBuilder(times);
        StringBuilder bars = new StringBuilder(" ".repeat(times.length()));
        for (int system : shown) {
            head.append(cell(system, row));
            bars.append(String.format(CELL, bar(system), ""));
        }
        int room = width - head.length();
        boolean beside = room >= LEAST_WORDS;
        String words =
                wrapped(
                        (first.refused() ? "refused " : "") + first.text(),
                        beside ? room : width - INDENT.length());
        text.append('\n').append(beside ? head : head.toString().stripTrailing());
        text.append(beside ? "" : "\n" + INDENT);
        text.append(words.replace("\n", "\n" + (beside ? bars : INDENT)));
    }

    private String cell(int system, List<ServerEvent> row) {
        for (ServerEvent event : row) {
            if (event.system() == system) {
                boolean changed = event.from() != event.to() && event.to() != null;
                boolean labelled = row.stream().anyMatch(each -> !each.label().isEmpty());
                return String.format(
                        CELL,
                        changed ? event.to().label() : bar(system),
                        labelled ? event.label() : UNLABELLED);
            }
        }
        return String.format(CELL, bar(system), "");
    }

    private String bar(int system) {
        if (states[system] == null) {
            return "";
        }
        return switch (states[system]) {
            case OFF -> "";
            case FAULT -> "x";
            case OFFLINE_DIVIDE, OFFLINE -> ".";
            case RECOVER_OFFLINE, PRE_OFFLINE -> ":";
            default -> modes[system] == Mode.SBY ? "|" : "#";
        };
    }

    private static String wrapped(String words, int columns) {
        return Text.wrap("", " ", List.of(words.split(" ")), columns);
    }
}
