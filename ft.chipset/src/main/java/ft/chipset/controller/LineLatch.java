package ft.chipset.controller;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuSubsystem;

/** Interrupt line levels as one CPU subsystem has last seen them, for each IO subsystem. */
final class LineLatch {
    private final int[] seen;

    LineLatch(int systems) {
        seen = new int[systems];
    }

    /** Shows the CPU subsystem the lines that changed. */
    void apply(CpuSubsystem cpu, int ioSubsystem, int lines) {
        int changed = seen[ioSubsystem] ^ lines;
        seen[ioSubsystem] = lines;
        while (changed != 0) {
            int line = Integer.numberOfTrailingZeros(changed);
            changed &= changed - 1;
            cpu.interrupt(ioSubsystem * BoardMap.IO_SOURCES + line, (lines >>> line & 1) != 0);
        }
    }

    int lines(int ioSubsystem) {
        return seen[ioSubsystem];
    }

    /** Takes over what the source of a context has seen. */
    void restore(int ioSubsystem, int lines) {
        seen[ioSubsystem] = lines;
    }

    void reset() {
        java.util.Arrays.fill(seen, 0);
    }
}
