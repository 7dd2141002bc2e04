package ft.campaign.compare;

import ft.api.server.ResyncReport;
import ft.api.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every measurement in a line of its own, written at once: a comparison that is cancelled leaves
 * what it has.
 */
final class CsvFile {
    private static final String HEADER =
            "scenario,memory_bytes,strategy,run,succeeded,stop_guest_ns,stop_wall_ns,stopped_bytes,"
                    + "background_bytes,missed_pages,repaired_pages,fallback,gap_guest_ns,"
                    + "gap_wall_ns,guest_ns,wall_ns,slowdown,failure,figures";

    private final Path file;

    /** Begins a new file. */
    CsvFile(Path file) throws VerbException {
        this.file = file;
        write(HEADER);
    }

    void add(Measurement measurement) throws VerbException {
        write(line(measurement), StandardOpenOption.APPEND);
    }

    /** Its name. */
    @Override
    public String toString() {
        return file.toString();
    }

    private void write(String line, StandardOpenOption... options) throws VerbException {
        try {
            Files.write(file, List.of(line), options);
        } catch (IOException e) {
            throw new VerbException("Cannot write " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static String line(Measurement measurement) {
        ResyncReport report = measurement.report();
        String figures =
                report.figures().entrySet().stream()
                        .map(figure -> figure.getKey() + "=" + figure.getValue())
                        .collect(Collectors.joining("; "));
        List<Object> values =
                List.of(
                        measurement.scenario().title(),
                        measurement.memory(),
                        quoted(measurement.strategy()),
                        measurement.run(),
                        report.succeeded(),
                        report.stopGuestNanos(),
                        report.stopWallNanos(),
                        report.stoppedBytes(),
                        report.backgroundBytes(),
                        measurement.missed().isPresent() ? measurement.missed().getAsLong() : "",
                        report.repairedPages(),
                        report.fallback(),
                        report.gapGuestNanos(),
                        report.gapWallNanos(),
                        measurement.guestNanos(),
                        measurement.wallNanos(),
                        String.format(Locale.ROOT, "%.4f", measurement.slowdown()),
                        quoted(report.failure()),
                        quoted(figures));
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
