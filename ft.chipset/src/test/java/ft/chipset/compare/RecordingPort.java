package ft.chipset.compare;

import java.util.ArrayList;
import java.util.List;

/** Carries requests out on a device that counts, and writes down what happens. */
final class RecordingPort implements IoComparator.Port {
    /** Requests carried out, in order. */
    final List<Request> performed = new ArrayList<>();

    /** Data each system's reads were completed with, in order. */
    final List<List<Long>> completions = List.of(new ArrayList<>(), new ArrayList<>());

    /** Disagreements that were told. */
    final List<String> disagreements = new ArrayList<>();

    /** Numbers of the reads for which ACT had to wait. */
    final List<Long> waits = new ArrayList<>();

    /** A request as the guest made it. */
    record Request(long clock, long offset, long value, boolean write) {
        int kind() {
            return AccessKind.of(4, write, 0);
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

    @Override
    public void complete(int system, long data) {
        completions.get(system).add(data);
    }

    @Override
    public void disagreement(String text) {
        disagreements.add(text);
    }

    @Override
    public void actWaits(long read) {
        waits.add(read);
    }
}
