package ft.bench.report;

import ft.bench.run.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was measured, as a table for a terminal and for a page. */
public final class Table {
    private static final int REFERENCE = 2;

    private Table() {}

    private static List<List<String>> rows(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        for (Result result : results) {
            rows.addAll(Row.of(result));
        }
        return rows;
    }

    /** Columns of text. */
    public static String text(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Row.TITLES);
        rows.addAll(rows(results));
        int columns = Row.TITLES.size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns - 1; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        String before = "";
        for (List<String> row : rows) {
            boolean again = row.get(0).equals(before);
            before = row.get(0);
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = again && column < REFERENCE ? "" : row.get(column);
                String format = "%" + (isText(column) ? "-" : "") + Math.max(1, widths[column]);
                line.append(column == 0 ? "" : "  ").append(String.format(format + "s", cell));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** A table of Markdown. */
    public static String markdown(List<Result> results) {
        StringBuilder text = new StringBuilder();
        text.append(line(Row.TITLES));
        text.append("|---|--:|---|--:|--:|--:|--:|---|\n");
        rows(results).forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static boolean isText(int column) {
        return column == 0 || column == REFERENCE || column == Row.TITLES.size() - 1;
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace(">=", "≥"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
