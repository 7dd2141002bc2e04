package ft.observe.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes plain values for people: an outline, with a table for each list of equal rows. */
public final class OutlineText {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private OutlineText() {}

    /** The text of a map. */
    public static String of(Map<String, Object> map) {
        OutlineText text = new OutlineText();
        if (map.isEmpty()) {
            text.out.append("No server is described.\n");
        }
        text.map(map, "");
        return text.out.toString();
    }

    private void map(Map<?, ?> map, String indent) {
        int width =
                map.entrySet().stream()
                        .filter(entry -> !isBlock(entry.getValue()))
                        .mapToInt(entry -> String.valueOf(entry.getKey()).length())
                        .max()
                        .orElse(0);
        map.forEach(
                (key, value) -> {
                    out.append(indent);
                    if (isBlock(value)) {
                        out.append(key).append('\n');
                        block(value, indent + INDENT);
                    } else {
                        line(("%-" + width + "s  %s").formatted(key, scalar(value)));
                    }
                });
    }

    private static boolean isBlock(Object value) {
        return value instanceof Map<?, ?> map && !map.isEmpty()
                || value instanceof List<?> list && !list.isEmpty();
    }

    private void block(Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            map(map, indent);
            return;
        }
        List<?> list = (List<?>) value;
        if (list.get(0) instanceof Map<?, ?> first) {
            table(list, List.copyOf(first.keySet()), indent);
        } else {
            list.forEach(each -> line(indent + scalar(each)));
        }
    }

    private void table(List<?> rows, List<?> columns, String indent) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(String::valueOf).toList());
        for (Object row : rows) {
            Map<?, ?> map = (Map<?, ?>) row;
            cells.add(columns.stream().map(column -> scalar(map.get(column))).toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : cells) {
            StringBuilder text = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                text.append(("%-" + Math.max(1, widths[i]) + "s  ").formatted(row.get(i)));
            }
            line(text.toString());
        }
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    private static String scalar(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return String.join(" ", list.stream().map(OutlineText::scalar).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return String.join(
                    ", ",
                    map.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + scalar(entry.getValue()))
                            .toList());
        }
        return value.toString().replace('\n', ' ');
    }
}
