package ft.chipset.compare;

import java.util.Arrays;

/**
 * Requests that went on to the IO subsystem, with what they gave, until every system that is
 * compared has sent them too. Fields in parallel primitive arrays that grow when needed; nothing is
 * allocated per access.
 *
 * <p>Requests are counted from the beginning of the duplication; {@link #at} says up to which one a
 * system has come.
 */
final class Forwarded {
    private final long[] at;
    private long[] clock;
    private long[] offset;
    private long[] value;
    private int[] kind;
    private long[] data;
    private int[] lines;
    private long first;
    private long end;

    Forwarded(int systems, int depth) {
        at = new long[systems];
        clock = new long[depth];
        offset = new long[depth];
        value = new long[depth];
        kind = new int[depth];
        data = new long[depth];
        lines = new int[depth];
    }

    /** Forgets all; every system is at the beginning again. */
    void clear() {
        first = 0;
        end = 0;
        Arrays.fill(at, 0);
    }

    /** Adds the head of a queue, with what it gave. */
    void add(AccessQueue from, long given, int linesThen) {
        int place = (int) (end - first);
        if (place == clock.length) {
            grow();
        }
        clock[place] = from.clock();
        offset[place] = from.offset();
        value[place] = from.value();
        kind[place] = from.kind();
        data[place] = given;
        lines[place] = linesThen;
        end++;
    }

    private void grow() {
        int length = clock.length * 2;
        clock = Arrays.copyOf(clock, length);
        offset = Arrays.copyOf(offset, length);
        value = Arrays.copyOf(value, length);
        kind = Arrays.copyOf(kind, length);
        data = Arrays.copyOf(data, length);
        lines = Arrays.copyOf(lines, length);
    }

    /** Whether a system has sent all that went on. */
    boolean isAtEnd(int system) {
        return at[system] == end;
    }

    /** Requests that a system has not sent so far. */
    long behind(int system) {
        return end - at[system];
    }

    /** Whether the head of a system's queue is what went on at its place. */
    boolean agrees(int system, AccessQueue queue) {
        int place = place(system);
        return clock[place] == queue.clock()
                && offset[place] == queue.offset()
                && value[place] == queue.value()
                && kind[place] == queue.kind();
    }

    /** What went on at a system's place, in words. */
    String text(int system) {
        return AccessKind.text(kind(system), offset(system), clock(system));
    }

    long clock(int system) {
        return clock[place(system)];
    }

    long offset(int system) {
        return offset[place(system)];
    }

    long value(int system) {
        return value[place(system)];
    }

    int kind(int system) {
        return kind[place(system)];
    }

    long data(int system) {
        return data[place(system)];
    }

    int lines(int system) {
        return lines[place(system)];
    }

    /** A system has sent the request at its place too. */
    void pass(int system) {
        at[system]++;
    }

    /** Forgets what every system that is in has passed: it is not needed any more. */
    void forgetPassed(Participants systems) {
        long place = end;
        for (int i = 0; i < at.length; i++) {
            if (systems.isIn(i)) {
                place = Math.min(place, at[i]);
            }
        }
        forgetBefore(place);
    }

    private void forgetBefore(long place) {
        int passed = (int) (place - first);
        if (place == end) {
            first = end;
        } else if (passed > clock.length / 2) {
            int rest = (int) (end - place);
            System.arraycopy(clock, passed, clock, 0, rest);
            System.arraycopy(offset, passed, offset, 0, rest);
            System.arraycopy(value, passed, value, 0, rest);
            System.arraycopy(kind, passed, kind, 0, rest);
            System.arraycopy(data, passed, data, 0, rest);
            System.arraycopy(lines, passed, lines, 0, rest);
            first = place;
        }
    }

    private int place(int system) {
        return (int) (at[system] - first);
    }
}
