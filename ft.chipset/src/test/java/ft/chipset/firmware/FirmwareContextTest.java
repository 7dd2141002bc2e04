package ft.chipset.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.board.BoardMap;
import ft.api.cpu.CpuDescription;
import ft.api.cpu.CpuSubsystem;
import ft.api.cpu.IoRequest;
import ft.api.cpu.RunExit;
import ft.api.guest.GuestCatalog;
import ft.api.io.SrcRegister;
import ft.cpu.subsystem.RiscvProcessor;
import ft.guest.BundledGuests;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * What the firmware saves and restores, beside what it cannot reach, is the whole context: random
 * contexts of 1 to 4 harts come through its reserved memory and a reset unchanged, in the system
 * they come from and in another one.
 */
class FirmwareContextTest {
    private static final long LIMIT = 5000;
    private static final byte[] FIRMWARE =
            new BundledGuests().image(GuestCatalog.FIRMWARE).orElseThrow();

    private static CpuSubsystem create(int harts) {
        CpuSubsystem cpu = new RiscvProcessor().create(new CpuDescription(harts, 1 << 20, 10));
        cpu.reset(FIRMWARE);
        return cpu;
    }

    /** A machine somewhere in its guest, with random registers. */
    private static CpuSubsystem guest(int harts, Random random) {
        CpuSubsystem cpu = create(harts);
        byte[] code = new byte[1 << 16];
        for (int at = 0; at < code.length; at += 4) {
            int instruction = SAMPLE[random.nextInt(SAMPLE.length)];
            for (int i = 0; i < 4; i++) {
                code[at + i] = (byte) (instruction >> 8 * i);
            }
        }
        cpu.mainStorage().write(BoardMap.DRAM_BASE, code, 0, code.length);
        for (int hart = 0; hart < harts; hart++) {
            cpu.setRegister(hart, "mnstatus", 8);
            cpu.setRegister(hart, "pc", BoardMap.DRAM_BASE + 4 * random.nextInt(4096));
        }
        for (int hart = 0; hart < harts; hart++) {
            for (String name : cpu.registerNames()) {
                if (!name.equals("pc")) {
                    cpu.setRegister(hart, name, random.nextLong());
                }
            }
            cpu.setRegister(hart, "a1", BoardMap.DRAM_BASE + 0x20000 + 8 * hart);
            cpu.setRegister(hart, "mtvec", BoardMap.DRAM_BASE);
        }
        runTo(cpu, random.nextInt(20_000));
        for (int hart = 0; hart < harts; hart++) {
            if (random.nextBoolean()) {
                cpu.setRegister(hart, "mcountinhibit", random.nextLong());
            }
        }
        return cpu;
    }

    /** WFI, LR, NOP, ecall, counting, a change to user mode. */
    private static final int[] SAMPLE = {
        0x10500073, 0x1005b52f, 0x00000013, 0x00000013, 0x00000073, 0x00150513, 0x30200073,
        0x00150513, 0x00150513, 0x00150513, 0x00150513, 0x00150513, 0xb0051073, 0x32059073
    };

    private static void runTo(CpuSubsystem cpu, long boundary) {
        while (cpu.run(boundary) != RunExit.BOUNDARY) {
            cpu.complete(-1);
        }
    }

    /** The registers of the shared resource controller, as the board controller answers them. */
    private static long serve(CpuSubsystem cpu, long cause, long release) {
        long acknowledged = 0;
        while (true) {
            RunExit exit = cpu.serve(cpu.served() + LIMIT);
            if (exit != RunExit.IO_READ && exit != RunExit.IO_WRITE) {
                assertThat(exit).isEqualTo(RunExit.QUIET);
                return acknowledged;
            }
            IoRequest request = cpu.request();
            long register = request.address() - BoardMap.OWN_SRC_BASE;
            if (exit == RunExit.IO_WRITE) {
                assertThat(register).isEqualTo(SrcRegister.SMI_ACK.offset());
                acknowledged |= request.value();
                cpu.complete(0);
            } else if (register == SrcRegister.RESET_CAUSE.offset()) {
                cpu.complete(cause);
            } else {
                assertThat(register).isEqualTo(SrcRegister.SMI_RELEASE.offset());
                cpu.complete(release);
            }
        }
    }

    private static void stop(CpuSubsystem cpu) {
        for (int hart = 0; hart < cpu.harts(); hart++) {
            cpu.interruptForService(hart);
        }
        assertThat(serve(cpu, SrcRegister.RESET_ORDINARY, 0)).isEqualTo((1L << cpu.harts()) - 1);
        assertThat(cpu.inService()).isEqualTo((1 << cpu.harts()) - 1);
    }

    private static void copyReserved(CpuSubsystem from, CpuSubsystem to) {
        byte[] reserved = new byte[(int) from.reservedMemory().size()];
        from.reservedMemory().read(BoardMap.RESERVED_BASE, reserved, 0, reserved.length);
        to.reservedMemory().write(BoardMap.RESERVED_BASE, reserved, 0, reserved.length);
    }

    private static void reset(CpuSubsystem cpu, byte[] hidden) {
        cpu.synchronizationReset(hidden, 0);
        serve(cpu, SrcRegister.RESET_SYNCHRONIZATION, 0);
        assertThat(cpu.inService()).isZero();
    }

    @Property(tries = 60)
    void aContextComesThroughTheFirmwareUnchanged(
            @ForAll @IntRange(min = 1, max = 4) int harts, @ForAll long seed) {
        CpuSubsystem source = guest(harts, new Random(seed));
        byte[] context = source.captureContext();
        stop(source);
        byte[] hidden = source.captureHidden();
        CpuSubsystem destination = guest(harts, new Random(~seed));
        stop(destination);
        copyReserved(source, destination);
        reset(source, hidden);
        reset(destination, hidden);
        assertThat(source.captureContext()).isEqualTo(context);
        assertThat(destination.captureContext()).isEqualTo(context);
    }

    @Property(tries = 30)
    void aGuestThatIsReleasedCannotTellEither(
            @ForAll @IntRange(min = 1, max = 4) int harts, @ForAll long seed) {
        CpuSubsystem cpu = guest(harts, new Random(seed));
        CpuSubsystem undisturbed = guest(harts, new Random(seed));
        stop(cpu);
        serve(cpu, SrcRegister.RESET_ORDINARY, 1);
        assertThat(cpu.inService()).isZero();
        assertThat(cpu.captureContext()).isEqualTo(undisturbed.captureContext());
        runTo(cpu, 40_000);
        runTo(undisturbed, 40_000);
        assertThat(cpu.captureContext()).isEqualTo(undisturbed.captureContext());
        assertThat(cpu.retired()).isEqualTo(undisturbed.retired());
    }
}
