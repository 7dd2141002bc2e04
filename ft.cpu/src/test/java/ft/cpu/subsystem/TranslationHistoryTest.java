package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuEngine;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.MainStorage;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import ft.cpu.translate.Heat;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest that changes its page tables without a fence does the same whenever its translations are
 * loaded: at boundaries, after guards, contexts and faults that only watch.
 */
class TranslationHistoryTest {
    private static final int PAGES = 8;
    private static final int INSTRUCTIONS = 800;
    private static final int CYCLES = 20_000;
    private static final long AT = 0x4000_0000L;
    private static final long ROOT = Guest.BASE + 0x40000;
    private static final long MIDDLE = ROOT + 0x1000;
    private static final long LEAF = ROOT + 0x2000;
    private static final long VECTOR = Guest.BASE + 0x3000;

    // x8: the leaf table; x9 and x10: satp with two ASIDs; x16 to x23: the middle of each page; x24
    // to x29: entries.
    private static Asm program(Random random) {
        Asm asm = new Asm();
        while (asm.here() < INSTRUCTIONS) {
            int data = 1 + random.nextInt(7);
            int page = 16 + random.nextInt(PAGES);
            int size = 1 << random.nextInt(4);
            int offset = (random.nextBoolean() ? -2048 : 2040) + random.nextInt(8);
            switch (random.nextInt(9)) {
                case 0, 1 -> asm.load(size, data, page, offset);
                case 2, 3 -> asm.store(size, data, page, offset);
                case 4 -> asm.addi(data, data, random.nextInt(2000));
                case 5 -> asm.amo(0, 8, data, 1 + random.nextInt(7), page);
                case 6 -> asm.store(8, 24 + random.nextInt(6), 8, 8 * random.nextInt(PAGES));
                case 7 -> asm.csrw(0x180, 9 + random.nextInt(2));
                default -> asm.word(random.nextInt(4) == 0 ? Asm.SFENCE_VMA : Asm.NOP);
            }
        }
        return asm.jump(0);
    }

    private static Guest start(long seed) {
        return start(seed, Guest.create(1));
    }

    private static Guest start(long seed, CpuSubsystem cpu) {
        Random random = new Random(seed);
        Guest guest = new Guest(cpu, program(random));
        byte[] handler =
                new Asm()
                        .csrrw(30, 0x340, 30)
                        .csrr(30, 0x341)
                        .addi(30, 30, 4)
                        .csrw(0x341, 30)
                        .csrrw(30, 0x340, 30)
                        .word(Asm.MRET)
                        .toBytes();
        guest.cpu.mainStorage().write(VECTOR, handler, 0, handler.length);
        guest.set("mtvec", VECTOR).set("satp", 8L << 60 | ROOT >> 12).set("x8", LEAF);
        guest.set("x9", 8L << 60 | ROOT >> 12).set("x10", 8L << 60 | 5L << 44 | ROOT >> 12);
        // All of main storage where it is, and the pages at AT.
        guest.doubleword(ROOT + 16, Guest.BASE >> 12 << 10 | 0xcf);
        guest.doubleword(ROOT + 8, MIDDLE >> 12 << 10 | 1);
        guest.doubleword(MIDDLE, LEAF >> 12 << 10 | 1);
        for (int page = 0; page < PAGES; page++) {
            guest.set("x" + (16 + page), AT + 4096 * page + 2048);
        }
        int[] bits = {0x07, 0x47, 0xc7, 0x43, 0x00, 0x03};
        for (int entry = 0; entry < bits.length; entry++) {
            long physical = Guest.DATA + 4096L * random.nextInt(PAGES);
            guest.set("x" + (24 + entry), physical >> 12 << 10 | bits[entry]);
        }
        return guest.enter(1, Guest.BASE);
    }

    private static void disturb(Guest guest, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> guest.read();
            case 1 -> guest.written();
            case 2 -> {
                BitSet pages = new BitSet();
                pages.set(random.nextInt(256));
                guest.cpu.guard(pages);
                guest.cpu.unguardAll();
            }
            case 3 -> {
                long signature = guest.cpu.takeSignature();
                assertThat(signature).isNotZero();
            }
            default -> guest.cpu.restoreContext(guest.cpu.captureContext());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aGuestCannotTellWhenItsTranslationsWereLoaded(long seed) {
        Guest straight = start(seed);
        Guest disturbed = start(seed);
        straight.run(CYCLES);
        Random random = new Random(~seed);
        while (disturbed.cpu.clock() < straight.cpu.clock()) {
            long left = straight.cpu.clock() - disturbed.cpu.clock();
            RunExit exit =
                    disturbed.cpu.run(
                            disturbed.cpu.clock() + Math.min(left, 1 + random.nextInt(100)));
            assertThat(exit).isEqualTo(RunExit.BOUNDARY);
            disturb(disturbed, random);
        }
        assertThat(Guest.state(disturbed.cpu)).isEqualTo(Guest.state(straight.cpu));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theBusCannotTellEither(long seed) {
        Guest straight = start(seed).run(CYCLES);
        Guest disturbed = start(seed);
        Random random = new Random(~seed);
        while (disturbed.cpu.clock() < straight.cpu.clock()) {
            long left = straight.cpu.clock() - disturbed.cpu.clock();
            disturbed.run(Math.min(left, 1 + random.nextInt(100)));
            disturbed.read();
        }
        assertThat(disturbed.cpu.takeSignature()).isEqualTo(straight.cpu.takeSignature());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatWasTouchedDoesNotDependOnWhatIsRemembered(long seed) {
        Guest remembers = start(seed);
        Guest forgets = start(seed);
        Random random = new Random(~seed);
        for (long end = 0; end < CYCLES; ) {
            end += 1 + random.nextInt(12);
            remembers.run(end - remembers.cpu.clock());
            forgets.run(end - forgets.cpu.clock());
            assertThat(forgets.read()).isEqualTo(remembers.read());
            assertThat(forgets.written()).isEqualTo(remembers.written());
            forgets.cpu.guard(new BitSet());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void bothEnginesDoTheSame(long seed) {
        Guest[] guests = new Guest[2];
        int rare = seed % 2 == 0 ? Heat.ALL_RESUME : 0;
        for (CpuEngine engine : CpuEngine.values()) {
            CpuDescription description =
                    new CpuDescription(
                            1, Guest.MEMORY, Guest.CYCLES_PER_TICK, MainStorage.PAGE_SIZE, engine);
            RiscvProcessor processor = new RiscvProcessor(new Heat(0, 1, 0).withRare(rare));
            guests[engine.ordinal()] = start(seed, processor.create(description));
        }
        Random random = new Random(~seed);
        for (long end = guests[0].cpu.clock(); end < CYCLES; ) {
            end += 1 + random.nextInt(random.nextBoolean() ? 30 : 2000);
            for (Guest guest : guests) {
                guest.run(end - guest.cpu.clock());
            }
            assertThat(guests[1].cpu.takeSignature()).isEqualTo(guests[0].cpu.takeSignature());
            assertThat(guests[1].read()).isEqualTo(guests[0].read());
            assertThat(guests[1].written()).isEqualTo(guests[0].written());
            assertThat(Guest.state(guests[1].cpu)).isEqualTo(Guest.state(guests[0].cpu));
        }
    }
}
