package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service interrupt while the guest translates addresses and protects memory. */
class ServiceOverPagingTest {
    private static final int HANDLER = 0x100;
    private static final long MPRV = 1 << 17;
    private static final long LIMIT = 1000;
    private static final long TABLE = Guest.BASE + 0x40000;
    private static final long VECTOR = Guest.BASE + 0x800;

    /** The first gigabyte, with the addresses of reserved memory and ROM, leads to main storage. */
    private static final long AT = 0x1_3000;

    private Guest guest;

    @BeforeEach
    void start() {
        Asm rom = new Asm();
        while (rom.here() < 0x10) {
            rom.word(Asm.NOP);
        }
        rom.jump(HANDLER / 4);
        while (rom.here() < HANDLER / 4) {
            rom.word(Asm.NOP);
        }
        rom.store(8, Asm.A2, Asm.A3, 0).load(8, Asm.A4, Asm.A3, 0).word(Asm.MNRET);
        Asm program = new Asm().load(8, Asm.A0, Asm.A1, 0).addi(Asm.A5, Asm.A5, 1).jump(0);
        guest = new Guest(program, rom).set("mtvec", VECTOR).set("a2", 99);
        guest.set("a3", BoardMap.RESERVED_BASE).set("a1", AT).doubleword(Guest.BASE + AT, 7);
        byte[] loop = new Asm().jump(0).toBytes();
        guest.cpu.mainStorage().write(VECTOR, loop, 0, loop.length);
        guest.doubleword(TABLE, Guest.BASE >> 12 << 10 | 0xdf);
        guest.doubleword(TABLE + 16, Guest.BASE >> 12 << 10 | 0xcf);
        guest.set("satp", 8L << 60 | TABLE >> 12);
    }

    private void serve() {
        guest.cpu.interruptForService(0);
        assertThat(guest.cpu.serve(guest.cpu.served() + LIMIT)).isEqualTo(RunExit.QUIET);
        assertThat(guest.cpu.inService()).isZero();
        assertThat(guest.get("a4")).as("reached the reserved memory").isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void firmwareRunsUntranslatedAndTheGuestGoesOnInItsMode(int mode) {
        guest.set("mstatus", mode << 18).enter(mode, mode == 0 ? 0 : Guest.BASE).run(10);
        assertThat(guest.get("a0")).isEqualTo(7);
        long pc = guest.pc();
        serve();
        assertThat(guest.pc()).isEqualTo(pc);
        guest.set("a0", 0).run(3);
        assertThat(guest.get("a0")).as("translated again").isEqualTo(7);
        assertThat(guest.get("mcause")).isZero();
        guest.set("pc", mode == 0 ? 0x3000 : Guest.BASE + 0x3000).run(1);
        assertThat(guest.get("mstatus") >> 11 & 3).isEqualTo(mode);
    }

    @Test
    void theGuestsMprvDoesNotTranslateTheFirmwaresAccesses() {
        guest.set("mstatus", MPRV | 1 << 18 | 1 << 11).run(1);
        assertThat(guest.get("a0")).as("the guest's are").isEqualTo(7);
        serve();
        guest.set("a0", 0).run(3);
        assertThat(guest.get("a0")).isEqualTo(7);
        assertThat(guest.get("mstatus") & MPRV).isNotZero();
    }

    @Test
    void protectionDoesNotHoldTheFirmwareUpAndHoldsForTheGuestAfterwards() {
        // Locked: nobody reaches anything below main storage.
        guest.set("pmpaddr0", Guest.BASE >> 2).set("pmpcfg0", 0x88).set("a1", Guest.DATA);
        guest.set("mcause", 0).run(3);
        serve();
        assertThat(guest.get("mcause")).isZero();
        guest.set("pc", BoardMap.ROM_BASE + HANDLER).run(1);
        assertThat(guest.get("mcause")).isEqualTo(1);
    }

    @Test
    void theSynchronizationResetEndsTranslationAndProtection() {
        guest.set("pmpcfg0", 0x9f).set("stimecmp", 5).set("mideleg", -1).set("mip", 0x222);
        byte[] hidden = guest.cpu.captureHidden();
        guest.cpu.synchronizationReset(hidden, 0);
        for (String name : new String[] {"satp", "pmpcfg0", "pmpaddr0", "mideleg", "sie"}) {
            assertThat(guest.get(name)).as(name).isZero();
        }
        assertThat(guest.get("stimecmp")).isEqualTo(-1);
        assertThat(guest.get("mip")).as("what no register tells is kept").isEqualTo(0x200);
        assertThat(guest.cpu.captureHidden()).isEqualTo(hidden);
    }
}
