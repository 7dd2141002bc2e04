package ft.observe.inventory;

import java.util.List;
import java.util.Map;

/** Writes plain values as JSON (RFC 8259), indented. */
public final class JsonText {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** The text of a value of maps, lists, numbers, truth values, text and null. */
    public static String of(Object value) {
        JsonText json = new JsonText();
        json.value(value, "\n");
        return json.out.append('\n').toString();
    }

    private void value(Object value, String newline) {
        if (value instanceof Map<?, ?> map) {
            object(map, newline);
        } else if (value instanceof List<?> list) {
            array(list, newline);
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            out.append("null");
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            text(value.toString());
        }
    }

    private void object(Map<?, ?> map, String newline) {
        String inner = newline + INDENT;
        String before = "";
        out.append('{');
        for (Map.Entry<?, ?> member : map.entrySet()) {
            out.append(before).append(inner);
            text(String.valueOf(member.getKey()));
            out.append(": ");
            value(member.getValue(), inner);
            before = ",";
        }
        out.append(map.isEmpty() ? "}" : newline + "}");
    }

    private void array(List<?> list, String newline) {
        String inner = newline + INDENT;
        String before = "";
        out.append('[');
        for (Object each : list) {
            out.append(before).append(inner);
            value(each, inner);
            before = ",";
        }
        out.append(list.isEmpty() ? "]" : newline + "]");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
