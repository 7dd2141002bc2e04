package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import ft.cpu.translate.CodeCache;
import ft.cpu.translate.Heat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine does is the same in both engines, wherever its runs are cut. */
class EngineHistoryTest {
    private static CpuDescription description(
            int harts, long memory, int granule, CpuEngine engine) {
        return new CpuDescription(harts, memory, Guest.CYCLES_PER_TICK, granule, engine);
    }

    private static CpuSubsystem create(CpuEngine engine, Heat heat, int harts) {
        return new RiscvProcessor(heat)
                .create(description(harts, Guest.MEMORY, MainStorage.PAGE_SIZE, engine));
    }

    @ParameterizedTest
    @CsvSource({
        "MIXTURE, false, 4096, false",
        "MIXTURE, false, 4096, true",
        "QUICKSORT, true, 4096, false",
        "QUICKSORT, true, 64, true",
        "MACHINE, false, 64, false",
        "MACHINE, false, 4096, true",
        "FLOATS, false, 4096, false",
        "ARITHMETIC, false, 4096, false",
        "LIST, true, 64, false"
    })
    void workloadsHaveOneHistory(
            Workload workload, boolean paging, int granule, boolean background) {
        CpuSubsystem[] both = new CpuSubsystem[2];
        Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        for (CpuEngine engine : CpuEngine.values()) {
            RiscvProcessor processor =
                    background
                            ? new RiscvProcessor(
                                    new Heat(70, 150, 0, 10_000, 100_000),
                                    CodeCache.background(failures::add))
                            : new RiscvProcessor(new Heat(70, 150, 0).withRare(Heat.ALL_RESUME));
            CpuDescription description = description(1, 32 << 20, granule, engine);
            both[engine.ordinal()] = workload.start(processor, 1, description);
            if (paging) {
                Workload.translate(both[engine.ordinal()]);
            }
        }
        Random random = new Random(workload.ordinal());
        for (RunExit exit = RunExit.BOUNDARY; exit == RunExit.BOUNDARY; ) {
            long boundary = both[0].clock() + 1 + random.nextInt(40_000);
            exit = both[0].run(boundary);
            assertThat(both[1].run(boundary)).isEqualTo(exit);
            assertThat(seen(both[0], granule)).isEqualTo(seen(both[1], granule));
        }
        assertThat(both[0].request().value()).isEqualTo(both[1].request().value());
        assertThat(failures).isEmpty();
    }

