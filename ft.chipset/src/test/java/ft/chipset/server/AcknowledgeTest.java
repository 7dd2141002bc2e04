package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.guest.GuestProgram;
import ft.chipset.boot.ElfFile;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that acknowledges its device with a write alone is not interrupted again. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AcknowledgeTest {
    /** Lets the alarm of the RTC strike once, and ends with the number of interrupts it took. */
    private static final byte[] ALARM =
            ElfFile.program(
                    0x001012b7, // lui t0, 0x101: the RTC
                    0x0c0004b7, // lui s1, 0xc000: the PLIC, priorities
                    0x0c002937, // lui s2, 0xc002: enabled sources
                    0x0c2009b7, // lui s3, 0xc200: threshold, claim and complete
                    0x00100313, // li t1, 1
                    0x0264a623, // sw t1, 44(s1): the priority of source 11
                    0x00b31393, // slli t2, t1, 11
                    0x00792023, // sw t2, 0(s2)
                    0x0009a023, // sw zero, 0(s3)
                    0x00000e17, // auipc t3, 0
                    0x044e0e13, // addi t3, t3, handler
                    0x305e1073, // csrw mtvec, t3
                    0x30439073, // csrw mie, t2: machine external
                    0x30046073, // csrsi mstatus, 8
                    0x0062a823, // sw t1, 0x10(t0): interrupts on
                    0x0002a423, // sw zero, 8(t0): an alarm that is due
                    0x00030f37, // lui t5, 0x30
                    0xffff0f13, // wait: addi t5, t5, -1
                    0xfe0f1ee3, // bnez t5, wait
                    0x01041413, // slli s0, s0, 16
                    0x00003fb7, // lui t6, 3
                    0x333f8f93, // addi t6, t6, 0x333
                    0x01f46433, // or s0, s0, t6
                    0x001002b7, // lui t0, 0x100: the test finisher
                    0x0082a023, // sw s0, 0(t0)
                    0x0000006f, // j .
                    0x00140413, // handler: addi s0, s0, 1
                    0x0049ae83, // lw t4, 4(s3): claim
                    0x0062ae23, // sw t1, 0x1c(t0): acknowledge
                    0x01d9a223, // sw t4, 4(s3): complete
                    0x30200073); // mret

    @ParameterizedTest
    @ValueSource(strings = {"automaticSync=false", "driver=PARALLEL", "driver=SEQUENTIAL"})
    void oneAlarmIsOneInterrupt(String option) throws Exception {
        TestParts parts = new TestParts();
        try (DescribedServer server = parts.server(option)) {
            server.guest(new GuestProgram("alarm", ALARM, ""));
            TestParts.powerOnTo(server, 4_000_000);
            assertThat(server.guestExit()).contains("fail 1");
        }
    }
}
