package ft.test.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.io.SlotStatus;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.test.support.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** A mistake in a description is told in one sentence, and disturbs nothing else. */
class WrongDescriptionsTest {
    private static final String WRONG = "wrong";

    @InjectBundleContext BundleContext context;

    @InjectService(timeout = 10_000)
    ConfigurationAdmin admin;

    @TempDir Path folder;

    private Lab lab;
    private ConfiguredServers configured;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(context);
        configured = new ConfiguredServers(context, admin);
    }

    @AfterEach
    void close() throws Exception {
        configured.close();
        lab.close();
    }

    private static void assertOneSentence(String text, String... parts) {
        assertThat(text).isNotBlank().doesNotContain("\n").doesNotContain("Exception");
        assertThat(text).contains(parts);
    }

    /** A server that cannot be built says why, whatever it is asked. */
    private void assertUseless(FtServer server, String... parts) throws Exception {
        assertThat(server.systems())
                .isNotEmpty()
                .extracting(SystemStatus::problem)
                .allSatisfy(problem -> assertOneSentence(problem, parts));
        assertThat(server.slots())
                .extracting(SlotStatus::problem)
                .allSatisfy(problem -> assertOneSentence(problem, parts));
        server.guest(lab.guest("hello", ""));
        assertThatThrownBy(
                        () ->
                                server.submit(new Operation.PowerOn(Operation.ALL))
                                        .get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ServerException.class)
                .satisfies(refusal -> assertOneSentence(refusal.getMessage(), parts));
        assertThatThrownBy(() -> server.probeAt(1000).get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ServerException.class);
        assertThatThrownBy(() -> server.send("uart0/serial", new byte[] {'x'}))
                .isInstanceOf(ServerException.class);
        assertThat(server.events()).isEmpty();
        assertThat(server.channels()).isEmpty();
        assertThat(server.strategies()).isNotEmpty();
        server.release();
        assertOthersWork();
    }

    private void assertOthersWork() throws Exception {
        assertThat(configured.isThere("default")).isTrue();
        assertThat(lab.configured().systems()).extracting(SystemStatus::problem).containsOnly("");
        try (FtServer other = lab.server("ft.server=other")) {
            assertRuns(other);
        }
    }

    private void assertRuns(FtServer server) throws Exception {
        lab.boot(server, "hello", "");
        Lab.await("the guest has ended", () -> server.guestExit().isPresent());
        assertThat(server.guestExit()).hasValue("pass");
    }

    private static SlotStatus slot(FtServer server, String name) {
        return server.slots().stream()
                .filter(slot -> slot.slot().name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "processor, ft.vax, ft.vax, ft.cpu",
        "io, ft.channel, ft.channel, ft.io",
        "crosslink, ft.string, ft.string, ft.crosslink",
        "harts, 0, harts=0, 1 to 4",
        "harts, five, harts=five, number",
        "systems, 17, systems=17, 1 to 3",
        "memory, lots, memory=lots, 64MiB",
        "memory, 1000, memory=1000, 1MiB",
        "paced, perhaps, paced=perhaps, true",
        "driver, HORSE, HORSE, SEQUENTIAL",
        "ioMismatch, SHRUG, SHRUG, SEPARATE",
        "traceAlmostFull, 9000, traceAlmostFull=9000, traceEntries",
        "backgroundShare, 2, backgroundShare=2, 0",
        "backgroundShare, NaN, backgroundShare=NaN, 0",
        "quantum, -1, quantum=-1, 256",
    })
    void anOptionThatIsWrong(String option, String value, String first, String second)
            throws Exception {
        assertUseless(configured.describe(WRONG, option, value), first, second);
    }

    @ParameterizedTest
    @CsvSource({
        "uart0 io=0 device=ns16550a base=0x10001800 size=0x100 irq=10, uart0, disk0",
        "uart0 io=0 device=ns16550a base=0x2000000 size=0x100 irq=10, uart0, CLINT",
        "uart0 io=0 device=ns16550a base=0x10000000 size=0x100 irq=1, uart0, interrupt 1",
        "uart0 io=0 device=ns16550a base=0x10000000 size=0x100 irq=77, uart0, 77",
        "uart0 io=7 device=ns16550a base=0x10000000 size=0x100 irq=10, uart0, 7",
        "uart0 io=0 device=ns16550a base=0x10000000 size=many irq=10, uart0, number",
        "uart0 io=0 device=ns16550a base=0x7ffffff8 size=0x100 irq=10, uart0, window",
        "uart0 io=0 base=0x10000000 size=0x100 irq=10, uart0, device",
        "uart0 io=0 device=ns16550a base=0x10000000 size=0x100 ten, uart0, ten",
    })
    void aSlotThatDoesNotFit(String line, String first, String second) throws Exception {
        assertUseless(
                configured.describe(WRONG, "slots", configured.slotsWith("uart0", line)),
                first,
                second);
    }

    @Test
    void aDeviceTypeThatNobodyProvidesLeavesItsSlotEmpty() throws Exception {
        FtServer server =
                configured.describe(
                        WRONG,
                        "slots",
                        configured.slotsWith(
                                "rtc0", "rtc0 io=0 device=sundial base=0x101000 size=0x1000"));
        SlotStatus empty = slot(server, "rtc0");
        assertThat(empty.present()).isFalse();
        assertOneSentence(empty.problem(), "rtc0", "sundial", "goldfish-rtc");
        assertThat(server.slots())
                .filteredOn(
                        slot ->
                                !slot.slot().name().equals("rtc0")
                                        && !slot.slot().device().equals("any"))
                .isNotEmpty()
                .allMatch(SlotStatus::present);
        assertRuns(server);
        assertOthersWork();
    }

    private FtServer withImage(String name, Path image) throws Exception {
        String line = "disk0 io=0 device=virtio-blk base=0x10001000 size=0x1000 irq=1 image=";
        return configured.describe(name, "slots", configured.slotsWith("disk0", line + image));
    }

    private void assertDiskIsMissing(FtServer server, Path image, String part) throws Exception {
        SlotStatus empty = slot(server, "disk0");
        assertThat(empty.present()).isFalse();
        assertOneSentence(empty.problem(), "disk0", image.toString(), part);
        assertThat(slot(server, "disk1").present()).isTrue();
        assertRuns(server); // with what is left
    }

    @Test
    void aDiskImageThatIsMissing() throws Exception {
        Path image = folder.resolve("missing.img");
        assertDiskIsMissing(withImage(WRONG, image), image, "does not exist");
        assertThat(image).as("nor is it made").doesNotExist();
    }

    @Test
    void aDiskImageThatIsShort() throws Exception {
        Path image = Files.write(folder.resolve("short.img"), new byte[1000]);
        assertDiskIsMissing(withImage(WRONG, image), image, "1000 bytes");
        assertThat(image).hasBinaryContent(new byte[1000]);
    }

    @Test
    void aDiskImageThatIsNoFile() throws Exception {
        assertDiskIsMissing(withImage(WRONG, folder), folder, "not a file");
    }

    @Test
    void aDiskImageThatAnotherServerHolds() throws Exception {
        Path image = Files.write(folder.resolve("disk.img"), new byte[1 << 20]);
        FtServer first = withImage("first", image);
        assertThat(slot(first, "disk0").present()).isTrue();
        FtServer second = withImage(WRONG, image);
        assertDiskIsMissing(second, image, "already in another slot");
        assertThat(slot(first, "disk0").present()).isTrue();
        assertRuns(first);
        configured.close();
        FtServer third = withImage("third", image);
        assertThat(slot(third, "disk0").present()).as("the lock went with its server").isTrue();
    }

    @Test
    void aVariantThatIsWrongIsRefused() {
        assertThatThrownBy(() -> lab.server("colour=blue"))
                .isInstanceOf(ServerException.class)
                .satisfies(refusal -> assertOneSentence(refusal.getMessage(), "colour", "harts"));
        assertThatThrownBy(() -> lab.server("slot.tape0.image=x"))
                .isInstanceOf(ServerException.class)
                .satisfies(refusal -> assertOneSentence(refusal.getMessage(), "tape0", "disk0"));
        assertThatThrownBy(() -> lab.server("processor=ft.vax"))
                .isInstanceOf(ServerException.class)
                .satisfies(refusal -> assertOneSentence(refusal.getMessage(), "ft.vax", "ft.cpu"));
    }
}
