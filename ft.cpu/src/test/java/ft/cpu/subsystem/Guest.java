package ft.cpu.subsystem;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeSet;

/** A CPU subsystem with a program at the start of main storage, for tests. */
final class Guest {
    static final long BASE = BoardMap.DRAM_BASE;

    /** Main storage that tests use for data. */
    static final long DATA = BASE + 0x10000;

    static final int MEMORY = 1 << 20;
    static final int CYCLES_PER_TICK = 10;

    final CpuSubsystem cpu;

    Guest(Asm program) {
        this(1, program);
    }

    Guest(int harts, Asm program) {
        this(create(harts), program);
    }

    Guest(CpuSubsystem subsystem, Asm program) {
        this(subsystem, program, new Asm());
    }

    Guest(Asm program, Asm rom) {
        this(create(1), program, rom);
    }

    /** With changes tracked by lines. */
    static Guest tracingLines(Asm program) {
        return new Guest(
                new RiscvProcessor().create(new CpuDescription(1, MEMORY, CYCLES_PER_TICK, 64)),
                program,
                new Asm());
    }

    private Guest(CpuSubsystem subsystem, Asm program, Asm rom) {
        cpu = subsystem;
        cpu.reset(rom.toBytes());
        byte[] code = program.toBytes();
        cpu.mainStorage().write(BASE, code, 0, code.length);
        for (int hart = 0; hart < cpu.harts(); hart++) {
            cpu.setRegister(hart, "pc", BASE);
            // What firmware does first; until then no interrupt is taken.
            cpu.setRegister(hart, "mnstatus", 8);
            // What machine mode does before it goes to another one.
            cpu.setRegister(hart, "pmpaddr0", -1);
            cpu.setRegister(hart, "pmpcfg0", 0x1f);
        }
    }

    static CpuSubsystem create(int harts) {
        return new RiscvProcessor().create(new CpuDescription(harts, MEMORY, CYCLES_PER_TICK));
    }

    /**
     * Goes on at an address in a mode, 0 for user and 1 for supervisor mode, by an MRET at the end
     * of main storage.
     */
    Guest enter(int mode, long pc) {
        long stub = BASE + MEMORY - 4;
        byte[] code = new Asm().word(Asm.MRET).toBytes();
        cpu.mainStorage().write(stub, code, 0, code.length);
        set("mstatus", get("mstatus") & ~0x1800L | (long) mode << 11);
        set("mepc", pc).set("pc", stub);
        return run(1);
    }

    /** Runs some cycles; an IO access is a failure. */
    Guest run(long cycles) {
        RunExit exit = cpu.run(cpu.clock() + cycles);
        if (exit != RunExit.BOUNDARY) {
            throw new AssertionError(exit + " at 0x" + Long.toHexString(pc()));
        }
        return this;
    }

    Guest set(String register, long value) {
        cpu.setRegister(0, register, value);
        return this;
    }

    long get(String register) {
        return cpu.register(0, register);
    }

    long pc() {
        return get("pc");
    }

    long doubleword(long address) {
        byte[] bytes = new byte[8];
        cpu.mainStorage().read(address, bytes, 0, 8);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    Guest doubleword(long address, long value) {
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        cpu.mainStorage().write(address, bytes, 0, 8);
        return this;
    }

    /** What a copy brings: a page, by itself or as one of those that are restored at once. */
    void copyIn(long address, byte[] page, boolean amongMany) {
        MainStorage storage = cpu.mainStorage();
        if (amongMany) {
            storage.restore(new int[] {storage.pageOf(address)}, new byte[][] {page}, 1);
        } else {
            storage.restore(address, page, 0, page.length);
        }
    }

    TreeSet<Integer> written() {
        TreeSet<Integer> pages = new TreeSet<>();
        cpu.takeWritten(pages::add);
        return pages;
    }

    TreeSet<Integer> read() {
        TreeSet<Integer> pages = new TreeSet<>();
        cpu.takeRead(pages::add);
        return pages;
    }

    /** Everything of a subsystem that has to be equal in two that ran in lock-step. */
    static String state(CpuSubsystem cpu) {
        StringBuilder state = new StringBuilder();
        state.append(java.util.HexFormat.of().formatHex(cpu.captureContext()));
        for (int page = 0; page < cpu.mainStorage().pages(); page++) {
            if (!cpu.mainStorage().isUntouched(page)) {
                state.append(' ').append(page).append(':').append(cpu.mainStorage().check(page));
            }
        }
        return state.toString();
    }
}
