package ft.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The guests run on an independent machine as well, and print the same there. Time outs only end a
 * guest that hangs.
 */
@Timeout(120)
class GuestsOnQemuTest {
    /** A disk on QEMU answers when the host lets it, so the guest is told to be patient. */
    private static final String ONE_LEG = " limit=100000";

    /** QEMU has no second IO subsystem; its second slot stands in for it. */
    private static final String TWO_LEGS = ONE_LEG + " disk1=0x10002000 source1=2";

    private static final List<String> LEDGER_2000 =
            List.of(
                    "ledger: 16384 accounts in 1024 KiB, rate 50, steps 64, seed 1",
                    "ledger 001000 digest ceb7a42a4221eab3 balance ok",
                    "ledger 002000 digest 838193a418be47fc balance ok",
                    "ledger done 002000 digest 838193a418be47fc balance ok");

    @TempDir Path folder;

    private Path disk(String name) throws Exception {
        Path file = folder.resolve(name);
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(1 << 20);
        }
        return file;
    }

    /** A write to a sector fails, the first time or always. */
    private Path failing(int sector, boolean once) throws Exception {
        return Files.writeString(
                folder.resolve("rules"),
                """
                [inject-error]
                event = "none"
                iotype = "write"
                sector = "%d"
                errno = "5"
                once = "%s"
                """
                        .formatted(sector, once ? "on" : "off"));
    }

    /** Without the number of interrupts. */
    private static List<String> holdings(List<String> mirror) {
        return mirror.stream().map(line -> line.replaceFirst(", \\d+ interrupts", "")).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 255})
    void helloEndsWithItsCode(int code) throws Exception {
        Qemu.Run run = Qemu.guest("hello", "code=" + code).run();
        assertThat(run.lines()).containsExactly("hello from a machine with 1 hart");
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void argumentsThatMakeNoSenseAreToldAndLeftOut() throws Exception {
        Qemu.Run run = Qemu.guest("hello", "tx=5 code=1x code=65536 quiet console=2 code=7").run();
        assertThat(run.lines())
                .containsExactly(
                        "hello: argument tx is unknown and ignored",
                        "hello: code=1x is not a number, using 7",
                        "hello: code=65536 is not within 0 to 65535, using 7",
                        "hello: argument quiet is unknown and ignored",
                        "hello: console=2 is none of the words it knows, using both",
                        "hello from a machine with 1 hart");
        assertThat(run.code()).isEqualTo(7);
    }

    @Test
    void aTrapEndsAGuestWithItsCause() throws Exception {
        Qemu.Run run = Qemu.guest("stray", "how=jump").run();
        assertThat(run.lines())
                .containsExactly(
                        "stray: jump",
                        "stray: trap on hart 0: mcause 1, mepc 200000, mtval 200000");
        // QEMU gives its caller the lower eight bits of 0x101.
        assertThat(run.code()).isEqualTo(1);
    }

    /** The time out of a test would not end QEMU. */
    @Test
    void aGuestThatHangsIsKilled() {
        Qemu stray = Qemu.guest("stray", "how=spin").within(Duration.ofSeconds(3));
        assertThatThrownBy(stray::run)
                .isInstanceOf(AssertionError.class)
                .hasMessage("The guest did not end within PT3S; it printed [stray: spin]");
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void echoNumbersLinesUntilQuit() throws Exception {
        Qemu.Run run = Qemu.guest("echo", "").type("one\rtwo\r\n\nquit\n").run();
        assertThat(run.lines())
                .containsExactly(
                        "echo: type a line, quit ends",
                        "echo 1: one",
                        "echo 2: two",
                        "echo 3: ",
                        "echo 4: quit");
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 39f193986dd7341f", "2, cef8a0bd2255d109", "4, 22df90694f753d4d"})
    void hartsCountTogether(int harts, String digest) throws Exception {
        Qemu.Run run = Qemu.guest("harts", "rounds=2").with("-smp", "" + harts).run();
        assertThat(run.lines())
                .startsWith("harts: " + harts + " harts, 2 rounds of 1000")
                .endsWith("harts 000002 of " + harts + " digest " + digest + " counters ok");
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " pause=0"})
    void writerWritesTheSameHoweverLongItPauses(String pause) throws Exception {
        Qemu.Run run = Qemu.guest("writer", "rounds=3" + pause).run();
        assertThat(run.lines())
                .containsExactly(
                        "writer: 1024 KiB in 7 regions, seed 1",
                        "writer 000001 digest 5daac86a1cfe0dcd aba ok",
                        "writer 000002 digest 42e6dd5368faa00e aba ok",
                        "writer 000003 digest 4643049b7825703a aba ok");
        assertThat(run.code()).isZero();
    }

    @Test
    void peekReadsWhatItWrote() throws Exception {
        Qemu.Run run =
                Qemu.guest("peek", "address=0x10000007 size=1 write=yes value=0x5a times=2").run();
        assertThat(run.lines())
                .containsExactly("0x10000007 <- 0x5a", "0x10000007 is 0x5a", "0x10000007 is 0x5a");
    }

    @Test
    void mailNeedsASharedResourceController() throws Exception {
        Qemu.Run run = Qemu.guest("mail", "io=1").run();
        assertThat(run.lines())
                .containsExactly("mail: IO subsystem 1 has no shared resource controller");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void steadyWritesAtItsRateAndAlwaysTheSame() throws Exception {
        Qemu.Run run = Qemu.guest("steady", "fill=1024 rate=1000 seconds=1 report=500").run();
        assertThat(run.lines())
                .containsExactly(
                        "steady: 1024 KiB filled, 1000 page writes a second",
                        "steady 000500 ms writes 500 digest 12a77fd23fd51db6",
                        "steady 001000 ms writes 1000 digest f48d03457776b9cc");
        assertThat(run.code()).isZero();
    }

    @Test
    void steadyFillsWhatThereIs() throws Exception {
        assertThat(Qemu.guest("steady", "rate=10000 hot=0 seconds=1").run().lines().get(0))
                .matches("steady: 6\\d{4} KiB filled, 10000 page writes a second");
        assertThat(Qemu.guest("steady", "fill=999999").run().lines())
                .containsExactly("steady: fill=999999 does not fit into main storage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"writer", "ledger"})
    void aWorkingSetThatDoesNotFitIsTold(String guest) throws Exception {
        Qemu.Run run = Qemu.guest(guest, "ws=65536").run();
        assertThat(run.lines()).singleElement().asString().contains("ws=65536 does not fit into");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void ledgerWritesItsJournalOnTheDiskThatIsThere() throws Exception {
        Path disk = disk("disk0");
        Qemu.Run run = Qemu.guest("ledger", "tx=2000" + ONE_LEG).disk(disk).run();
        assertThat(run.work()).isEqualTo(LEDGER_2000);
        assertThat(holdings(run.mirror()))
                .containsExactly(
                        "mirror: leg 0 is in service at group 0",
                        "mirror: leg 1 is not in service: it is gone",
                        "mirror: leg 0 holds 34 of 34 groups");
        assertThat(run.code()).isZero();
    }

    @Test
    void ledgerMirrorsItsJournal() throws Exception {
        Path disk0 = disk("disk0");
        Path disk1 = disk("disk1");
        Qemu.Run run = Qemu.guest("ledger", "tx=2000" + TWO_LEGS).disk(disk0).disk(disk1).run();
        assertThat(run.work()).isEqualTo(LEDGER_2000);
        assertThat(holdings(run.mirror())).endsWith("mirror: leg 1 holds 34 of 34 groups");
        // The superblock, each group written, each group read back: one interrupt each, but the
        // last may still be on its way.
        assertThat(run.mirror().get(3)).matches(".* 6[89] interrupts");
        assertThat(disk0).hasSameBinaryContentAs(disk1);
        assertThat(run.code()).isZero();
    }

    @Test
    void ledgerGoesOnWithoutAnyDisk() throws Exception {
        assertThat(Qemu.guest("ledger", "tx=2000").run().work()).isEqualTo(LEDGER_2000);
    }

    @Test
    void ledgerRepairsALegThatFailedOnce() throws Exception {
        Path disk0 = disk("disk0");
        Path disk1 = disk("disk1");
        Qemu.Run run =
                Qemu.guest("ledger", "tx=2000" + TWO_LEGS)
                        .disk(disk0)
                        .disk(disk1, failing(33, true))
                        .run();
        assertThat(run.work()).isEqualTo(LEDGER_2000);
        assertThat(holdings(run.mirror()))
                .containsSubsequence(
                        "mirror: leg 1 failed at group 8: it answered with an error; leg 0 goes on"
                                + " alone",
                        "mirror: leg 1 is back at group 24, copying 24 groups",
                        "mirror: leg 1 is in service again at group 26",
                        "mirror: leg 1 holds 34 of 34 groups");
        assertThat(disk0).hasSameBinaryContentAs(disk1);
        assertThat(run.code()).isZero();
    }

    @Test
    void ledgerGivesUpALegThatFailsForGood() throws Exception {
        Qemu.Run run =
                Qemu.guest("ledger", "tx=2000 probe=4" + TWO_LEGS)
                        .disk(disk("disk0"))
                        .disk(disk("disk1"), failing(33, false))
                        .run();
        assertThat(run.work()).isEqualTo(LEDGER_2000);
        // Tried again after 4 groups, then after 8; the 16 after that are too many for this run.
        assertThat(run.mirror()).filteredOn(line -> line.contains("is back")).hasSize(2);
        assertThat(holdings(run.mirror())).endsWith("mirror: leg 0 holds 34 of 34 groups");
        assertThat(run.code()).isZero();
    }

    @Test
    void aSmallWorkingSetAndOtherParametersGiveAnotherDigest() throws Exception {
        List<String> few = Qemu.guest("ledger", "tx=100 ws=4").run().work();
        List<String> seed = Qemu.guest("ledger", "tx=100 ws=4 seed=2").run().work();
        assertThat(few).first().asString().startsWith("ledger: 64 accounts in 4 KiB");
        assertThat(few).last().asString().startsWith("ledger done 000100").endsWith("balance ok");
        assertThat(seed).last().isNotEqualTo(few.get(few.size() - 1));
    }

    /** The test of the same name in ft.chipset has our devices say the same. */
    @Test
    void devicesFindsWhatDriversExpect() throws Exception {
        Path printed = folder.resolve("printed");
        Qemu.Run run =
                Qemu.guest("devices", "")
                        .disk(disk("disk0"))
                        .device("virtio-net-device,netdev=n0,mac=02:46:54:00:00:02")
                        .device("virtio-net-device,netdev=n1,mac=02:46:54:00:00:03")
                        .device("virtio-rng-device")
                        .device("virtio-serial-device")
                        .with("-netdev", "hubport,id=n0,hubid=0")
                        .with("-netdev", "hubport,id=n1,hubid=0")
                        .with("-chardev", "file,id=c,path=" + printed)
                        .with("-device", "virtconsole,chardev=c")
                        .run();
        String expected = "src/test/resources/devices.txt";
        assertThat(run.lines().stream().filter(line -> !line.startsWith("qemu")))
                .isEqualTo(Files.readAllLines(Path.of(expected)));
        assertThat(printed).hasContent("hello from the virtio console");
        assertThat(run.code()).isZero();
    }

    @Test
    void stewardNeedsASharedResourceController() throws Exception {
        Qemu.Run run = Qemu.guest("steward", "").run();
        assertThat(run.lines()).containsExactly("steward: there is no shared resource controller");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void theFirmwareTellsATrapThatNobodyHandles() throws Exception {
        // At this address it is not in its ROM, and there is no shared resource controller.
        Qemu.Run run = Qemu.firmware().run("firmware: ");
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("firmware: no trap handler on hart 0, mcause 0000000000000005, mepc ")
                .endsWith("; hart parked");
    }
}
