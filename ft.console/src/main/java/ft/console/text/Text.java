package ft.console.text;

import java.util.Iterator;
import java.util.List;

/** Running text. */
public final class Text {
    private Text() {}

    /** Parts in lines of some width, the first after a title, the others indented below it. */
    public static String wrap(String title, String separator, List<String> parts, int width) {
        StringBuilder text = new StringBuilder(title);
        String indent = " ".repeat(title.length());
        int column = title.length();
        for (Iterator<String> rest = parts.iterator(); rest.hasNext(); ) {
            String part = rest.next() + (rest.hasNext() ? separator : "");
            if (column > title.length() && column + part.stripTrailing().length() > width) {
                text.setLength(text.toString().stripTrailing().length());
                text.append('\n').append(indent);
                column = indent.length();
            }
            text.append(part);
            column += part.length();
        }
        return text.toString();
    }
}
