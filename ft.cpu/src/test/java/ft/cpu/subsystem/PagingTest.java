package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.cpu.RunExit;
import ft.api.fault.Fault;
import ft.api.fault.Trigger;
import ft.cpu.Asm;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Translation by Sv39 and Sv48. The program's page is mapped at {@link #CODE} for supervisor mode,
 * and tests map pages at {@link #AT} to {@link Guest#DATA}.
 */
class PagingTest {
    private static final int USER = 0;
    private static final int SUPERVISOR = 1;
    private static final int V = 1;
    private static final int R = 2;
    private static final int W = 4;
    private static final int X = 8;
    private static final int U = 16;
    private static final int G = 32;
    private static final int A = 64;
    private static final int D = 128;
    private static final int RW = V | R | W | A | D;
    private static final long ADUE = 1L << 61;
    private static final long SUM = 1 << 18;
    private static final long MXR = 1 << 19;
    private static final long MPRV = 1 << 17;
    private static final long TABLES = Guest.BASE + 0x40000;
    private static final long CODE = 0x40_0000_0000L >> 1 | 0x1000;
    private static final long AT = 0x1234_5000L;
    private static final long VECTOR = Guest.BASE + 0x800;
    private static final int DATA_PAGE = (int) (Guest.DATA - Guest.BASE >> 12);

    private int levels = 3;
    private int tables;
    private Guest guest;

    /** A program in supervisor mode, with its page mapped. */
    private Guest start(Asm program) {
        tables = 1;
        guest = new Guest(program.jump(program.here())).set("mtvec", VECTOR).set("a1", AT);
        byte[] loop = new Asm().jump(0).toBytes();
        guest.cpu.mainStorage().write(VECTOR, loop, 0, loop.length);
        guest.set("menvcfg", ADUE);
        guest.set("satp", (levels == 3 ? 8L : 9L) << 60 | TABLES >> 12);
        map(codeAt(), Guest.BASE, V | R | X | A);
        return guest;
    }

    // Bit 38 is not the highest of the lower half of Sv39.
    private long codeAt() {
        return CODE & 0x3f_ffff_ffffL;
    }

    private Guest enter() {
        return guest.enter(SUPERVISOR, codeAt());
    }

    private void map(long virtual, long physical, long bits) {
        map(virtual, physical, bits, 0);
    }

    /** Makes an entry at a level, with tables above it where there are none. */
    private void map(long virtual, long physical, long bits, int level) {
        guest.doubleword(entry(virtual, level), physical >>> 12 << 10 | bits);
    }

    private long entry(long virtual, int level) {
        long table = TABLES;
        for (int above = levels - 1; above > level; above--) {
            long at = table + 8 * (virtual >>> 12 + 9 * above & 511);
            if (guest.doubleword(at) == 0) {
                guest.doubleword(at, TABLES + 0x1000L * tables++ >>> 12 << 10 | V);
            }
            table = guest.doubleword(at) >>> 10 << 12;
        }
        return table + 8 * (virtual >>> 12 + 9 * level & 511);
    }

    private static Asm load() {
        return new Asm().load(8, Asm.A0, Asm.A1, 0);
    }

    private static Asm store() {
        return new Asm().store(8, Asm.A0, Asm.A1, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void pagesAreFoundByTheirTables(int depth) {
        levels = depth;
        Guest guest = start(load().store(8, Asm.A0, Asm.A1, 8).jump(0));
        map(AT, Guest.DATA, RW);
        guest.doubleword(Guest.DATA, 77);
        enter().run(30);
        assertThat(guest.get("mcause")).isZero();
        assertThat(guest.get("a0")).isEqualTo(77);
        assertThat(guest.doubleword(Guest.DATA + 8)).isEqualTo(77);
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2", "4, 1", "4, 2", "4, 3"})
    void largePagesAreFoundAndHaveToBeAligned(int depth, int level) {
        levels = depth;
        Guest guest = start(load());
        long size = 1L << 12 + 9 * level;
        long at = 5 * size;
        // What lies below the data in a large page need not exist.
        map(at, Guest.DATA & -size, RW, level);
        guest.set("a1", at | Guest.DATA & size - 1).doubleword(Guest.DATA, 99);
        enter().run(1);
        assertThat(guest.get("a0")).isEqualTo(99);

        guest = start(load());
        map(at, Guest.DATA & -size | size >> 1, RW, level);
        enter().set("a1", at).run(1);
        assertThat(guest.get("mcause")).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({
        // bits of the entry, mode, what is added to mstatus, cause of a load, store and fetch
        "0x00, 1, 0, 13, 15, 12", // nothing
        "0xce, 1, 0, 13, 15, 12", // not valid
        "0xc7, 1, 0, 0, 0, 12",
        "0xc3, 1, 0, 0, 15, 12",
        "0xc9, 1, 0, 13, 15, 0",
        "0xc9, 1, 0x80000, 0, 15, 0", // MXR
        "0xcb, 1, 0, 0, 15, 0",
        "0xcf, 1, 0, 0, 0, 0",
        "0xc5, 1, 0, 13, 15, 12", // reserved: W without R
        "0xcd, 1, 0, 13, 15, 12",
        "0xdf, 1, 0, 13, 15, 12", // a page of user mode
        "0xdf, 1, 0x40000, 0, 0, 12", // SUM
        "0xdf, 0, 0, 0, 0, 0",
        "0xcf, 0, 0, 13, 15, 12", // a page of supervisor mode
        "0xef, 1, 0, 0, 0, 0", // global
        "0x0040_0000_0000_00cf, 1, 0, 13, 15, 12", // reserved bits
        "0x2000_0000_0000_00cf, 1, 0, 13, 15, 12", // PBMT
        "0x8000_0000_0000_00cf, 1, 0, 13, 15, 12", // N
    })
    void whatAPageMayBeUsedFor(
            String bits, int mode, String status, int load, int store, int fetch) {
        long entry = Long.parseUnsignedLong(bits.substring(2).replace("_", ""), 16);
        int[] causes = {load, store, fetch};
        Asm[] programs = {load(), store(), new Asm().jalr(0, Asm.A1, 0)};
        for (int access = 0; access < causes.length; access++) {
            Guest guest = start(programs[access]);
            if (mode == USER) {
                map(codeAt(), Guest.BASE, V | R | X | U | A);
            }
            map(AT, Guest.DATA, entry);
            guest.doubleword(Guest.DATA, Asm.NOP);
            guest.set("mstatus", Long.decode(status)).enter(mode, codeAt()).run(2);
            assertThat(guest.get("mcause")).as("access " + access).isEqualTo(causes[access]);
            if (causes[access] != 0) {
                assertThat(guest.get("mtval")).isEqualTo(AT);
                assertThat(guest.get("mepc")).isEqualTo(access == 2 ? AT : codeAt());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {A, D, U, G})
    void anEntryThatPointsToATableHasNoBitsOfAPage(int bit) {
        Guest guest = start(load());
        map(AT, Guest.DATA, RW);
        long pointer = entry(AT, 1);
        guest.doubleword(pointer, guest.doubleword(pointer) | bit);
        enter().run(1);
        assertThat(guest.get("mcause")).isEqualTo(bit == G ? 0 : 13);
    }

    @Test
    void anEntryOfTheLastLevelMustBeAPage() {
        Guest guest = start(load());
        map(AT, Guest.DATA, V);
        enter().run(1);
        assertThat(guest.get("mcause")).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0x4000000000",
        "3, 0xffffffbffffffff8",
        "3, 0x8000000000000000",
        "4, 0x800000000000",
        "4, 0xffff7ffffffffff8",
    })
    void addressesHaveToBeSignExtended(int depth, String address) {
        long at = Long.parseUnsignedLong(address.substring(2), 16);
        levels = depth;
        Guest guest = start(load());
        // All there is, at every entry of the root.
        for (int entry = 0; entry < 512; entry++) {
            guest.doubleword(TABLES + 8 * entry, Guest.BASE >> 30 << 28 | RW | X);
        }
        guest.set("satp", 8L << 60 | TABLES >> 12).set("a1", at);
        if (levels == 4) {
            guest.doubleword(TABLES + 0x1000, Guest.BASE >> 30 << 28 | RW | X);
            for (int entry = 0; entry < 512; entry++) {
                guest.doubleword(TABLES + 8 * entry, TABLES + 0x1000 >> 12 << 10 | V);
                guest.doubleword(TABLES + 0x1000 + 8 * entry, Guest.BASE >> 30 << 28 | RW | X);
            }
            guest.set("satp", 9L << 60 | TABLES >> 12);
        }
        guest.enter(SUPERVISOR, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).isEqualTo(13);
        assertThat(guest.get("mtval")).isEqualTo(at);
    }

    @Test
    void theUpperHalfIsThere() {
        Guest guest = start(load()).set("a1", 0xffffffc000000000L).doubleword(Guest.DATA, 5);
        map(0xffffffc000000000L, Guest.DATA, RW);
        enter().run(1);
        assertThat(guest.get("a0")).isEqualTo(5);
    }

    @Test
    void accessesToWhereNothingIsAreAccessFaults() {
        Guest guest = start(load());
        map(AT, 0x40000000000L, RW);
        enter().run(1);
        assertThat(guest.get("mcause")).isEqualTo(5);
        assertThat(guest.get("mtval")).as("virtual").isEqualTo(AT);
        guest = start(store());
        map(AT, BoardMap.ROM_BASE, RW);
        assertThat(enter().run(1).get("mcause")).isEqualTo(7);
        guest = start(new Asm().jalr(0, Asm.A1, 0));
        map(AT, BoardMap.UART_BASE, RW | X);
        assertThat(enter().run(2).get("mcause")).isEqualTo(1);
        assertThat(guest.get("mtval")).isEqualTo(AT);
    }

    @ParameterizedTest
    @CsvSource({"ld, 5", "sd, 7", "jalr, 1"})
    void tablesThatCannotBeReadAreAccessFaultsOfTheAccess(String access, int cause) {
        Asm program =
                switch (access) {
                    case "ld" -> load();
                    case "sd" -> store();
                    default -> new Asm().jalr(0, Asm.A1, 0);
                };
        Guest guest = start(program);
        map(AT, Guest.DATA, RW);
        guest.doubleword(entry(AT, 1), 0x40000000000L >> 12 << 10 | V);
        assertThat(enter().run(2).get("mcause")).as("no memory").isEqualTo(cause);
        assertThat(guest.get("mtval")).isEqualTo(AT);

        guest = start(program);
        map(AT, Guest.DATA, RW | X);
        long table = entry(AT, 0) & -4096L;
        guest.set("pmpaddr0", table >> 2 | 0x1ff).set("pmpaddr1", -1);
        guest.set("pmpcfg0", 0x18 | 0x1f00);
        assertThat(enter().run(2).get("mcause")).as("protected").isEqualTo(cause);
        assertThat(guest.get("mtval")).isEqualTo(AT);
    }

    @Test
    void devicesAreReachedAtTheirPhysicalAddress() {
        Guest guest = start(new Asm().load(4, Asm.A0, Asm.A1, 0x10).jump(1));
        map(AT, BoardMap.UART_BASE, RW);
        enter();
        assertThat(guest.cpu.run(guest.cpu.clock() + 5)).isEqualTo(RunExit.IO_READ);
        assertThat(guest.cpu.request().address()).isEqualTo(BoardMap.UART_BASE + 0x10);
        guest.cpu.complete(42);
        assertThat(guest.run(2).get("a0")).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"false, 0x02", "true, 0x82"})
    void theHartMarksPagesAsUsedAndWritten(boolean writes, String unused) {
        Guest guest = start(writes ? store() : load()).set("menvcfg", ADUE);
        map(AT, Guest.DATA, V | R | W);
        long entry = entry(AT, 0);
        guest.written();
        enter().run(1);
        assertThat(guest.get("mcause")).isZero();
        assertThat(guest.doubleword(entry) & 0xff).isEqualTo(V | R | W | A | (writes ? D : 0));
        assertThat(guest.written()).contains((int) (entry - Guest.BASE >> 12));
    }

    @Test
    void marksAreOnTheBus() {
        long[] signatures = new long[2];
        for (int marked = 0; marked < 2; marked++) {
            Guest guest = start(load());
            map(AT, Guest.DATA, V | R | W | marked * A);
            enter().cpu.takeSignature();
            guest.run(1);
            signatures[marked] = guest.cpu.takeSignature();
        }
        assertThat(signatures[0]).isNotEqualTo(signatures[1]);
    }

    @Test
    void aFirstStoreMarksAPageThatWasReadBefore() {
        Guest guest = start(load().store(8, Asm.A0, Asm.A1, 0)).set("menvcfg", ADUE);
        map(AT, Guest.DATA, V | R | W);
        enter().run(1);
        assertThat(guest.doubleword(entry(AT, 0)) & D).isZero();
        guest.run(1);
        assertThat(guest.doubleword(entry(AT, 0)) & D).isEqualTo(D);
    }

    @Test
    void withoutUpdatesPagesThatAreNotMarkedAreFaults() {
        int[] marks = {0, A, A | D, D};
        int[][] causes = {{13, 15}, {0, 15}, {0, 0}, {13, 15}};
        for (int index = 0; index < marks.length; index++) {
            for (int access = 0; access < 2; access++) {
                Guest guest = start(access == 0 ? load() : store()).set("menvcfg", 0);
                map(AT, Guest.DATA, V | R | W | marks[index]);
                long before = guest.doubleword(entry(AT, 0));
                enter().run(1);
                assertThat(guest.get("mcause")).isEqualTo(causes[index][access]);
                assertThat(guest.doubleword(entry(AT, 0))).isEqualTo(before);
            }
        }
    }

    @Test
    void marksThatMayNotBeWrittenAreAccessFaults() {
        Guest guest = start(load());
        map(AT, Guest.DATA, V | R | W);
        long table = entry(AT, 0) & -4096L;
        guest.set("pmpaddr0", table >> 2 | 0x1ff).set("pmpaddr1", -1);
        guest.set("pmpcfg0", 0x19 | 0x1f00);
        assertThat(enter().run(1).get("mcause")).isEqualTo(5);
    }

    /**
     * So it makes no difference when a translation was loaded, by a stop of the guest or a fault.
     */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "boundary", "fence"})
    void aChangedEntryCountsFromTheNextAccessOn(String between) {
        Asm program =
                new Asm()
                        .load(8, Asm.A0, Asm.A1, 0)
                        .store(8, Asm.A2, Asm.A3, 0)
                        .word(between.equals("fence") ? Asm.SFENCE_VMA : Asm.NOP)
                        .load(8, Asm.A0, Asm.A1, 0);
        Guest guest = start(program);
        long tableAt = AT + 0x100000;
        map(AT, Guest.DATA, RW);
        long entry = entry(AT, 0);
        map(tableAt, entry & -4096, RW);
        guest.doubleword(Guest.DATA, 1).doubleword(Guest.DATA + 0x1000, 2);
        guest.set("a3", tableAt | entry & 4095).set("a2", Guest.DATA + 0x1000 >> 12 << 10 | RW);
        enter().run(2);
        assertThat(guest.get("a0")).isEqualTo(1);
        if (between.equals("boundary")) {
            guest.read();
            guest.written();
        }
        assertThat(guest.run(2).get("a0")).isEqualTo(2);
    }

    @Test
    void aPointerToATableThatChangesCountsToo() {
        Asm program = load().store(8, Asm.A2, Asm.A3, 0).load(8, Asm.A0, Asm.A1, 0);
        Guest guest = start(program);
        long tableAt = AT + 0x40000000L;
        map(AT, Guest.DATA, RW);
        long pointer = entry(AT, 1);
        map(tableAt, pointer & -4096, RW);
        guest.set("a3", tableAt | pointer & 4095).set("a2", 0);
        enter().run(3);
        assertThat(guest.get("mcause")).isEqualTo(13);
        assertThat(guest.get("mepc")).isEqualTo(codeAt() + 8);
    }

    @Test
    void codeThatIsMappedElsewhereIsExecutedAtOnce() {
        // The store replaces the page that it is in itself.
        Asm program = store().addi(Asm.A4, Asm.A4, 1);
        Guest guest = start(program);
        byte[] other = new Asm().word(Asm.NOP).addi(Asm.A4, Asm.A4, 100).toBytes();
        guest.cpu.mainStorage().write(Guest.DATA, other, 0, other.length);
        long entry = entry(codeAt(), 0);
        map(AT, entry & -4096, RW);
        guest.set("a1", AT | entry & 4095).set("a0", Guest.DATA >> 12 << 10 | V | R | X | A);
        enter().run(2);
        assertThat(guest.get("a4")).isEqualTo(100);
    }

    @Test
    void aTableThatIsWrittenFromOutsideCountsToo() {
        Guest guest = start(load().jump(0)).doubleword(Guest.DATA + 0x1000, 2);
        map(AT, Guest.DATA, RW);
        enter().run(10);
        map(AT, Guest.DATA + 0x1000, RW);
        assertThat(guest.run(2).get("a0")).isEqualTo(2);
        guest.cpu.flip(entry(AT, 0), V);
        assertThat(guest.run(2).get("mcause")).isEqualTo(13);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTableThatACopiedPageReplacesCountsAtOnce(boolean amongMany) {
        Guest guest = start(load().jump(0)).doubleword(Guest.DATA, 1);
        map(AT, Guest.DATA, RW);
        enter().run(4);
        assertThat(guest.get("a0")).isEqualTo(1);
        byte[] table = new byte[4096];
        long entry = entry(AT, 0);
        guest.copyIn(entry & -4096, table, amongMany);
        assertThat(guest.run(2).get("mcause")).isEqualTo(13);
    }

    @Test
    void anotherRootCountsFromTheNextInstructionOn() {
        Asm program = load().csrw(0x180, Asm.A2).load(8, Asm.A0, Asm.A1, 0);
        Guest guest = start(program).doubleword(Guest.DATA, 1);
        map(AT, Guest.DATA, RW);
        guest.set("a2", guest.get("satp") + 0x20);
        long other = TABLES + 0x20000;
        byte[] root = new byte[4096];
        guest.cpu.mainStorage().read(TABLES, root, 0, 4096);
        guest.cpu.mainStorage().write(other, root, 0, 4096);
        guest.doubleword(other + 8 * (AT >> 30), 0);
        enter().run(2);
        assertThat(guest.get("a0")).isEqualTo(1);
        assertThat(guest.run(1).get("mcause")).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({
        "0x8000000000080040, true", "0x9fffffffffffffff, true", "0x0000000000000000, true",
        "0xa000000000080040, false", "0x1000000000080040, false", "0xf000000000080040, false",
    })
    void aRootOfAModeThatIsNotThereChangesNothing(String root, boolean legal) {
        long value = Long.parseUnsignedLong(root.substring(2), 16);
        Guest guest = new Guest(new Asm()).set("satp", 8L << 60 | 7).set("satp", value);
        assertThat(guest.get("satp")).isEqualTo(legal ? value : 8L << 60 | 7);
    }

    @Test
    void machineModeCanTrapTheRoot() {
        Guest guest = start(new Asm().csrr(Asm.A0, 0x180)).set("mstatus", 1 << 20);
        assertThat(enter().run(1).get("mcause")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void anAccessToTwoPagesIsDoneInBothOrNot(int size) {
        int offset = 4096 - size / 2;
        Asm program = new Asm().store(size, Asm.A0, Asm.A1, 0).load(size, Asm.A2, Asm.A1, 0);
        for (int present = 0; present < 4; present++) {
            Guest guest = start(program).set("a1", AT + offset).set("a0", 0x5a5a5a5a5a5a5a5aL);
            // Neighbours that are not neighbours in main storage, and the other way round.
            map(AT, Guest.DATA + 0x3000, (present & 1) != 0 ? RW : 0);
            map(AT + 0x1000, Guest.DATA, (present & 2) != 0 ? RW : 0);
            enter().run(2);
            if (present == 3) {
                assertThat(guest.get("mcause")).isZero();
                int unused = 64 - 8 * size;
                assertThat(guest.get("a2")).isEqualTo(0x5a5a5a5a5a5a5a5aL << unused >> unused);
                assertThat(guest.written()).contains(DATA_PAGE, DATA_PAGE + 3);
                assertThat(guest.doubleword(Guest.DATA)).isNotZero();
            } else {
                assertThat(guest.get("mcause")).isEqualTo(15);
                assertThat(guest.get("mtval"))
                        .isEqualTo((present & 1) != 0 ? AT + 4096 : AT + offset);
                assertThat(guest.doubleword(Guest.DATA)).isZero();
                assertThat(guest.doubleword(Guest.DATA + 0x3ff8)).isZero();
            }
        }
    }

    @Test
    void anInstructionInTwoPagesIsFetchedFromBoth() {
        Guest guest = start(new Asm());
        byte[] code = new Asm().addi(Asm.A0, Asm.A0, 0x123).toBytes();
        guest.cpu.mainStorage().write(Guest.DATA + 0x3ffe, code, 0, 2);
        guest.cpu.mainStorage().write(Guest.DATA, code, 2, 2);
        map(AT, Guest.DATA + 0x3000, V | X | A);
        guest.enter(SUPERVISOR, AT + 0xffe).run(1);
        assertThat(guest.get("mcause")).isEqualTo(12);
        assertThat(guest.get("mepc")).isEqualTo(AT + 0xffe);
        assertThat(guest.get("mtval")).as("where it continues").isEqualTo(AT + 0x1000);
        map(AT + 0x1000, Guest.DATA, V | X | A);
        guest.enter(SUPERVISOR, AT + 0xffe).run(1);
        assertThat(guest.get("a0")).isEqualTo(0x123);
        assertThat(guest.pc()).isEqualTo(AT + 0x1002);
    }

    @Test
    void atomicsNeedTheRightToStore() {
        Asm[] programs = {
            new Asm().amo(0, 8, Asm.A0, Asm.A0, Asm.A1),
            new Asm().sc(8, Asm.A0, Asm.A0, Asm.A1),
            new Asm().lr(8, Asm.A0, Asm.A1)
        };
        int[] causes = {15, 15, 0};
        for (int index = 0; index < programs.length; index++) {
            Guest guest = start(programs[index]);
            map(AT, Guest.DATA, V | R | A | D);
            assertThat(enter().run(1).get("mcause")).isEqualTo(causes[index]);
            guest = start(programs[index]);
            map(AT, Guest.DATA, 0);
            assertThat(enter().run(1).get("mcause")).isEqualTo(index == 2 ? 13 : 15);
        }
    }

    @Test
    void aReservationIsOneOfPhysicalMemory() {
        Asm program =
                new Asm()
                        .lr(8, Asm.A0, Asm.A1)
                        .sc(8, Asm.A2, Asm.A3, Asm.A4)
                        .load(8, 15, Asm.A1, 0);
        Guest guest = start(program).set("a4", AT + 0x1000).set("a3", 31).set("a2", 9);
        map(AT, Guest.DATA, RW);
        map(AT + 0x1000, Guest.DATA, RW);
        enter().run(3);
        assertThat(guest.get("a2")).isZero();
        assertThat(guest.get("a5")).isEqualTo(31);
    }

    @Test
    void twoAddressesOfOnePageAreOne() {
        Asm program =
                new Asm()
                        .load(8, Asm.A2, Asm.A3, 0)
                        .store(8, Asm.A0, Asm.A1, 0)
                        .load(8, Asm.A2, Asm.A3, 0)
                        .addi(Asm.A0, Asm.A0, 1)
                        .jump(0);
        // The second lies in the same place of the TLB.
        long alias = AT + (1L << 22);
        Guest guest = start(program).set("a3", alias);
        map(AT, Guest.DATA, RW);
        map(alias, Guest.DATA, RW);
        enter().run(5 * 20 + 3);
        assertThat(guest.get("a2")).isEqualTo(20);
    }

    @Test
    void mprvTranslatesTheLoadsOfMachineModeButNotItsFetches() {
        Guest guest = start(load().load(8, Asm.A2, Asm.A1, 8)).doubleword(Guest.DATA, 6);
        map(AT, Guest.DATA, V | X | A);
        guest.set("mstatus", MPRV | MXR | SUPERVISOR << 11).run(1);
        assertThat(guest.get("a0")).isEqualTo(6);
        guest.set("mstatus", MPRV | SUPERVISOR << 11).run(1);
        assertThat(guest.get("mcause")).as("without MXR").isEqualTo(13);
    }

    @Test
    void supervisorModeReachesPagesOfUserModeWhileItSaysSo() {
        Asm program =
                new Asm()
                        .csrs(0x100, Asm.A2)
                        .load(8, Asm.A0, Asm.A1, 0)
                        .csrc(0x100, Asm.A2)
                        .load(8, Asm.A0, Asm.A1, 0);
        Guest guest = start(program).set("a2", SUM).doubleword(Guest.DATA, 3);
        map(AT, Guest.DATA, RW | U);
        enter().run(3);
        assertThat(guest.get("a0")).isEqualTo(3);
        assertThat(guest.run(1).get("mcause")).isEqualTo(13);
    }

    @Test
    void walksAreReadsOfTheirTables() {
        Guest guest = start(load().jump(0));
        map(AT, Guest.DATA, RW);
        enter().run(4);
        for (int quantum = 0; quantum < 2; quantum++) {
            assertThat(guest.read())
                    .contains(
                            DATA_PAGE,
                            (int) (TABLES - Guest.BASE >> 12),
                            (int) (entry(AT, 1) - Guest.BASE >> 12),
                            (int) (entry(AT, 0) - Guest.BASE >> 12));
            guest.run(4);
        }
    }

    /** Both have the same place in a software TLB. */
    @Test
    void aShorterWalkTakesThePlaceOfALongerOne() {
        long inPage = 0x1101_0000L;
        long inGigapage = 0x4000_0000L + (Guest.DATA - Guest.BASE);
        Guest guest = start(load().jump(0));
        map(inPage, Guest.DATA, RW);
        map(inGigapage, Guest.BASE, RW, 2);
        int leaves = (int) (entry(inPage, 0) - Guest.BASE >> 12);
        enter().set("a1", inPage).run(4);
        assertThat(guest.read()).contains(DATA_PAGE, leaves);
        guest.set("a1", inGigapage).run(4).read();
        guest.run(4);
        assertThat(guest.read()).contains(DATA_PAGE).doesNotContain(leaves);
    }

    @Test
    void aWalkWaitsForAGuardedTable() {
        Guest guest = start(load().jump(0)).doubleword(Guest.DATA, 4);
        map(AT, Guest.DATA, RW);
        enter();
        BitSet pages = new BitSet();
        int page = (int) (entry(AT, 0) - Guest.BASE >> 12);
        pages.set(page);
        guest.cpu.guard(pages);
        assertThat(guest.cpu.run(guest.cpu.clock() + 5)).isEqualTo(RunExit.GUARDED_PAGE);
        assertThat(guest.cpu.guardedPage()).isEqualTo(page);
        guest.cpu.unguard(page);
        assertThat(guest.run(5).get("a0")).isEqualTo(4);
    }

    @Test
    void thePhysicalAddressIsOnTheBus() {
        long[] signatures = new long[2];
        for (int page = 0; page < 2; page++) {
            Guest guest = start(store().store(8, Asm.A0, Asm.A1, 8).jump(0));
            map(AT, Guest.DATA + 0x1000 * page, RW);
            enter().run(2).cpu.takeSignature();
            guest.run(30);
            signatures[page] = guest.cpu.takeSignature();
        }
        assertThat(signatures[0]).isNotEqualTo(signatures[1]);
    }

    @Test
    void aFaultInATlbEntryLeadsToAnotherPhysicalPage() {
        Guest guest = start(load().jump(0)).doubleword(Guest.DATA + 0x1000, 8);
        map(AT, Guest.DATA, RW);
        enter().run(4);
        guest.cpu.faults().arm(1, new Fault.TlbFlip(0, 0, AT, 12), Trigger.NOW);
        assertThat(guest.run(2).get("a0")).isEqualTo(8);
        guest.read();
        assertThat(guest.run(2).get("a0")).as("loaded anew").isZero();
    }

    @Test
    void largeSequencesOfPagesAreTranslatedRight() {
        // Every page has its own number; there are more than a TLB has entries for.
        Asm program =
                new Asm()
                        .load(8, Asm.A0, Asm.A1, 0)
                        .add(Asm.A4, Asm.A4, Asm.A0)
                        .add(Asm.A1, Asm.A1, Asm.A2)
                        .branch(1, Asm.A1, Asm.A3, 0)
                        .jump(4);
        Guest guest = start(program).set("a2", 0x1000).set("a3", AT + 0x1000 * 1100);
        for (int page = 0; page < 1100; page++) {
            map(AT + 0x1000L * page, Guest.DATA + 0x1000 * (page % 7), RW);
        }
        long sum = 0;
        for (int page = 0; page < 7; page++) {
            guest.doubleword(Guest.DATA + 0x1000 * page, 1L << 8 * page);
        }
        for (int page = 0; page < 1100; page++) {
            sum += 1L << 8 * (page % 7);
        }
        enter().run(4 * 1100 + 5);
        assertThat(guest.get("a4")).isEqualTo(sum);
    }
}
