package ft.test.disk;

import static org.assertj.core.api.Assertions.assertThat;

import ft.api.fault.Fault;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.test.support.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/** What the ledger leaves on its two disks, byte for byte. */
class MirroredDisksTest {
    private static final String GUEST = "ws=64 tx=1200 report=200 rate=20 group=30 journal=128";
    private static final int IMAGE_BYTES = 256 << 10;

    @InjectBundleContext BundleContext context;
    @TempDir Path folder;

    private Lab lab;

    /** What a run has left. */
    private record Result(byte[] disk0, byte[] disk1, String console0, String console1) {}

    @BeforeEach
    void open() throws InterruptedException {
        lab = new Lab(context);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private FtServer server(String name, String... options) throws Exception {
        String[] all = new String[options.length + 3];
        all[0] = "ft.server=" + name;
        for (int io = 0; io < 2; io++) {
            Path image = image(name, io);
            Files.write(image, new byte[IMAGE_BYTES]);
            all[1 + io] = "slot.disk" + io + ".image=" + image;
        }
        System.arraycopy(options, 0, all, 3, options.length);
        FtServer server = lab.server(all);
        server.guest(lab.guest("ledger", GUEST));
        return server;
    }

    private Path image(String name, int io) {
        return folder.resolve(name + io + ".img");
    }

    private Result finish(FtServer server) throws Exception {
        Lab.boot(server);
        Lab.await("the ledger has ended", () -> server.guestExit().isPresent());
        assertThat(server.guestExit()).hasValue("pass");
        String console0 = Lab.console(server, 0);
        String console1 = Lab.console(server, 1);
        server.close();
        String name = server.description().name();
        return new Result(
                Files.readAllBytes(image(name, 0)),
                Files.readAllBytes(image(name, 1)),
                console0,
                console1);
    }

    private Result simplex() throws Exception {
        return finish(server("simplex", "automaticSync=false"));
    }

    /** What the guest tells of its work, without what it tells of its disks. */
    private static List<String> work(String console) {
        return console.lines()
                .filter(line -> !line.startsWith("mirror: "))
                .collect(Collectors.toList());
    }

    private static List<String> mirror(String console) {
        return console.lines()
                .filter(line -> line.startsWith("mirror: "))
                .collect(Collectors.toList());
    }

    private static void assertWritten(byte[] disk) {
        assertThat(disk).hasSize(IMAGE_BYTES).isNotEqualTo(new byte[IMAGE_BYTES]);
    }

    @Test
    void pullsOfCpuBoardsAndFlipsLeaveNoTraceOnTheDisks() throws Exception {
        Result reference = simplex();
        assertWritten(reference.disk0);
        assertThat(reference.disk1).isEqualTo(reference.disk0);

        FtServer server = server("duplex", "traceAlmostFull=600");
        Lab.at(server, 4_000_000, new Operation.Inject(new Fault.RegisterFlip(1, 0, "sp", 3)));
        Lab.at(server, 7_000_000, new Operation.Pull(1, Board.CPU));
        Lab.at(server, 7_200_000, new Operation.Insert(1, Board.CPU));
        Lab.at(server, 10_000_000, new Operation.Pull(0, Board.CPU));
        Lab.at(server, 10_200_000, new Operation.Insert(0, Board.CPU));
        Result result = finish(server);

        assertThat(server.reports()).as("resynchronizations").hasSizeGreaterThanOrEqualTo(3);
        assertThat(result.disk0).isEqualTo(reference.disk0);
        assertThat(result.disk1).isEqualTo(reference.disk1);
        assertThat(result.console0).isEqualTo(reference.console0);
        assertThat(result.console1).isEqualTo(reference.console1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theGuestGoesOnWithoutAnIoBoardAndCopiesItsJournalBack(int pulled) throws Exception {
        int stays = 1 - pulled;
        FtServer server = server("pulled");
        Lab.at(server, 3_000_000, new Operation.Pull(pulled, Board.IO));
        Lab.at(server, 6_000_000, new Operation.Insert(pulled, Board.IO));
        Result result = finish(server);

        String console = stays == 0 ? result.console0 : result.console1;
        assertThat(work(console)).isEqualTo(work(simplex().console0)).isNotEmpty();
        assertThat(mirror(console))
                .anyMatch(line -> line.startsWith("mirror: leg " + pulled + " failed at group"))
                .anyMatch(line -> line.startsWith("mirror: leg " + pulled + " is back at group"))
                .anyMatch(line -> line.startsWith("mirror: leg " + pulled + " is in service again"))
                .noneMatch(line -> line.startsWith("mirror: leg " + stays + " failed"));
        assertWritten(result.disk0);
        assertThat(result.disk1).isEqualTo(result.disk0);
    }
}
