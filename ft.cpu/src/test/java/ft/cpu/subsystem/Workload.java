package ft.cpu.subsystem;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The programs of {@code src/test/guest/workloads.c}. */
enum Workload {
    MIXTURE,
    SIEVE,
    MATRIX,
    CRC,
    LIST,
    MACHINE,
    QUICKSORT,
    ARITHMETIC,
    PAGES,
    FLOATS;

    /** Distance of boundaries, as the server has it. */
    static final int QUANTUM = 32768;

    /** A subsystem that is about to begin the workload. */
    CpuSubsystem start(int rounds) {
        return start(rounds, new CpuDescription(1, 16 << 20, 10));
    }

    /** The same, in a subsystem that may track its changes otherwise. */
    CpuSubsystem start(int rounds, CpuDescription description) {
        CpuSubsystem cpu = new RiscvProcessor().create(description);
        cpu.reset(new byte[0]);
        byte[] image = image();
        cpu.mainStorage().write(BoardMap.DRAM_BASE, image, 0, image.length);
        cpu.setRegister(0, "a0", ordinal());
        cpu.setRegister(0, "a1", rounds);
        cpu.setRegister(0, "pc", BoardMap.DRAM_BASE);
        return cpu;
    }

    /** Runs to the end, quantum by quantum as a server does, and gives the checksum. */
    static long finish(CpuSubsystem cpu) {
        long[] sum = new long[1];
        while (cpu.run(cpu.clock() + QUANTUM) == RunExit.BOUNDARY) {
            sum[0] ^= cpu.takeSignature();
            cpu.takeWritten(page -> sum[0] += page);
            cpu.takeRead(page -> sum[0] += page);
        }
        return cpu.request().value();
    }

    private static byte[] image() {
        try (InputStream in = Workload.class.getResourceAsStream("/ft/cpu/workloads.bin")) {
            return in.readAllBytes();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
