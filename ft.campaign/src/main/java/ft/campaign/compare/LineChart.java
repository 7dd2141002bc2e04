package ft.campaign.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/**
 * A chart of lines with logarithmic axes, as SVG. Each line has its name at its end, in its colour
 * and with a marker of its own shape, so that it can be told without colours too. A value of 0 has
 * no logarithm and stands on a line of its own at the bottom.
 */
final class LineChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int LEFT = 86;
    private static final int RIGHT = 640;
    private static final int TOP = 84;
    private static final int BOTTOM = 456;
    private static final int LABELS = 664;
    private static final int LABEL_HEIGHT = 17;

    /** Room below the lowest power of ten, for values of 0. */
    private static final int ZERO_ROOM = 34;

    /** Colours that people with any colour vision can tell apart (Okabe and Ito). */
    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#8c6d1f",
        "#7a3b9a", "#777777"
    };

    private static final String[] MARKERS = {
        "M-4.5-4.5h9v9h-9z",
        "M0-5.5L5.2 4H-5.2z",
        "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
        "M0-6L6 0L0 6L-6 0z",
        "M0 5.5L5.2-4H-5.2z",
    };

    private final String title;
    private final String subtitle;
    private final String across;
    private final String up;
    private final DoubleFunction<String> acrossText;
    private final DoubleFunction<String> upText;
    private final List<String> known;
    private final Map<String, TreeMap<Double, Double>> lines = new LinkedHashMap<>();
    private final StringBuilder svg = new StringBuilder();

    private double lowX;
    private double highX;
    private double lowY;
    private double highY;
    private boolean zeros;

    /**
     * A chart without lines.
     *
     * @param known names of lines that there may be: each has a colour and a marker by its place
     *     there, so that it looks the same in all charts of one list
     */
    LineChart(
            String title,
            String subtitle,
            String across,
            DoubleFunction<String> acrossText,
            String up,
            DoubleFunction<String> upText,
            List<String> known) {
        this.title = title;
        this.subtitle = subtitle;
        this.across = across;
        this.acrossText = acrossText;
        this.up = up;
        this.upText = upText;
        this.known = List.copyOf(known);
    }

    /** Adds a point to a line, one of those known, which begins with its first. */
    void point(String line, double x, double y) {
        lines.computeIfAbsent(line, name -> new TreeMap<>()).put(x, y);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The whole file. */
    String svg() {
        measure();
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                                + " height=\"%d\" font-family=\"Helvetica, Arial, sans-serif\""
                                + " font-size=\"13\" fill=\"#222\">%n"
                                + "<title>%s</title>%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                        WIDTH,
                        HEIGHT,
                        WIDTH,
                        HEIGHT,
                        escaped(title)));
        text(LEFT, 34, "start", "font-size=\"18\" font-weight=\"bold\"", title);
        text(LEFT, 56, "start", "fill=\"#555\"", subtitle);
        axes();
        lines();
        return svg.append("</svg>\n").toString();
    }

    private void measure() {
        lowX = Double.MAX_VALUE;
        highX = 0;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (TreeMap<Double, Double> line : lines.values()) {
            lowX = Math.min(lowX, line.firstKey());
            highX = Math.max(highX, line.lastKey());
            for (double y : line.values()) {
                zeros |= y <= 0;
                if (y > 0) {
                    least = Math.min(least, y);
                    most = Math.max(most, y);
                }
            }
        }
        if (most == 0) {
            least = 1;
            most = 1;
        }
        lowY = Math.floor(Math.log10(least));
        highY = Math.max(lowY + 1, Math.ceil(Math.log10(most)));
    }

    private double x(double value) {
        double part = highX > lowX ? Math.log(value / lowX) / Math.log(highX / lowX) : 0.5;
        return LEFT + 16 + part * (RIGHT - LEFT - 32);
    }

    private double y(double value) {
        if (value <= 0) {
            return BOTTOM;
        }
        double base = zeros ? BOTTOM - ZERO_ROOM : BOTTOM;
        return base - (Math.log10(value) - lowY) / (highY - lowY) * (base - TOP);
    }

    private void axes() {
        for (double power = lowY; power <= highY; power++) {
            grid(y(Math.pow(10, power)), upText.apply(Math.pow(10, power)));
        }
        if (zeros) {
            grid(BOTTOM, "0");
        }
        lines.values().stream()
                .flatMap(line -> line.keySet().stream())
                .distinct()
                .sorted()
                .forEach(
                        value -> {
                            line(x(value), TOP, x(value), BOTTOM, "stroke=\"#eee\"");
                            text(x(value), BOTTOM + 20, "middle", "", acrossText.apply(value));
                        });
        text((LEFT + RIGHT) / 2.0, BOTTOM + 46, "middle", "fill=\"#555\"", across);
        double middle = (TOP + BOTTOM) / 2.0;
        String turned = String.format(Locale.ROOT, "transform=\"rotate(-90 20 %.0f)\"", middle);
        text(20, middle, "middle", "fill=\"#555\" " + turned, up);
    }

    private void grid(double y, String label) {
        line(LEFT, y, RIGHT, y, "stroke=\"#ccc\"");
        text(LEFT - 8, y + 4, "end", "", label);
    }

    private record End(String name, int number, double y) {}

    private void lines() {
        List<End> ends = new ArrayList<>();
        for (Map.Entry<String, TreeMap<Double, Double>> line : lines.entrySet()) {
            int number = known.indexOf(line.getKey());
            draw(line.getValue(), number);
            ends.add(new End(line.getKey(), number, y(line.getValue().lastEntry().getValue())));
        }
        ends.sort(Comparator.comparingDouble(End::y));
        double[] places = spread(ends);
        for (int i = 0; i < places.length; i++) {
            End end = ends.get(i);
            double lastX = x(lines.get(end.name).lastKey());
            line(lastX + 8, end.y, LABELS - 6, places[i], "stroke=\"#bbb\"");
            marker(LABELS + 2, places[i], end.number);
            text(LABELS + 14, places[i] + 4, "start", "", end.name);
        }
    }

    /** Places of the names, near the ends of their lines and none over another. */
    private static double[] spread(List<End> ends) {
        double[] places = ends.stream().mapToDouble(End::y).toArray();
        for (int i = 1; i < places.length; i++) {
            places[i] = Math.max(places[i], places[i - 1] + LABEL_HEIGHT);
        }
        double limit = BOTTOM + LABEL_HEIGHT;
        for (int i = places.length - 1; i >= 0 && places[i] > limit; i--) {
            places[i] = limit;
            limit -= LABEL_HEIGHT;
        }
        return places;
    }

    private void draw(TreeMap<Double, Double> line, int number) {
        StringBuilder path = new StringBuilder();
        line.forEach(
                (x, y) ->
                        path.append(
                                String.format(
                                        Locale.ROOT,
                                        "%s%.1f %.1f",
                                        path.isEmpty() ? "M" : "L",
                                        x(x),
                                        y(y))));
        svg.append(
                String.format(
                        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                        path, COLOURS[number % COLOURS.length]));
        line.forEach((x, y) -> marker(x(x), y(y), number));
    }

    private void marker(double x, double y, int number) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<path d=\"%s\" transform=\"translate(%.1f %.1f)\" fill=\"%s\"/>%n",
                        // One on, so that no two lines have both in common.
                        MARKERS[(number + number / COLOURS.length) % MARKERS.length],
                        x,
                        y,
                        COLOURS[number % COLOURS.length]));
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>%n",
                        x1,
                        y1,
                        x2,
                        y2,
                        style));
    }

    private void text(double x, double y, String anchor, String style, String words) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
                        x,
                        y,
                        anchor,
                        style,
                        escaped(words)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
