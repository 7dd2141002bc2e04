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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * What the firmware saves and restores, beside what it cannot reach, is the whole context: random
 * contexts of 1 to 4 harts come through its reserved memory and a reset unchanged, in the system
 * they come from and in another one.
 */
class FirmwareContextTest {
    private static final long LIMIT = 5000;
    private static final byte[] FIRMWARE =
            new BundledGuests().image(GuestCatalog.FIRMWARE).orElseThrow();

    private static final int NOP = 0x13;

    private static CpuSubsystem create(int harts, byte[] firmware) {
        CpuSubsystem cpu = new RiscvProcessor().create(new CpuDescription(harts, 1 << 20, 10));
        cpu.reset(firmware);
        return cpu;
    }

    private static CpuSubsystem guest(int harts, Random random) {
        return guest(harts, random, FIRMWARE);
    }

    /** A machine somewhere in its guest, with random registers. */
    private static CpuSubsystem guest(int harts, Random random, byte[] firmware) {
        CpuSubsystem cpu = create(harts, firmware);
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

    /** So a register that the firmware does not know cannot go unnoticed here. */
    @Test
    void aRestoreThatIsLeftOutIsNoticed() {
        List<Integer> restores = restores();
        int others = List.of("x0", "mnscratch", "mncause", "pc, which is mnepc").size();
        assertThat(restores).hasSize(create(1, FIRMWARE).registerNames().size() - others);
        for (int at : restores) {
            byte[] forgetful = FIRMWARE.clone();
            ByteBuffer.wrap(forgetful).order(ByteOrder.LITTLE_ENDIAN).putInt(at, NOP);
            assertThat(LongStream.rangeClosed(1, 20).anyMatch(seed -> loses(forgetful, seed)))
                    .as("without the instruction at 0x" + Integer.toHexString(at))
                    .isTrue();
        }
    }

    private static boolean loses(byte[] firmware, long seed) {
        CpuSubsystem source = guest(1, new Random(seed));
        byte[] context = source.captureContext();
        stop(source);
        CpuSubsystem destination = guest(1, new Random(~seed), firmware);
        stop(destination);
        copyReserved(source, destination);
        reset(destination, source.captureHidden());
        return !Arrays.equals(destination.captureContext(), context);
    }

    // Where the firmware restores: ld xN, slot(t0); fld fN, slot(t0); ld t1 with csrw CSR, t1; and
    // csrs mip, t1.
    private static List<Integer> restores() {
        ByteBuffer code = ByteBuffer.wrap(FIRMWARE).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> found = new ArrayList<>();
        for (int at = 4; at + 4 <= FIRMWARE.length; at += 2) {
            int instruction = code.getInt(at);
            boolean afterLoad = (code.getInt(at - 4) & 0xfffff) == 0x2b303;
            boolean csr = (instruction & 0xfffff) == 0x31073 && afterLoad;
            int register = instruction >>> 7 & 31;
            boolean integer =
                    (instruction & 0xff07f) == 0x2b003
                            && instruction >>> 20 == Long.BYTES * register;
            boolean floating = (instruction & 0xff07f) == 0x2b007;
            if (csr || integer || floating || instruction == 0x34432073) {
                found.add(at);
            }
        }
        return found;
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
