package ft.console.trace;

import ft.console.text.Units;
import java.util.List;

/**
 * The last lines of a trace.
 *
 * @param lines the lines
 * @param total lines there were in all
 * @param dropped lines that are not kept any more
 * @param ended whether it has ended
 */
public record TraceView(List<String> lines, long total, long dropped, boolean ended) {
    /** Copies the lines. */
    public TraceView {
        lines = List.copyOf(lines);
    }

    /** The last lines of a trace. */
    public static TraceView of(TraceLog log, int count) {
        synchronized (log) {
            return new TraceView(log.last(count), log.total(), log.dropped(), log.ended());
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        text.append("[").append(Units.plural(total, "line"));
        if (dropped > 0) {
            text.append(", the first ").append(Units.count(dropped)).append(" dropped");
        }
        return text.append(ended ? ", ended]" : ", running]").toString();
    }
}
