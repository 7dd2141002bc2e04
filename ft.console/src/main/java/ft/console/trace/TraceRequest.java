package ft.console.trace;

import ft.api.trace.TraceFilter;
import ft.api.trace.TraceKind;
import ft.console.symbols.SymbolTable;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.service.log.LogLevel;

/**
 * What a user wants to be traced.
 *
 * @param filter what
 * @param count lines after which the trace ends
 * @param file where the lines go
 */
public record TraceRequest(TraceFilter filter, OptionalLong count, Optional<String> file) {
    /** How it is written. */
    public static final String USAGE =
            "[devices] [traps] [instructions] [SLOT LEVEL]... [--system N] [--hart N] [--slot SLOT]"
                    + " [--range FROM..TO] [--clock FROM..TO] [--count N] [--to FILE]";

    private static final String BETWEEN = "\\.\\.";
    private static final long LAST = Long.MAX_VALUE;
    private static final int MOST_HARTS = 1 << 10;

    /**
     * Takes all words that are left.
     *
     * @param systems number of systems
     * @param symbols names that a range may have
     */
    public static TraceRequest take(Arguments arguments, int systems, List<SymbolTable> symbols)
            throws Problem {
        Optional<String> system = arguments.option("--system");
        Optional<String> hart = arguments.option("--hart");
        String slot = arguments.option("--slot").orElse("");
        Optional<String> range = arguments.option("--range");
        Optional<String> clock = arguments.option("--clock");
        Optional<String> count = arguments.option("--count");
        Optional<String> file = arguments.option("--to");
        Set<TraceKind> kinds = EnumSet.noneOf(TraceKind.class);
        Map<String, LogLevel> levels = new HashMap<>();
        while (arguments.isWord()) {
            String word = arguments.word("what is traced");
            TraceKind kind = kind(word);
            if (kind != null) {
                kinds.add(kind);
            } else if (arguments.isWord()) {
                levels.put(word, arguments.value("the level of " + word, LogLevel.class));
            } else {
                throw new Problem(
                        "There is nothing to trace by the name '"
                                + word
                                + "'; there is devices, traps, instructions, and the log of a slot"
                                + " with its level, as in uart0 debug.");
            }
        }
        arguments.end();
        if (kinds.isEmpty() && levels.isEmpty()) {
            kinds.add(slot.isEmpty() ? TraceKind.TRAPS : TraceKind.DEVICES);
        }
        long[] addresses = {0, -1};
        if (range.isPresent()) {
            addresses = range("an address", range.get(), symbols);
        }
        long[] clocks = {0, Long.MAX_VALUE};
        if (clock.isPresent()) {
            clocks = range("a clock", clock.get(), List.of());
        }
        OptionalInt wanted = OptionalInt.empty();
        if (system.isPresent()) {
            wanted = OptionalInt.of(Arguments.system(system.get(), systems));
        }
        return new TraceRequest(
                new TraceFilter(
                        kinds,
                        wanted,
                        hart(hart),
                        slot,
                        addresses[0],
                        addresses[1],
                        clocks[0],
                        clocks[1],
                        levels),
                count.isPresent()
                        ? OptionalLong.of(Math.max(1, Arguments.number("the count", count.get())))
                        : OptionalLong.empty(),
                file);
    }

    private static TraceKind kind(String word) {
        for (TraceKind kind : TraceKind.values()) {
            if (kind.name().equalsIgnoreCase(word)) {
                return kind;
            }
        }
        return null;
    }

    private static OptionalInt hart(Optional<String> hart) throws Problem {
        if (hart.isEmpty()) {
            return OptionalInt.empty();
        }
        long number = Arguments.number("the hart", hart.get());
        if (number < 0 || number > MOST_HARTS) {
            throw new Problem("There is no hart " + number + ".");
        }
        return OptionalInt.of((int) number);
    }

    /** Two ends, either of which may be left out, or one symbol for all that is its. */
    private static long[] range(String what, String text, List<SymbolTable> symbols)
            throws Problem {
        String[] ends = text.split(BETWEEN, -1);
        if (ends.length == 1) {
            for (SymbolTable table : symbols) {
                Optional<long[]> extent = table.extent(text);
                if (extent.isPresent()) {
                    return extent.get();
                }
            }
            long only = Arguments.number(what, text);
            return new long[] {only, only};
        }
        if (ends.length > 2) {
            throw new Problem("A range is written FROM..TO, not '" + text + "'.");
        }
        return new long[] {
            ends[0].isEmpty() ? 0 : end(what, ends[0], symbols),
            ends[1].isEmpty() ? LAST : end(what, ends[1], symbols)
        };
    }

    private static long end(String what, String text, List<SymbolTable> symbols) throws Problem {
        for (SymbolTable table : symbols) {
            OptionalLong address = table.find(text);
            if (address.isPresent()) {
                return address.getAsLong();
            }
        }
        return Arguments.number(what, text);
    }
}
