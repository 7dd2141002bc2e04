package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.cpu.Asm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Physical memory protection, as the privileged manual has it. */
class PmpTest {
    private static final int USER = 0;
    private static final int SUPERVISOR = 1;
    private static final int MACHINE = 3;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int TOR = 1 << 3;
    private static final int NA4 = 2 << 3;
    private static final int NAPOT = 3 << 3;
    private static final int LOCKED = 1 << 7;
    private static final int ALL = READ | WRITE | EXECUTE;
    private static final long VECTOR = Guest.BASE + 0x800;

    /** The last entry lets everything else through. */
    private static Guest guest(Asm program) {
        Guest guest = new Guest(program).set("mtvec", VECTOR).set("pmpcfg0", 0);
        guest.set("pmpaddr15", -1).set("pmpcfg2", (long) (NAPOT | ALL) << 56);
        return guest.set("a1", Guest.DATA);
    }

    private static Guest load(int offset) {
        return guest(new Asm().load(4, Asm.A0, Asm.A1, offset).jump(0));
    }

    private static long cause(Guest guest, int mode) {
        if (mode != MACHINE) {
            guest.enter(mode, Guest.BASE);
        }
        return guest.run(1).get("mcause");
    }

    @Test
    void whatNoEntryCoversIsForMachineModeAlone() {
        Guest guest = load(0).set("pmpcfg2", 0);
        assertThat(cause(guest, MACHINE)).isZero();
        guest = load(0).set("pmpcfg2", 0);
        guest.enter(SUPERVISOR, Guest.BASE).run(1);
        assertThat(guest.get("mcause")).as("not even fetched").isEqualTo(1);
        assertThat(guest.get("mtval")).isEqualTo(Guest.BASE);
    }

    @ParameterizedTest
    @CsvSource({
        // mode and rights of an entry for the data, access, cause
        "1, 1, load, 0",
        "1, 1, store, 7",
        "1, 0, load, 5",
        "1, 3, store, 0",
        "1, 3, amo, 0",
        "1, 1, amo, 7",
        "1, 4, load, 5",
        "0, 1, load, 0",
        "0, 0, store, 7",
        "3, 0, load, 0",
        "3, 0, store, 0",
        "3, 128, load, 5",
        "3, 128, store, 7",
        "3, 129, load, 0",
        "1, 0, lr, 5",
        "1, 1, sc, 7",
    })
    void anEntrySaysWhatMayBeDone(int mode, int rights, String access, int cause) {
        Asm program =
                switch (access) {
                    case "load" -> new Asm().load(8, Asm.A0, Asm.A1, 0);
                    case "store" -> new Asm().store(8, Asm.A0, Asm.A1, 0);
                    case "lr" -> new Asm().lr(8, Asm.A0, Asm.A1);
                    case "sc" -> new Asm().sc(8, Asm.A0, Asm.A0, Asm.A1);
                    default -> new Asm().amo(0, 8, Asm.A0, Asm.A0, Asm.A1);
                };
        Guest guest = guest(program).set("pmpaddr0", Guest.DATA >> 2 | 0x1ff);
        guest.set("pmpcfg0", NAPOT | rights);
        assertThat(cause(guest, mode)).isEqualTo(cause);
        if (cause != 0) {
            assertThat(guest.get("mtval")).isEqualTo(Guest.DATA);
        }
    }

