package ft.cpu.oracle;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.cpu.subsystem.RiscvProcessor;

/** The processor that is tested. */
final class Emulator {
    private static final int STEP = 1_000_000;
    private static final long PATIENCE = 2_000_000_000L;
    private static final int NMIE = 8;

    /** Whether it has S mode with virtual memory. */
    static boolean hasSupervisor() {
        return true;
    }

    private static CpuSubsystem create(long memory) {
        return new RiscvProcessor().create(new CpuDescription(1, memory, 10));
    }

    /** Runs an image to its end; what is in main storage then. */
    byte[] run(byte[] image, long memory) {
        try (CpuSubsystem cpu = create(memory)) {
            cpu.reset(new byte[0]);
            cpu.mainStorage().write(BoardMap.DRAM_BASE, image, 0, image.length);
            cpu.setRegister(0, "pc", BoardMap.DRAM_BASE);
            cpu.setRegister(0, "mnstatus", NMIE);
            while (true) {
                RunExit exit = cpu.run(cpu.clock() + STEP);
                if (exit == RunExit.IO_WRITE && cpu.request().address() == BoardMap.FINISHER_BASE) {
                    break;
                }
                if (exit != RunExit.BOUNDARY) {
                    // Nobody is there; a stream that comes here is shown as one that differs.
                    cpu.complete(-1);
                }
                if (cpu.clock() > PATIENCE) {
                    throw new AssertionError(
                            "the streams do not end: pc 0x"
                                    + Long.toHexString(cpu.register(0, "pc"))
                                    + cpu.stuck().map(text -> ", " + text).orElse(""));
                }
            }
            byte[] after = new byte[image.length];
            cpu.mainStorage().read(BoardMap.DRAM_BASE, after, 0, after.length);
            return after;
        }
    }
}
