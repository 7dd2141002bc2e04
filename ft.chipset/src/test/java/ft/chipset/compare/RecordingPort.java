package ft.chipset.compare;

import java.util.ArrayList;
import java.util.List;

/** Carries requests out on a device that counts, and writes down what happens. */
final class RecordingPort implements IoComparator.Port {
    /** Requests carried out, in order. */
    final List<Request> performed = new ArrayList<>();

    /** Data each system's reads were completed with, in order. */
    final List<List<Long>> completions =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    /** Interrupt lines each system saw with them. */
    final List<List<Integer>> lines =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    /** Disagreements that were told. */
    final List<String> disagreements = new ArrayList<>();

    /** Systems that were outvoted, and why. */
    final List<String> outvoted = new ArrayList<>();

    /** A request as the guest made it; a write that waits is like any other to the device. */
    record Request(long clock, long offset, long value, boolean write) {
        int kind() {
            return AccessKind.of(4, write, 0);
        }

        int kindThatWaits() {
            return write ? AccessKind.ofWriteThatWaits(4, 0) : kind();
        }

        static Request read(long clock, long offset) {
            return new Request(clock, offset, 0, false);
        }

        static Request write(long clock, long offset, long value) {
            return new Request(clock, offset, value, true);
        }
    }

    /** What the n-th request gives when it is a read. */
    static long data(int number) {
        return 1000 + number;
    }

    @Override
    public long perform(long clock, long offset, long value, int kind) {
        performed.add(new Request(clock, offset, value, AccessKind.isWrite(kind)));
        return AccessKind.isWrite(kind) ? 0 : data(performed.size());
    }

    /** Every request changes the lines. */
    @Override
    public int lines() {
        return performed.size();
    }

    @Override
    public void complete(int system, long data, int seen) {
        completions.get(system).add(data);
        lines.get(system).add(seen);
    }

    @Override
    public void disagreement(String text) {
        disagreements.add(text);
    }

    @Override
    public void outvoted(int system, String text) {
        outvoted.add("#" + system + " " + text);
    }
}
