package ft.console.run;

import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a test program tells its result in main storage.
 *
 * @param toHost whether it must have the symbol {@code tohost}
 * @param signature file for the region from {@code begin_signature} to {@code end_signature}, or
 *     folder for such a file of each program
 * @param granularity bytes a line of that file
 */
record VerdictOptions(boolean toHost, Optional<String> signature, int granularity) {
    private static final String GRANULARITY = "--signature-granularity";
    private static final int USUAL_GRANULARITY = 4;
    private static final int LARGEST_GRANULARITY = 64;

    /** The same, with nothing written. */
    VerdictOptions withoutFile() {
        return new VerdictOptions(toHost, Optional.empty(), granularity);
    }

    /** Whether several programs may be run: each has a place of its own for its signature. */
    boolean forMany() {
        return signature.isEmpty() || Files.isDirectory(Path.of(signature.get()));
    }

    /** The file for the signature of a program. */
    Optional<Path> file(String program) {
        return signature
                .map(Path::of)
                .map(path -> Files.isDirectory(path) ? in(path, program) : path);
    }

    private static Path in(Path folder, String program) {
        String name = String.valueOf(Path.of(program).getFileName());
        return folder.resolve(name.replaceFirst("\\.elf$", "") + ".signature");
    }

    /** Takes {@code --tohost} and {@code --signature}; empty if neither is there. */
    static Optional<VerdictOptions> take(Arguments arguments) throws Problem {
        boolean toHost = arguments.flag("--tohost");
        Optional<String> signature = arguments.option("--signature");
        Optional<String> asked = arguments.option(GRANULARITY);
        if (asked.isPresent() && signature.isEmpty()) {
            throw new Problem(GRANULARITY + " needs --signature FILE.");
        }
        long granularity = USUAL_GRANULARITY;
        if (asked.isPresent()) {
            granularity = Arguments.number("the number of " + GRANULARITY, asked.get());
        }
        if (granularity < 1
                || granularity > LARGEST_GRANULARITY
                || Long.bitCount(granularity) != 1) {
            throw new Problem(
                    "The number of "
                            + GRANULARITY
                            + " is a power of two up to "
                            + LARGEST_GRANULARITY
                            + ", not "
                            + granularity
                            + ".");
        }
        return toHost || signature.isPresent()
                ? Optional.of(new VerdictOptions(toHost, signature, (int) granularity))
                : Optional.empty();
    }
}
