package ft.bench.parts;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.cpu.subsystem.RiscvProcessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A guest that loads a word of each of more pages than its TLB has entries, one after the other:
 * each load misses, and walks three tables of Sv39. Its loop of three instructions is counted too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageWalk {
    private static final int LOADS = 8192;

    private static final int PAGE = MainStorage.PAGE_SIZE;
    private static final int PAGES = 2048;
    private static final int MEMORY = 16 << 20;
    private static final long BASE = BoardMap.DRAM_BASE;
    private static final long DATA = BASE + PAGES * PAGE;
    private static final long ROOT = BASE + 0x10000;
    private static final long MIDDLE = ROOT + PAGE;
    private static final long LAST = MIDDLE + PAGE;

    /** Where the guest sees its data. */
    private static final long VIRTUAL = 1L << 30;

    private static final int LOOP = 3;
    private static final int[] CODE = {
        0x00053283, // loop: ld t0, 0(a0)
        0x00b50533, // add a0, a0, a1
        0xfec56ce3, // bltu a0, a2, loop
        0x00068513, // mv a0, a3
        0xff1ff06f, // j loop
        0x30200073, // mret
    };
    private static final int MRET = 20;

    private static final int POINTER = 0x01;
    private static final int READ_WRITE = 0xc7;
    private static final int READ_EXECUTE = 0x4b;
    private static final int NUMBER_SHIFT = 10;
    private static final int ENTRIES = PAGE / Long.BYTES;
    private static final long SV39 = 8L << 60;
    private static final long TO_SUPERVISOR = 1L << 11;

    private final CpuSubsystem cpu = new RiscvProcessor().create(new CpuDescription(1, MEMORY, 10));

    /** Tables, data, and the guest in supervisor mode. */
    @Setup
    public void start() {
        cpu.reset(new byte[0]);
        ByteBuffer code = buffer(CODE.length * Integer.BYTES);
        code.asIntBuffer().put(CODE);
        write(BASE, code);
        put(ROOT, 1, MIDDLE, POINTER);
        put(ROOT, 2, BASE, READ_EXECUTE);
        for (int table = 0; table < PAGES / ENTRIES; table++) {
            put(MIDDLE, table, LAST + table * PAGE, POINTER);
        }
        for (int page = 0; page < PAGES; page++) {
            put(LAST, page, DATA + page * PAGE, READ_WRITE);
            write(DATA + page * PAGE, buffer(Long.BYTES).putLong(0, page + 1));
        }
        set("mnstatus", 8);
        set("pmpaddr0", -1);
        set("pmpcfg0", 0x1f);
        set("satp", SV39 | ROOT / PAGE);
        set("mstatus", TO_SUPERVISOR);
        set("mepc", BASE);
        set("a0", VIRTUAL);
        set("a1", PAGE);
        set("a2", VIRTUAL + PAGES * PAGE);
        set("a3", VIRTUAL);
        set("pc", BASE + MRET);
        run(1 + LOOP * PAGES);
        if (cpu.register(0, "t0") != PAGES) {
            throw new IllegalStateException("The guest does not read its pages");
        }
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(long address, ByteBuffer bytes) {
        cpu.mainStorage().write(address, bytes.array(), 0, bytes.capacity());
    }

    private void put(long table, int index, long physical, int bits) {
        long entry = physical / PAGE << NUMBER_SHIFT | bits;
        write(table + index * Long.BYTES, buffer(Long.BYTES).putLong(0, entry));
    }

    private void set(String register, long value) {
        cpu.setRegister(0, register, value);
    }

    private void run(long cycles) {
        RunExit exit = cpu.run(cpu.clock() + cycles);
        if (exit != RunExit.BOUNDARY) {
            throw new IllegalStateException("The guest ended with " + exit);
        }
    }

    @TearDown
    public void close() {
        cpu.close();
    }

    @Benchmark
    @OperationsPerInvocation(LOADS)
    public long ours() {
        run(LOOP * LOADS);
        return cpu.clock();
    }
}
