package ft.chipset.controller;

import ft.api.cpu.CpuSubsystem;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The pages the own CPU subsystem wrote and read since the last boundary (spec K1). Reused, so that
 * a quantum costs no allocation.
 */
final class Written {
    private int[] writtenPages = new int[1024];
    private int[] readPages = new int[1024];
    private int writes;
    private int reads;

    /** Takes them from the memory controller. */
    void take(CpuSubsystem cpu) {
        writes = 0;
        reads = 0;
        cpu.takeWritten(this::addWritten);
        cpu.takeRead(this::addRead);
    }

    private void addWritten(int page) {
        if (writes == writtenPages.length) {
            writtenPages = Arrays.copyOf(writtenPages, writes * 2);
        }
        writtenPages[writes++] = page;
    }

    private void addRead(int page) {
        if (reads == readPages.length) {
            readPages = Arrays.copyOf(readPages, reads * 2);
        }
        readPages[reads++] = page;
    }

    void forEachWritten(IntConsumer visitor) {
        for (int i = 0; i < writes; i++) {
            visitor.accept(writtenPages[i]);
        }
    }

    void forEachRead(IntConsumer visitor) {
        for (int i = 0; i < reads; i++) {
            visitor.accept(readPages[i]);
        }
    }
}
