package ft.debug.target;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where a system stops: breakpoints and watchpoints. Immutable, so that it can be handed to the
 * thread that runs the system.
 */
final class Points {
    static final Points NONE = new Points(new long[0], Set.of());

    private final long[] breakpoints;
    private final Set<Watchpoint> watchpoints;

    private Points(long[] breakpoints, Set<Watchpoint> watchpoints) {
        this.breakpoints = breakpoints;
        this.watchpoints = watchpoints;
    }

    Points withBreakpoint(long address) {
        if (breaksAt(address)) {
            return this;
        }
        long[] more = Arrays.copyOf(breakpoints, breakpoints.length + 1);
        more[breakpoints.length] = address;
        Arrays.sort(more);
        return new Points(more, watchpoints);
    }

    Points withoutBreakpoint(long address) {
        return new Points(
                Arrays.stream(breakpoints).filter(each -> each != address).toArray(), watchpoints);
    }

    Points with(Watchpoint watchpoint) {
        Set<Watchpoint> more = new LinkedHashSet<>(watchpoints);
        more.add(watchpoint);
        return new Points(breakpoints, Set.copyOf(more));
    }

    Points without(Watchpoint watchpoint) {
        Set<Watchpoint> fewer = new LinkedHashSet<>(watchpoints);
        fewer.remove(watchpoint);
        return new Points(breakpoints, Set.copyOf(fewer));
    }

    boolean breaksAt(long pc) {
        return Arrays.binarySearch(breakpoints, pc) >= 0;
    }

    boolean hasBreakpoints() {
        return breakpoints.length > 0;
    }

    boolean hasWatchpoints() {
        return !watchpoints.isEmpty();
    }

    /** The watchpoint that sees an access, or null. */
    Watchpoint seeing(boolean store, long address, int size) {
        for (Watchpoint each : watchpoints) {
            if (each.sees(store, address, size)) {
                return each;
            }
        }
        return null;
    }

    /** How many there are. */
    int count() {
        return breakpoints.length + watchpoints.size();
    }
}
