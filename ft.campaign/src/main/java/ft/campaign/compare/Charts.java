package ft.campaign.compare;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** The charts of a comparison: how each cost grows with main storage. */
final class Charts {
    private static final String ACROSS = "main storage of a system, all of it written";

    private final Results results;
    private final String subtitle;

    Charts(Results results, CompareOptions options) {
        this.results = results;
        subtitle =
                "guest "
                        + options.guest()
                        + (options.guestArguments().isEmpty()
                                ? ""
                                : " (" + options.guestArguments() + ")")
                        + ", DMA "
                        + options.dmaRate()
                        + " a second, a system comes back";
    }

    /** Writes them; the files, in order. */
    List<Path> write(Path folder) throws VerbException {
        List<Path> files = new ArrayList<>();
        write(
                files,
                folder.resolve("stop-time.svg"),
                chart(
                        "Stop time: how long the guest stands still",
                        "stop at the DMA rate",
                        Numbers::time,
                        each -> OptionalDouble.of(each.report().stopGuestNanos())));
        write(
                files,
                folder.resolve("missed-pages.svg"),
                chart(
                        "The window R3: stale pages that sums alone do not see",
                        "pages missed by the sums",
                        Numbers::count,
                        Charts::missed));
        write(
                files,
                folder.resolve("redundancy-gap.svg"),
                chart(
                        "Time without redundancy: from the isolation to the synchronization reset",
                        "guest time and stop",
                        Numbers::time,
                        each -> OptionalDouble.of(each.report().gapGuestNanos())));
        return files;
    }

    private static OptionalDouble missed(Measurement measurement) {
        OptionalLong missed = measurement.missed();
        return missed.isPresent() ? OptionalDouble.of(missed.getAsLong()) : OptionalDouble.empty();
    }

    private LineChart chart(
            String title,
            String up,
            DoubleFunction<String> upText,
            Function<Measurement, OptionalDouble> value) {
        LineChart chart =
                new LineChart(
                        title,
                        subtitle,
                        ACROSS,
                        Numbers::bytes,
                        up,
                        upText,
                        results.strategies(Scenario.RETURN));
        for (long memory : results.sizes(Scenario.RETURN)) {
            for (Measurement each : results.medians(Scenario.RETURN, memory)) {
                OptionalDouble point = value.apply(each);
                if (each.report().succeeded() && point.isPresent()) {
                    chart.point(each.strategy(), memory, point.getAsDouble());
                }
            }
        }
        return chart;
    }

    private static void write(List<Path> files, Path file, LineChart chart) throws VerbException {
        if (chart.isEmpty()) {
            return; // no strategy has such a figure
        }
        try {
            files.add(Files.writeString(file, chart.svg()));
        } catch (IOException e) {
            throw new VerbException("Cannot write " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
