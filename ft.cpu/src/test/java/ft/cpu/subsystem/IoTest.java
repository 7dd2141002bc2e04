package ft.cpu.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.board.BoardMap;
import ft.api.cpu.IoRequest;
import ft.api.cpu.RunExit;
import ft.cpu.Asm;
import org.junit.jupiter.api.Test;

class IoTest {
    private static Guest with(Asm program) {
        return new Guest(program).set("a1", BoardMap.UART_BASE).set("a2", 0x1122334455667788L);
    }

    @Test
    void aReadLeavesAndRetiresWithItsCompletion() {
        Guest guest = with(new Asm().word(Asm.NOP).load(1, Asm.A0, Asm.A1, 5).jump(2));
        assertThat(guest.cpu.run(100)).isEqualTo(RunExit.IO_READ);
        IoRequest request = guest.cpu.request();
        assertThat(request.clock()).isEqualTo(1);
        assertThat(guest.cpu.clock()).isEqualTo(1);
        assertThat(request.hart()).isZero();
        assertThat(request.address()).isEqualTo(BoardMap.UART_BASE + 5);
        assertThat(request.size()).isEqualTo(1);
        assertThat(request.isWrite()).isFalse();
        assertThat(request.value()).isZero();
        assertThatThrownBy(() -> guest.cpu.run(100)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(guest.cpu::captureContext).isInstanceOf(IllegalStateException.class);
        guest.cpu.complete(0xffffffffffffff80L);
        assertThat(guest.cpu.run(1)).isEqualTo(RunExit.BOUNDARY);
        assertThat(guest.get("a0")).isZero();
        assertThat(guest.cpu.run(2)).isEqualTo(RunExit.BOUNDARY);
        assertThat(guest.get("a0")).isEqualTo(-128);
        assertThat(guest.cpu.retired()).isEqualTo(2);
        assertThatThrownBy(() -> guest.cpu.complete(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWriteShowsItsDataAndIsPosted() {
        Guest guest =
                with(new Asm().store(2, Asm.A2, Asm.A1, 0).store(8, Asm.A2, Asm.A1, 8).jump(2));
        assertThat(guest.cpu.run(100)).isEqualTo(RunExit.IO_WRITE);
        assertThat(guest.cpu.request().isWrite()).isTrue();
        assertThat(guest.cpu.request().value()).isEqualTo(0x7788);
        guest.cpu.complete(0);
        assertThat(guest.cpu.run(100)).isEqualTo(RunExit.IO_WRITE);
        assertThat(guest.cpu.request().clock()).isEqualTo(1);
        assertThat(guest.cpu.request().value()).isEqualTo(0x1122334455667788L);
        guest.cpu.complete(0);
        guest.run(98);
        assertThat(guest.cpu.retired()).isEqualTo(99);
    }

    @Test
    void everyIoAddressLeaves() {
        for (long address : new long[] {0, 0x100000, 0x120000, 0x3000000, 0x7ffffff8L}) {
            Guest guest = new Guest(new Asm().load(8, Asm.A0, Asm.A1, 0)).set("a1", address);
            assertThat(guest.cpu.run(1)).isEqualTo(RunExit.IO_READ);
            assertThat(guest.cpu.request().address()).isEqualTo(address);
        }
    }

    @Test
    void anInterruptThatComesWithACompletionWaitsForTheInstruction() {
        Asm program =
                new Asm()
                        .la(Asm.A3, BoardMap.PLIC_BASE)
                        .addi(Asm.A4, 0, 64)
                        .store(4, Asm.A4, Asm.A3, 4 * 6)
                        .addi(Asm.A4, 0, 1)
                        .store(4, Asm.A4, Asm.A3, 4 * 6)
                        .la(Asm.A3, BoardMap.PLIC_BASE + 0x2000)
                        .addi(Asm.A4, 0, 64)
                        .store(4, Asm.A4, Asm.A3, 0)
                        .load(4, Asm.A0, Asm.A1, 0)
                        .jump(15);
        Guest guest = with(program).set("mtvec", Guest.BASE + 0x800).set("mstatus", 8);
        guest.set("mie", 0x800);
        byte[] loop = new Asm().jump(0).toBytes();
        guest.cpu.mainStorage().write(Guest.BASE + 0x800, loop, 0, loop.length);
        assertThat(guest.cpu.run(1000)).isEqualTo(RunExit.IO_READ);
        long at = guest.pc();
        guest.cpu.complete(42);
        guest.cpu.interrupt(6, true);
        guest.run(1);
        assertThat(guest.get("a0")).isEqualTo(42);
        assertThat(guest.get("mcause")).isZero();
        guest.run(1);
        assertThat(guest.get("mepc")).isEqualTo(at + 4);
    }

    @Test
    void aContextMayHoldACompletion() {
        Guest guest = with(new Asm().load(4, Asm.A0, Asm.A1, 0).jump(1));
        assertThat(guest.cpu.run(10)).isEqualTo(RunExit.IO_READ);
        guest.cpu.complete(42);
        Guest other = with(new Asm().load(4, Asm.A0, Asm.A1, 0).jump(1));
        other.cpu.restoreContext(guest.cpu.captureContext());
        other.run(1);
        assertThat(other.get("a0")).isEqualTo(42);
    }

    @Test
    void requestsAreInTheSignature() {
        long[] signatures = new long[3];
        for (int run = 0; run < 3; run++) {
            Guest guest = with(new Asm().store(4, Asm.A2, Asm.A1, 0).jump(1));
            guest.set("a2", run == 2 ? 6 : 5);
            guest.cpu.run(10);
            guest.cpu.complete(0);
            guest.run(10);
            guest.set("a2", 0);
            signatures[run] = guest.cpu.takeSignature();
        }
        assertThat(signatures[1]).isEqualTo(signatures[0]).isNotEqualTo(signatures[2]);
    }
}
