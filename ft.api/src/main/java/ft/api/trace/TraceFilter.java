package ft.api.trace;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.osgi.service.log.LogLevel;

/**
 * What of all that could be traced is traced.
 *
 * @param kinds what
 * @param system system whose harts or devices are traced; without it the harts of the system in
 *     service, and the devices of all
 * @param hart hart of it, or all
 * @param slot device slot, or {@code ""} for all and for what no slot answers
 * @param from lowest address: of the instruction, of the one that traps, or of the access
 * @param to highest address, unsigned
 * @param fromClock first clock
 * @param toClock last clock
 * @param levels level up to which the log of the device in a slot is shown, by slot; such a log is
 *     shown whatever the kinds are
 */
public record TraceFilter(
        Set<TraceKind> kinds,
        OptionalInt system,
        OptionalInt hart,
        String slot,
        long from,
        long to,
        long fromClock,
        long toClock,
        Map<String, LogLevel> levels) {
    /** Copies the collections. */
    public TraceFilter {
        kinds = Set.copyOf(kinds);
        levels = Map.copyOf(levels);
    }

    /** Everything of some kinds. */
    public static TraceFilter of(TraceKind... kinds) {
        return new TraceFilter(
                Set.of(kinds),
                OptionalInt.empty(),
                OptionalInt.empty(),
                "",
                0,
                -1,
                0,
                Long.MAX_VALUE,
                Map.of());
    }

    /** Whether an address is in the range. */
    public boolean covers(long address) {
        return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) <= 0;
    }

    /** Whether a clock is in the range. */
    public boolean isAt(long clock) {
        return clock >= fromClock && clock <= toClock;
    }
}