    @Test
    void instructionsNeedTheirOwnRight() {
        for (int rights : new int[] {READ | WRITE, ALL}) {
            Guest guest = guest(new Asm().word(Asm.NOP)).set("pmpaddr0", Guest.BASE >> 2 | 0x1ff);
            guest.set("pmpcfg0", NAPOT | rights);
            assertThat(cause(guest, USER)).isEqualTo(rights == ALL ? 0 : 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // kind, pmpaddr relative to the data's, first and last byte covered
        "na4, 0, 0, 3", "napot, 0, 0, 7", "napot, 1, 0, 15", "napot, 7, 0, 63",
        "napot, 511, 0, 4095", "tor, 16, 0, 63", "tor, 1, 0, 3", "tor, 0, 1, 0",
    })
    void rangesAreExact(String kind, int offset, int first, int last) {
        int configuration =
                switch (kind) {
                    case "na4" -> NA4 << 8;
                    case "napot" -> NAPOT << 8;
                    default -> TOR << 8;
                };
        for (int at : new int[] {-1, first, last, last + 1}) {
            Guest guest = guest(new Asm().loadUnsigned(1, Asm.A0, Asm.A1, 0));
            guest.set("a1", Guest.DATA + at);
            guest.set("pmpaddr0", Guest.DATA >> 2).set("pmpaddr1", (Guest.DATA >> 2) + offset);
            guest.set("pmpcfg0", configuration);
            boolean covered = at >= first && at <= last;
            assertThat(cause(guest, SUPERVISOR)).as("offset " + at).isEqualTo(covered ? 5 : 0);
        }
    }

    @Test
    void theFirstEntryDecides() {
        Guest guest = load(0).set("pmpaddr0", Guest.DATA >> 2).set("pmpaddr1", -1);
        guest.set("pmpcfg0", NA4 | (NAPOT | ALL) << 8);
        assertThat(cause(guest, SUPERVISOR)).isEqualTo(5);
        guest = load(4).set("pmpaddr0", Guest.DATA >> 2).set("pmpaddr1", -1);
        guest.set("pmpcfg0", NA4 | (NAPOT | ALL) << 8);
        assertThat(cause(guest, SUPERVISOR)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {SUPERVISOR, MACHINE})
    void anAccessOfWhichAnEntryCoversAPartFails(int mode) {
        Guest guest = guest(new Asm().load(8, Asm.A0, Asm.A1, 0));
        guest.set("pmpaddr0", Guest.DATA >> 2).set("pmpcfg0", NA4 | ALL);
        assertThat(cause(guest, mode)).isEqualTo(5);
    }

    /** Neighbours in a page are seen by the fast path where protection does not cut the page. */
    @Test
    void aPageOfWhichAPartIsProtectedIsLookedAtEveryTime() {
        Asm program =
                new Asm()
                        .load(8, Asm.A0, Asm.A1, 0)
                        .load(8, Asm.A0, Asm.A1, 0)
                        .load(8, Asm.A0, Asm.A1, 64);
        Guest guest = guest(program).set("pmpaddr0", (Guest.DATA >> 2) + 16).set("pmpcfg0", NA4);
        guest.enter(SUPERVISOR, Guest.BASE).run(2);
        assertThat(guest.get("mcause")).isZero();
        assertThat(guest.run(1).get("mcause")).isEqualTo(5);
    }

    @Test
    void instructionsInAPageOfWhichAPartIsProtectedAreLookedAtOneByOne() {
        Asm program = new Asm().word(Asm.NOP).word(Asm.NOP).word(Asm.NOP).jump(0);
        Guest guest = guest(program);
        guest.run(40);
        guest.set("pmpaddr0", Guest.BASE + 8 >> 2).set("pmpcfg0", NA4 | READ);
        guest.enter(SUPERVISOR, Guest.BASE).run(3);
        assertThat(guest.get("mcause")).isEqualTo(1);
        assertThat(guest.get("mepc")).isEqualTo(Guest.BASE + 8);
        assertThat(guest.get("mtval")).isEqualTo(Guest.BASE + 8);
        guest.set("pmpcfg0", NA4 | EXECUTE).enter(SUPERVISOR, Guest.BASE).set("mcause", 0);
        assertThat(guest.run(40).get("mcause")).isZero();
    }

    @Test
    void aChangeIsSeenAtOnce() {
        Asm program =
                new Asm().load(8, Asm.A0, Asm.A1, 0).csrw(0x3a0, Asm.A2).load(8, Asm.A0, Asm.A1, 0);
        Guest guest = guest(program).set("pmpaddr0", Guest.DATA >> 2 | 0x1ff);
        guest.set("a2", NAPOT | LOCKED).run(2);
        assertThat(guest.get("mcause")).isZero();
        assertThat(guest.run(1).get("mcause")).isEqualTo(5);
    }

    @Test
    void lockedEntriesStayUntilAReset() {
        Guest guest = guest(new Asm()).set("pmpaddr0", 0x100).set("pmpaddr1", 0x200);
        guest.set("pmpcfg0", (LOCKED | TOR | READ) << 8 | NAPOT);
        guest.set("pmpcfg0", ALL | ALL << 8);
        assertThat(guest.get("pmpcfg0")).isEqualTo((LOCKED | TOR | READ) << 8 | ALL);
        assertThat(guest.set("pmpaddr1", 1).get("pmpaddr1")).isEqualTo(0x200);
        assertThat(guest.set("pmpaddr0", 1).get("pmpaddr0")).as("its bottom").isEqualTo(0x100);
        assertThat(guest.set("pmpaddr2", 1).get("pmpaddr2")).isEqualTo(1);
        guest.cpu.reset(new byte[0]);
        assertThat(guest.get("pmpcfg0")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "pmpaddr3, -1, 0x3fffffffffffff",
        "pmpcfg0, 0x9f, 0x9f",
        "pmpcfg0, 0x60, 0",
        "pmpcfg2, 0x0200000000000006, 0",
        "pmpcfg2, 0x1b1c, 0x1b1c",
    })
    void onlyLegalValuesAreKept(String name, String written, String kept) {
        Guest guest = new Guest(new Asm()).set(name, Long.decode(written));
        assertThat(guest.get(name)).isEqualTo(Long.decode(kept));
    }

    @Test
    void mprvAccessesAreThoseOfThePreviousMode() {
        Guest guest = load(0).set("pmpaddr0", Guest.DATA >> 2 | 0x1ff).set("pmpcfg0", NAPOT);
        guest.set("mstatus", 1 << 17 | SUPERVISOR << 11);
        assertThat(guest.run(1).get("mcause")).isEqualTo(5);
        assertThat(guest.get("mstatus") >> 11 & 3).as("the fetch was machine mode's").isEqualTo(3);
    }
}
