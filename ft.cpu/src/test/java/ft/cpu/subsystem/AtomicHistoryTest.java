package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.MainStorage;
import ft.cpu.Asm;
import ft.cpu.translate.Heat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Atomics in loops do the same in translated code as out of line, wherever runs are cut. */
class AtomicHistoryTest {
    private static final int CYCLES = 30_000;
    private static final int[] OPERATIONS = {0, 1, 4, 8, 12, 16, 20, 24, 28};
    private static final int SAME = Asm.A1;
    private static final int NEXT = Asm.A5;
    private static final int OFF = 24;
    private static final int ROM = 25;
    private static final int CODE = 26;
    private static final int FLIP = 27;

    /** What a loop does. */
    enum Loop {
        OPERATES(
                asm -> {
                    for (int operation : OPERATIONS) {
                        asm.amo(operation, 8, Asm.A0, Asm.A2, SAME);
                        asm.amo(operation, 4, Asm.A3, Asm.A0, NEXT);
                        asm.amo(operation, 4, Asm.A2, Asm.A2, NEXT);
                        asm.amo(operation, 8, 0, Asm.A3, NEXT);
                    }
                }),
        SUCCEEDS(
                asm ->
                        asm.lr(8, Asm.A0, SAME)
                                .sc(8, Asm.A2, Asm.A2, SAME)
                                .lr(4, Asm.A0, NEXT)
                                .sc(4, Asm.A3, Asm.A0, NEXT)),
        FAILS_THE_SECOND_TIME(
                asm ->
                        asm.lr(8, Asm.A0, SAME)
                                .sc(8, Asm.A3, Asm.A2, SAME)
                                .sc(8, Asm.A2, Asm.A0, SAME)),
        FAILS_ELSEWHERE(
                asm ->
                        asm.store(8, Asm.A2, NEXT, 0)
                                .lr(8, Asm.A0, SAME)
                                .sc(8, Asm.A3, Asm.A0, NEXT)),
        FAILS_IN_ANOTHER_SIZE(
                asm ->
                        asm.store(8, Asm.A2, SAME, 0)
                                .lr(8, Asm.A0, SAME)
                                .sc(4, Asm.A3, Asm.A0, SAME)),
        FAILS_AFTER_ANOTHER(
                asm ->
                        asm.lr(8, Asm.A0, SAME)
                                .lr(8, Asm.A0, NEXT)
                                .sc(8, Asm.A3, Asm.A2, SAME)
                                .sc(8, Asm.A4, Asm.A2, NEXT)),
        SURVIVES_A_TRAP(asm -> asm.lr(8, Asm.A0, SAME).word(0x73).sc(8, Asm.A3, Asm.A2, SAME)),
        IS_NOT_ALIGNED(
                asm ->
                        asm.load(4, Asm.A0, OFF, 0)
                                .store(4, Asm.A0, OFF, 0)
                                .amo(0, 8, Asm.A0, Asm.A2, OFF)
                                .lr(8, Asm.A0, OFF)
                                .sc(8, Asm.A0, Asm.A2, OFF)
                                .amo(0, 4, Asm.A0, Asm.A2, OFF)),
        CANNOT_RESERVE_ROM(
                asm ->
                        asm.load(8, Asm.A0, ROM, 0)
                                .lr(8, Asm.A0, ROM)
                                .amo(0, 8, Asm.A0, Asm.A2, ROM)),
        // An addition further on of 1, or of 3.
        CHANGES_CODE(
                asm ->
                        asm.load(4, Asm.A0, CODE, 0)
                                .amo(4, 4, Asm.A0, FLIP, CODE)
                                .addi(Asm.A3, Asm.A3, 1)
                                .amo(4, 4, Asm.A0, FLIP, CODE));

        private static final int FLIPPED = 2;
        private final Asm asm = new Asm();

        Loop(Consumer<Asm> body) {
            body.accept(asm);
            asm.addi(Asm.A2, Asm.A2, 0x4d3);
            asm.jump(0);
        }
    }

    private static Guest start(Loop loop, CpuEngine engine, int granule, Heat heat) {
        CpuDescription description =
                new CpuDescription(1, Guest.MEMORY, Guest.CYCLES_PER_TICK, granule, engine);
        Guest guest = new Guest(new RiscvProcessor(heat).create(description), loop.asm);
        byte[] handler =
                new Asm().csrr(30, 0x341).addi(30, 30, 4).csrw(0x341, 30).word(Asm.MRET).toBytes();
        guest.cpu.mainStorage().write(Guest.BASE + 0x3000, handler, 0, handler.length);
        return guest.set("mtvec", Guest.BASE + 0x3000)
                .set("x" + SAME, Guest.DATA)
                .set("x" + NEXT, Guest.DATA + 8)
                .set("x" + OFF, Guest.DATA + 4)
                .set("x" + ROM, 0x1000)
                .set("x" + CODE, Guest.BASE + 4 * Loop.FLIPPED)
                .set("x" + FLIP, 2 << 20)
                .set("a2", 0x8000_0001_8000_0001L);
    }

    @ParameterizedTest
    @EnumSource
    void haveOneHistory(Loop loop) {
        haveOneHistory(loop, new Heat(0, 1, 0));
    }

    @ParameterizedTest
    @EnumSource
    void haveOneHistoryWherePermissionsAreTakenUpAgain(Loop loop) {
        haveOneHistory(loop, new Heat(0, 1, 0).withRare(Heat.ALL_RESUME));
    }

    private static void haveOneHistory(Loop loop, Heat heat) {
        Random random = new Random(loop.ordinal());
        int granule = random.nextBoolean() ? MainStorage.PAGE_SIZE : 64;
        Map<CpuEngine, Guest> guests = new EnumMap<>(CpuEngine.class);
        for (CpuEngine engine : CpuEngine.values()) {
            guests.put(engine, start(loop, engine, granule, heat));
        }
        Guest one = guests.get(CpuEngine.INTERPRETED);
        Guest other = guests.get(CpuEngine.TRANSLATED);
        while (one.cpu.clock() < CYCLES) {
            int cycles = 1 + random.nextInt(random.nextBoolean() ? 20 : 2000);
            guests.values().forEach(guest -> guest.run(cycles));
            assertThat(other.cpu.takeSignature()).isEqualTo(one.cpu.takeSignature());
            assertThat(Guest.state(other.cpu)).isEqualTo(Guest.state(one.cpu));
            assertThat(other.written()).isEqualTo(one.written());
            // One permission lasts longer than the other.
            if (random.nextInt(3) == 0) {
                assertThat(other.read()).isEqualTo(one.read());
            }
        }
    }
}
