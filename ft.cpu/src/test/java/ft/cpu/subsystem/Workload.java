package ft.cpu.subsystem;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
        return start(new RiscvProcessor(), rounds, description);
    }

    /** The same, made by a processor. */
    CpuSubsystem start(RiscvProcessor processor, int rounds, CpuDescription description) {
        CpuSubsystem cpu = processor.create(description);
        cpu.reset(new byte[0]);
        byte[] image = image();
        cpu.mainStorage().write(BoardMap.DRAM_BASE, image, 0, image.length);
        cpu.setRegister(0, "a0", ordinal());
        cpu.setRegister(0, "a1", rounds);
        cpu.setRegister(0, "pc", BoardMap.DRAM_BASE);
        return cpu;
    }

    /**
     * Has the workload run in supervisor mode, with main storage and devices where they are, in
     * pages of 4 KiB by Sv39.
     */
    static void translate(CpuSubsystem cpu) {
        // What it does first, to turn floating point on, needs machine mode.
        cpu.run(2);
        long root = BoardMap.DRAM_BASE + (24 << 20);
        ByteBuffer tables = ByteBuffer.allocate(24 << 12).order(ByteOrder.LITTLE_ENDIAN);
        // Devices in one large page; main storage by a second table, behind which lie the third.
        tables.putLong(0, 0xcf);
        tables.putLong(2 * Long.BYTES, root + 4096 >> 2 | 1);
        for (int table = 0; table < 12; table++) {
            int at = (2 + table) * 4096;
            tables.putLong(4096 + Long.BYTES * table, root + at >> 2 | 1);
            for (int page = 0; page < 512; page++) {
                long physical = BoardMap.DRAM_BASE + ((long) table << 21) + ((long) page << 12);
                tables.putLong(at + Long.BYTES * page, physical >> 2 | 0xcf);
            }
        }
        cpu.mainStorage().write(root, tables.array(), 0, tables.capacity());
        byte[] mret = new Asm().word(Asm.MRET).toBytes();
        cpu.mainStorage().write(root - 4096, mret, 0, mret.length);
        cpu.setRegister(0, "satp", 8L << 60 | root >> 12);
        cpu.setRegister(0, "pmpaddr0", -1);
        cpu.setRegister(0, "pmpcfg0", 0x1f);
        cpu.setRegister(0, "mstatus", cpu.register(0, "mstatus") & ~0x1800L | 1 << 11);
        cpu.setRegister(0, "mepc", cpu.register(0, "pc"));
        cpu.setRegister(0, "pc", root - 4096);
        cpu.run(cpu.clock() + 1);
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
