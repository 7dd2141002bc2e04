package ft.chipset.controller.copy;

import ft.api.cpu.CpuSubsystem;
import ft.api.fields.StateFields;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What the own CPU subsystem wrote and read in a quantum, in granules of change tracking (spec K1).
 * A quantum begins with what devices wrote at the boundary before it. Reused, so that a quantum
 * costs no allocation.
 */
public final class Written {
    private int[] writes = new int[1024];
    private int[] reads = new int[1024];
    private int readCount;

    /** Writes of the quantum that has ended. */
    private int inQuantum;

    /** Writes in all; those after {@link #inQuantum} belong to the quantum that follows. */
    private int writeCount;

    /** From where on writes are new since the last take. */
    private int fresh;

    /** A quantum has ended: takes what was written and read in it. */
    public void takeQuantum(CpuSubsystem cpu) {
        int carried = writeCount - inQuantum;
        System.arraycopy(writes, inQuantum, writes, 0, carried);
        writeCount = carried;
        fresh = carried;
        readCount = 0;
        // Taking what was read suspends all permissions, and leaves nothing to do for the other.
        cpu.takeRead(this::addRead);
        cpu.takeWritten(this::addWrite);
        inQuantum = writeCount;
    }

    /** Takes what devices wrote since the quantum ended. */
    public void takeInbound(CpuSubsystem cpu) {
        fresh = writeCount;
        cpu.takeWritten(this::addWrite);
    }

    /** What devices wrote since the quantum ended, for a snapshot. */
    public void state(StateFields fields) {
        int[] carried = Arrays.copyOfRange(writes, inQuantum, writeCount);
        long[] saved = fields.numbers("carried", Arrays.stream(carried).asLongStream().toArray());
        if (fields.isLoading()) {
            for (long granule : saved) {
                addWrite((int) granule);
            }
            fresh = writeCount;
        }
    }

    /** What was written until now is nobody's difference. */
    void forget(CpuSubsystem cpu) {
        takeQuantum(cpu);
        readCount = 0;
        writeCount = 0;
        inQuantum = 0;
        fresh = 0;
    }

    private void addWrite(int granule) {
        if (writeCount == writes.length) {
            writes = Arrays.copyOf(writes, writeCount * 2);
        }
        writes[writeCount++] = granule;
    }

    private void addRead(int granule) {
        if (readCount == reads.length) {
            reads = Arrays.copyOf(reads, readCount * 2);
        }
        reads[readCount++] = granule;
    }

    /** What the last take has brought, ascending. */
    public void forEachFresh(IntConsumer visitor) {
        for (int i = fresh; i < writeCount; i++) {
            visitor.accept(writes[i]);
        }
    }

    /** What was written in the quantum that has ended, in any order. */
    public void forEachWritten(IntConsumer visitor) {
        for (int i = 0; i < inQuantum; i++) {
            visitor.accept(writes[i]);
        }
    }

    /** What was read in the quantum that has ended, ascending. */
    public void forEachRead(IntConsumer visitor) {
        for (int i = 0; i < readCount; i++) {
            visitor.accept(reads[i]);
        }
    }
}
