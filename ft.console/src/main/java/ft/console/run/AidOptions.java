package ft.console.run;

import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What helps to see why a guest does not come up.
 *
 * @param tree file for the flattened device tree, {@link #STANDARD} for standard output; the guest
 *     does not run then
 * @param trace what is traced, as {@code ft:trace} has it
 * @param debuggerPort first of the ports on which debuggers can attach, one for each system
 * @param debuggerAwaited whether the guest does not begin before one lets it
 */
record AidOptions(
        Optional<String> tree,
        Optional<List<String>> trace,
        OptionalInt debuggerPort,
        boolean debuggerAwaited) {
    /** Nothing. */
    static final AidOptions NONE =
            new AidOptions(Optional.empty(), Optional.empty(), OptionalInt.empty(), false);

    /** Stands for standard output. */
    static final String STANDARD = "-";

    /** Takes them out of the words after {@code run}. */
    static AidOptions take(Arguments arguments) throws Problem {
        Optional<String> port = arguments.option("--gdb");
        return new AidOptions(
                arguments.option("--dump-dtb"),
                arguments.option("--trace").map(words -> List.of(words.strip().split("\\s+"))),
                port.isPresent() ? OptionalInt.of(port(port.get())) : OptionalInt.empty(),
                !arguments.flag("--gdb-nowait"));
    }

    private static int port(String word) throws Problem {
        long port = Arguments.number("--gdb", word);
        if (port < 0 || port > Debuggers.LAST_PORT) {
            throw new Problem(
                    "--gdb needs the number of a port, 0 to "
                            + Debuggers.LAST_PORT
                            + ", not "
                            + word
                            + ".");
        }
        return (int) port;
    }
}
