package ft.campaign.compare;

import ft.api.verb.VerbException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ./ft compare} was asked to do.
 *
 * @param guest name of a guest program of a catalog
 * @param arguments its boot arguments instead of those made of the rate; empty for those
 * @param memory main storage sizes, smallest first or as they were given
 * @param rate pages the guest writes in a second of its time
 * @param strategies names to choose from; empty for every installed one
 * @param dmaRate speed of the DMA engines, as the server description has it
 * @param checksumRate speed of their checksum units
 * @param repeat how often each is measured; tables show the median
 * @param save folder for table and charts
 */
record CompareOptions(
        String guest,
        Optional<String> arguments,
        List<String> memory,
        int rate,
        List<String> strategies,
        String dmaRate,
        String checksumRate,
        int repeat,
        Optional<Path> save) {

    static final String STEADY = "steady";

    private static final String MEMORY = "64MiB,256MiB,1GiB,4GiB";
    private static final String QUICK_MEMORY = "4MiB,16MiB";
    private static final int RATE = 20_000;

    /** The patent's own machine moves 8 GB a second (P17, background). */
    private static final String DMA_RATE = "8GiB";

    private static final int MOST_REPEATS = 100;
    private static final String HINT = "; ./ft compare --help lists the options.";

    /** For {@code ./ft compare --help}. */
    static final List<String> USAGE =
            List.of(
                    "Usage: ./ft compare [OPTIONS]",
                    "",
                    "Measures every installed copy strategy on the same guest: how long the guest",
                    "stands still, how much is copied, what is missed.",
                    "",
                    "--memory LIST       main storage sizes; " + MEMORY + " without it",
                    "--rate PAGES        pages the guest writes in a second of its time; "
                            + RATE
                            + " without it",
                    "--strategies LIST   only these, by the names ft:strategy shows",
                    "--guest NAME        another guest than steady; it has to fill its memory before",
                    "                    it prints its first line",
                    "--args TEXT         arguments of that guest",
                    "--dma RATE          speed of the DMA engines; "
                            + DMA_RATE
                            + " a second without it",
                    "--checksum RATE     speed of their checksum units; that of the engines without it",
                    "--repeat N          measure each N times and show the median; 1 without it",
                    "--save FOLDER       write report.md, compare.csv and charts (SVG) there",
                    "--quick             --memory=" + QUICK_MEMORY + ", in less than half a minute",
                    "Exit status: 0 all is measured; 1 if a resynchronization failed; 2 wrong usage.");

    /** Reads the words after {@code compare}. */
    static CompareOptions parse(List<String> words) throws VerbException {
        Map<String, String> values = new LinkedHashMap<>();
        boolean quick = false;
        List<String> left = new ArrayList<>(words);
        while (!left.isEmpty()) {
            String word = left.remove(0);
            int equals = word.indexOf('=');
            String name = equals > 0 ? word.substring(0, equals) : word;
            if (name.equals("--quick")) {
                quick = true;
            } else if (!NAMES.contains(name)) {
                throw new VerbException("./ft compare cannot use '" + word + "'" + HINT);
            } else if (equals > 0) {
                values.put(name, word.substring(equals + 1));
            } else if (left.isEmpty()) {
                throw new VerbException("Option " + name + " of ./ft compare needs a value" + HINT);
            } else {
                values.put(name, left.remove(0));
            }
        }
        String dmaRate = values.getOrDefault("--dma", DMA_RATE);
        return new CompareOptions(
                values.getOrDefault("--guest", STEADY),
                Optional.ofNullable(values.get("--args")),
                list(values.getOrDefault("--memory", quick ? QUICK_MEMORY : MEMORY)),
                number(values, "--rate", RATE, 0, 100_000_000),
                list(values.getOrDefault("--strategies", "")),
                dmaRate,
                values.getOrDefault("--checksum", dmaRate),
                number(values, "--repeat", 1, 1, MOST_REPEATS),
                Optional.ofNullable(values.get("--save")).map(Path::of));
    }

    private static final List<String> NAMES =
            List.of(
                    "--guest",
                    "--args",
                    "--memory",
                    "--rate",
                    "--strategies",
                    "--dma",
                    "--checksum",
                    "--repeat",
                    "--save");

    private static List<String> list(String words) {
        return List.of(words.split(",")).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int number(
            Map<String, String> values, String name, int without, int least, int most)
            throws VerbException {
        String word = values.get(name);
        if (word == null) {
            return without;
        }
        try {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same sentence helps.
        }
        throw new VerbException(
                name + " is a number from " + least + " to " + most + ", not '" + word + "'.");
    }

    /** Boot arguments of the guest. */
    String guestArguments() {
        return arguments.orElse(guest.equals(STEADY) ? "rate=" + rate : "");
    }
}
