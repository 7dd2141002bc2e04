package ft.campaign.compare;

import ft.api.verb.VerbException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a comparison prints, kept so that it can be saved as a page with its charts. */
final class Report {
    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();

    Report(PrintStream out) {
        this.out = out;
    }

    void say(String lines) {
        out.println(lines);
        out.flush();
        text.append(lines).append('\n');
    }

    /**
     * Writes the page.
     *
     * @param words the words of the command line
     * @param charts files beside the page
     */
    Path save(Path file, List<String> words, List<Path> charts) throws VerbException {
        StringBuilder page = new StringBuilder("# Copy strategies compared\n\n");
        page.append("Written by `./ft compare ")
                .append(String.join(" ", words))
                .append("` on Java ")
                .append(Runtime.version().feature())
                .append(" with ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors; every run is a line of [compare.csv](compare.csv).\n");
        for (Path chart : charts) {
            String name = chart.getFileName().toString();
            page.append("\n![")
                    .append(name.replace(".svg", "").replace('-', ' '))
                    .append("](")
                    .append(name)
                    .append(")\n");
        }
        page.append("\n```text\n").append(text).append("```\n");
        try {
            return Files.writeString(file, page);
        } catch (IOException e) {
            throw new VerbException("Cannot write " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
