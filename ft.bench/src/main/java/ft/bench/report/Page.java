package ft.bench.report;

import ft.bench.run.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The page that {@code --save} writes. */
public final class Page {
    /** Its name. */
    public static final String NAME = "report.md";

    private Page() {}

    /**
     * Writes it.
     *
     * @param words those after {@code bench}
     */
    public static Path write(Path folder, List<String> words, Machine machine, List<Result> results)
            throws IOException {
        StringBuilder page = new StringBuilder("# Measured\n\n");
        page.append("Written by `./ft ")
                .append(String.join(" ", words).strip())
                .append("`. Every sample is a line of [")
                .append(SamplesFile.NAME)
                .append("](")
                .append(SamplesFile.NAME)
                .append("). Ratio: the median of ours against the reference, turn by turn; above 1")
                .append(" is better, whatever is measured.\n\n|  |  |\n|---|---|\n");
        for (Map.Entry<String, String> fact : machine.facts().entrySet()) {
            page.append("| ").append(fact.getKey()).append(" | ").append(fact.getValue());
            page.append(" |\n");
        }
        page.append('\n').append(Table.markdown(results));
        page.append("\n| benchmark | what it measures |\n|---|---|\n");
        for (Result result : results) {
            page.append("| ").append(result.name()).append(" | ").append(result.about());
            page.append(" |\n");
        }
        return Files.writeString(folder.resolve(NAME), page);
    }
}