    private static List<Long> seen(CpuSubsystem cpu, int granule) {
        List<Long> seen = new ArrayList<>();
        seen.add(cpu.clock());
        seen.add(cpu.takeSignature());
        for (String register : List.of("pc", "fcsr", "mstatus")) {
            seen.add(cpu.register(0, register));
        }
        for (int number = 0; number < 32; number++) {
            seen.add(cpu.register(0, "x" + number));
            seen.add(cpu.register(0, "f" + number));
        }
        cpu.takeWritten(number -> seen.add((long) number));
        List<Long> read = new ArrayList<>();
        cpu.takeRead(number -> read.add((long) number));
        if (granule == MainStorage.PAGE_SIZE) {
            // Of lines there may be more that count as read.
            seen.addAll(read);
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void hartsThatContendHaveOneHistory(int harts) {
        Heat heat = new Heat(0, 1, 0).withRare(harts % 2 == 0 ? Heat.ALL_RESUME : 0);
        CpuSubsystem one = create(CpuEngine.INTERPRETED, heat, harts);
        CpuSubsystem other = create(CpuEngine.TRANSLATED, heat, harts);
        DeterminismTest.contention(one);
        DeterminismTest.contention(other);
        Random random = new Random(harts);
        assertThat(DeterminismTest.history(other, random, random))
                .isEqualTo(DeterminismTest.history(one, null, null));
    }

    /** A jump to one of many places, as interpreters of bytecode have it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 6, 40})
    void computedJumpsGoToWhereTheySay(int places) {
        Asm program =
                new Asm()
                        .slli(Asm.T2, Asm.A0, 3)
                        .add(Asm.T2, Asm.T2, Asm.A2)
                        .jalr(0, Asm.T2, 0)
                        .slli(Asm.T1, Asm.A1, 3)
                        .add(Asm.A1, Asm.A1, Asm.T1)
                        .addi(Asm.A0, Asm.A0, -1)
                        .branch(1, Asm.A0, 0, 0)
                        .li(Asm.A0, places - 1)
                        .jump(0);
        int first = program.here();
        for (int place = 0; place < places; place++) {
            program.addi(Asm.A1, Asm.A1, 7 * place + 1).jump(3);
        }
        List<Long> sums = new ArrayList<>();
        for (CpuEngine engine : CpuEngine.values()) {
            // Hot so late that all places are known when they are translated.
            Guest guest = new Guest(create(engine, new Heat(0, 3000, 0), 1), program);
            guest.set("a0", places - 1).set("a2", Guest.BASE + 4 * first);
            guest.run(400_000);
            sums.add(guest.get("a1"));
        }
        assertThat(sums.get(1)).isEqualTo(sums.get(0)).isNotZero();
    }

    /** A loop that changes one of its own instructions each time, without a fence. */
    @Test
    void codeThatChangesItselfIsExecutedAsItIs() {
        int once = Asm.i(0x13, 0, Asm.A0, Asm.A0, 1);
        int thrice = Asm.i(0x13, 0, Asm.A0, Asm.A0, 3);
        Asm program =
                new Asm()
                        .store(4, Asm.T0, Asm.A1, 0)
                        .word(once)
                        .addi(Asm.T2, Asm.T0, 0)
                        .addi(Asm.T0, Asm.T1, 0)
                        .addi(Asm.T1, Asm.T2, 0)
                        .addi(Asm.A3, Asm.A3, -1)
                        .branch(1, Asm.A3, 0, 0)
                        .jump(7);
        for (CpuEngine engine : CpuEngine.values()) {
            Guest guest = new Guest(create(engine, new Heat(0, 1, 0), 1), program);
            guest.set("a1", Guest.BASE + 4).set("a3", 1000).set("t0", thrice).set("t1", once);
            guest.run(7000);
            assertThat(guest.get("a0")).as(engine.name()).isEqualTo(2000);
        }
    }

    private static final int ONCE = Asm.i(0x13, 0, Asm.A0, Asm.A0, 1);
    private static final int THRICE = Asm.i(0x13, 0, Asm.A0, Asm.A0, 3);

    // Calls a function in another page 64 times, changes something with t0, and so on a hundred
    // times; t0 and t1 change places each time.
    private static Asm caller(Asm change) {
        Asm program =
                new Asm()
                        .jalr(Asm.RA, Asm.A2, 0)
                        .addi(Asm.A3, Asm.A3, -1)
                        .word(Asm.i(0x13, 7, Asm.T2, Asm.A3, 63))
                        .branch(1, Asm.T2, 0, 0);
        byte[] changing = change.toBytes();
        for (int at = 0; at < changing.length; at += 4) {
            program.word(ByteBuffer.wrap(changing).order(ByteOrder.LITTLE_ENDIAN).getInt(at));
        }
        program.addi(Asm.T2, Asm.T0, 0)
                .addi(Asm.T0, Asm.T1, 0)
                .addi(Asm.T1, Asm.T2, 0)
                .branch(1, Asm.A3, 0, 0);
        return program.jump(program.here());
    }

    private static void function(Guest guest, long address, int instruction) {
        byte[] bytes = new Asm().word(instruction).jalr(0, Asm.RA, 0).toBytes();
        guest.cpu.mainStorage().write(address, bytes, 0, bytes.length);
    }

    /** Translated code goes from region to region by itself: only as long as the other is there. */
    @Test
    void codeOfAnotherPageIsExecutedAsItIs() {
        Asm program = caller(new Asm().store(4, Asm.T0, Asm.A2, 0));
        for (CpuEngine engine : CpuEngine.values()) {
            Guest guest = new Guest(create(engine, new Heat(0, 1, 0), 1), program);
            function(guest, Guest.BASE + 0x1000, ONCE);
            guest.set("a2", Guest.BASE + 0x1000).set("a3", 6400).set("t0", THRICE).set("t1", ONCE);
            guest.run(50_000);
            assertThat(guest.get("a3")).isZero();
            assertThat(guest.get("a0")).as(engine.name()).isEqualTo(50 * 64 * (1 + 3));
        }
    }

    @Test
    void codeIsExecutedWhereItIsMapped() {
        long root = Guest.BASE + 0x40000;
        long leaf = root + 0x2000;
        Asm program = caller(new Asm().store(8, Asm.T0, Asm.A4, 0).word(Asm.SFENCE_VMA));
        for (CpuEngine engine : CpuEngine.values()) {
            Guest guest = new Guest(create(engine, new Heat(0, 1, 0), 1), program);
            function(guest, Guest.BASE + 0x1000, ONCE);
            function(guest, Guest.BASE + 0x2000, THRICE);
            guest.doubleword(root + 16, Guest.BASE >> 12 << 10 | 0xcf);
            guest.doubleword(root + 8, root + 0x1000 >> 12 << 10 | 1);
            guest.doubleword(root + 0x1000, leaf >> 12 << 10 | 1);
            long one = Guest.BASE + 0x1000 >> 12 << 10 | 0xcf;
            long other = Guest.BASE + 0x2000 >> 12 << 10 | 0xcf;
            guest.doubleword(leaf, one);
            guest.set("satp", 8L << 60 | root >> 12).set("a2", 0x4000_0000L).set("a4", leaf);
            guest.set("a3", 6400).set("t0", other).set("t1", one);
            guest.enter(1, Guest.BASE).run(50_000);
            assertThat(guest.get("a3")).isZero();
            assertThat(guest.get("a0")).as(engine.name()).isEqualTo(50 * 64 * (1 + 3));
        }
    }

    /** A thousand pages, half of which are mapped elsewhere, to and fro. */
    @Test
    void noneOfManyTranslationsIsLeftAfterAFence() {
        final int megapage = 2 << 20;
        final int pages = 2 * megapage / MainStorage.PAGE_SIZE;
        final int times = 6;
        long root = Guest.BASE + 0x40000;
        Asm program =
                new Asm()
                        .add(Asm.T2, Asm.A2, 0)
                        .load(8, Asm.A1, Asm.T2, 0)
                        .add(Asm.A0, Asm.A0, Asm.A1)
                        .add(Asm.T2, Asm.T2, Asm.A5)
                        .branch(1, Asm.T2, Asm.A6, 1)
                        .store(8, Asm.T0, Asm.A4, 0)
                        .word(Asm.SFENCE_VMA)
                        .addi(Asm.A1, Asm.T0, 0)
                        .addi(Asm.T0, Asm.T1, 0)
                        .addi(Asm.T1, Asm.A1, 0)
                        .addi(Asm.A3, Asm.A3, -1)
                        .branch(1, Asm.A3, 0, 0);
        program.jump(program.here());
        for (CpuEngine engine : CpuEngine.values()) {
            CpuDescription description = description(1, 16 << 20, MainStorage.PAGE_SIZE, engine);
            Guest guest =
                    new Guest(new RiscvProcessor(new Heat(0, 1, 0)).create(description), program);
            long[] entries = new long[4];
            for (int number = 1; number < entries.length; number++) {
                long at = Guest.BASE + (long) number * megapage;
                entries[number] = at >> 12 << 10 | 0xcf;
                for (int page = 0; page < pages / 2; page++) {
                    guest.doubleword(at + (long) page * MainStorage.PAGE_SIZE, number);
                }
            }
            guest.doubleword(root + 16, Guest.BASE >> 12 << 10 | 0xcf);
            guest.doubleword(root + 8, root + 0x1000 >> 12 << 10 | 1);
            guest.doubleword(root + 0x1000, entries[1]);
            guest.doubleword(root + 0x1008, entries[3]);
            guest.set("satp", 8L << 60 | root >> 12).set("a2", 0x4000_0000L);
            guest.set("a6", 0x4000_0000L + 2L * megapage).set("a5", MainStorage.PAGE_SIZE);
            guest.set("a4", root + 0x1000).set("a3", times).set("t0", entries[2]);
            guest.set("t1", entries[1]);
            guest.enter(1, Guest.BASE).run(100_000);
            assertThat(guest.get("a3")).isZero();
            assertThat(guest.get("a0"))
                    .as(engine.name())
                    .isEqualTo((long) times / 2 * (pages / 2) * (1 + 2 + 3 + 3));
        }
    }
}
