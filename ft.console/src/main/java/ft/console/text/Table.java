package ft.console.text;

import java.util.ArrayList;
import java.util.List;

/** A table of plain text: columns as wide as their widest cell, two spaces apart. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] right;
    private int width = Integer.MAX_VALUE;

    /** With the titles of its columns; those that begin with {@code >} are aligned to the right. */
    public Table(String... titles) {
        right = new boolean[titles.length];
        String[] header = new String[titles.length];
        for (int column = 0; column < titles.length; column++) {
            right[column] = titles[column].startsWith(">");
            header[column] = right[column] ? titles[column].substring(1) : titles[column];
        }
        rows.add(header);
    }

    /** Wraps the words of the last column, so that no line is longer than this if possible. */
    public Table wrap(int newWidth) {
        width = newWidth;
        return this;
    }

    /** Adds a row; every object is shown as its text. */
    public Table row(Object... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(
                    "A row of " + right.length + " cells got " + cells.length + ".");
        }
        String[] row = new String[cells.length];
        for (int column = 0; column < cells.length; column++) {
            row[column] = String.valueOf(cells[column]);
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        StringBuilder text = new StringBuilder();
        int last = widths.length - 1;
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < last; column++) {
                String padding = " ".repeat(widths[column] - row[column].length());
                line.append(right[column] ? padding + row[column] : row[column] + padding);
                line.append(GAP);
            }
            String padding = right[last] ? " ".repeat(widths[last] - row[last].length()) : "";
            text.append(text.isEmpty() ? "" : "\n")
                    .append(
                            Text.wrap(line + padding, " ", List.of(row[last].split(" ")), width)
                                    .stripTrailing());
        }
        return text.toString();
    }
}
