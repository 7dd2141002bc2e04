package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.guest.GuestProgram;
import ft.chipset.boot.ElfFile;
import ft.chipset.boot.KernelFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program finds in {@code menvcfg} when the firmware hands over to it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HandoverTest {
    /** Ends with 1 and ADUE. */
    private static final int[] ENDS = {
        0x30a022f3, // csrr t0, menvcfg
        0x03d2d293, // srli t0, t0, 61
        0x00128293, // addi t0, t0, 1
        0x01029293, // slli t0, t0, 16
        0x00003fb7, // lui t6, 3
        0x333f8f93, // addi t6, t6, 0x333
        0x01f2e2b3, // or t0, t0, t6
        0x00100337, // lui t1, 0x100: the test finisher
        0x00532023, // sw t0, 0(t1)
        0x0000006f, // j .
    };

    private static String exit(GuestProgram guest) throws Exception {
        TestParts parts = new TestParts();
        try (DescribedServer server = parts.server("automaticSync=false")) {
            server.guest(guest);
            TestParts.powerOnTo(server, 2_000_000);
            return server.guestExit().orElse("");
        }
    }

    /** As in the reference models. */
    @Test
    void aBareProgramFindsWhatAResetLeaves() throws Exception {
        assertThat(exit(new GuestProgram("bare", ElfFile.program(ENDS), ""))).isEqualTo("fail 1");
    }

    /** The device tree promises it to an operating system. */
    @Test
    void anSbiFirmwareFindsThatHartsMarkPages() throws Exception {
        ByteBuffer sbi = ByteBuffer.allocate(4 * ENDS.length).order(ByteOrder.LITTLE_ENDIAN);
        sbi.asIntBuffer().put(ENDS);
        byte[] kernel = KernelFile.image(1 << 20, 2 << 20, 1 << 20);
        GuestProgram guest = new GuestProgram("kernel", kernel, "", sbi.array(), new byte[0]);
        assertThat(exit(guest)).isEqualTo("fail 2");
    }
}
