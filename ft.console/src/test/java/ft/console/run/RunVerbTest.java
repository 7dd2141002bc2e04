package ft.console.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.ServerSettings;
import ft.api.snapshot.Snapshot;
import ft.console.FakeFiles;
import ft.console.FakeHistorian;
import ft.console.FakeServer;
import ft.console.command.Guests;
import ft.console.command.Servers;
import ft.console.text.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./ft run} on servers that are not there. */
class RunVerbTest {
    private final FakeHistorian historian = new FakeHistorian();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final InputStream in = System.in;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<Map<String, String>> varied = new ArrayList<>();
    private final Deque<EndingServer> servers = new ArrayDeque<>();
    private final Machines machines = new Machines();
    private FtServer usual = new FakeServer();
    private final Servers described =
            new Servers(null, true) {
                @Override
                public Optional<FtServer> usual() {
                    return Optional.of(usual);
                }
            };
    private RunVerb verb;
    private Path guest;

    @TempDir Path folder;

    /** A server whose guest prints a line and ends. */
    private static class EndingServer extends FakeServer {
        private final String exit;
        private final String digest;
        private String slotProblem = "";
        private boolean powered;

        EndingServer(String exit, String digest) {
            this.exit = exit;
            this.digest = digest;
        }

        @Override
        public CompletableFuture<String> submit(Operation operation) {
            powered |= operation instanceof Operation.PowerOn;
            print("hello\n");
            return super.submit(operation);
        }

        @Override
        public void load(Snapshot snapshot) {
            powered = true;
            super.load(snapshot);
        }

        @Override
        public Optional<String> guestExit() {
            return powered ? Optional.of(exit) : Optional.empty();
        }

        @Override
        public CompletableFuture<Probe> probeAt(long clock) {
            asked.add("probe at " + clock);
            return CompletableFuture.completedFuture(
                    new Probe(77, 70, List.of(digest), List.of("c"), "o", 6));
        }

        @Override
        public List<SlotStatus> slots() {
            return List.of(
                    new SlotStatus(
                            DISK,
                            slotProblem.isEmpty(),
                            DISK.device(),
                            "",
                            slotProblem,
                            0,
                            0,
                            0,
                            0));
        }
    }

    private static final SlotDescription DISK =
            new SlotDescription("disk0", 0, "virtio-blk", 0x1000_1000, 0x1000, 1, Map.of());

    @BeforeEach
    void prepare() throws Exception {
        guest = Files.write(folder.resolve("guest.elf"), new byte[] {0x7f, 'E', 'L', 'F'});
        set(machines, "servers", described);
        set(machines, "factory", new Factory());
        set(machines, "historian", historian);
        Guests guests = new Guests();
        set(guests, "catalogs", List.of());
        verb = new RunVerb(machines, guests, new Debuggers(), new FakeFiles());
        System.setOut(new PrintStream(printed));
        System.setErr(new PrintStream(said));
        System.setIn(new ByteArrayInputStream(new byte[0]));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
    }

    private static void set(Object target, String name, Object value) throws Exception {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        field.set(target, value);
    }

    private class Factory implements FtServerFactory {
        @Override
        public FtServer create(ServerDescription description) {
            return servers.poll();
        }

        @Override
        public ServerDescription describe(Map<String, Object> configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerDescription vary(ServerDescription base, Map<String, String> options) {
            varied.add(Map.copyOf(options));
            return base;
        }
    }

    private int run(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("--guest", guest.toString()));
        words.addAll(List.of(more));
        return verb.run(words, System.out, System.err);
    }

    @Test
    void aRunIsSavedAndGoesOn() throws Exception {
        EndingServer first = new EndingServer("pass", "m");
        EndingServer second = new EndingServer("pass", "m");
        servers.add(first);
        servers.add(second);
        String file = folder.resolve("a.snapshot").toString();
        assertThat(run("--save", file)).isZero();
        assertThat(first.asked).endsWith("probe at 0", "save at 0", "close");
        assertThat(verb.run(List.of("--load", file), System.out, System.err)).isZero();
        assertThat(second.asked).contains("load of 0", "release").doesNotContain("power on all");
        assertThat(said.toString()).contains("ft: goes on from clock 0");
        assertThatThrownBy(() -> run("--load", file))
                .hasMessage("--load and --guest exclude each other: the snapshot has its guest.");
    }

    @Test
    void guestOutputAloneGoesToStandardOutput() throws Exception {
        EndingServer server = new EndingServer("pass", "m");
        servers.add(server);
        assertThat(run("--probe")).isZero();
        assertThat(printed.toString()).isEqualTo("hello\n");
        assertThat(said.toString())
                .contains("T101", "ft: probe memory   m", "ft: probe retired  70");
        assertThat(server.asked).endsWith("probe at 0", "close");
        assertThat(varied).containsExactly(Map.of("paced", "false", "automaticSync", "true"));
    }

    @Test
    void theDeviceTreeIsWrittenInsteadOfARun() throws Exception {
        EndingServer server = new EndingServer("pass", "m");
        servers.add(server);
        Path tree = folder.resolve("tree.dtb");
        assertThat(run("--dump-dtb", tree.toString())).isZero();
        assertThat(Files.readAllBytes(tree)).isEqualTo(server.deviceTree());
        assertThat(server.asked).containsExactly("close");
        servers.add(server);
        assertThat(run("--dump-dtb", "-")).isZero();
        assertThat(printed.toByteArray()).isEqualTo(server.deviceTree());
    }

    @Test
    void aRunIsRecordedToItsEnd() throws Exception {
        servers.add(new EndingServer("pass", "m"));
        assertThat(run("--record", "my.record")).isZero();
        assertThat(historian.asked).containsExactly("record my.record", "end");
        assertThat(said.toString()).contains("ft: 5 inputs are in my.record");
    }

    @Test
    void quietSaysNothing() throws Exception {
        servers.add(new EndingServer("pass", "m"));
        assertThat(run("--quiet", "--simplex")).isZero();
        assertThat(said.toString()).isEmpty();
        assertThat(varied).containsExactly(Map.of("paced", "false", "automaticSync", "false"));
    }

    @ParameterizedTest
    @CsvSource({"pass,0", "fail 7,7", "fail 0,1", "fail 256,1", "fail,1", "until,0"})
    void statusOfTheGuest(String exit, int status) throws Exception {
        servers.add(new EndingServer(exit, "m"));
        assertThat(run()).isEqualTo(status);
    }

    @Test
    void inputEntersAtTheFirstBoundary() throws Exception {
        System.setIn(new ByteArrayInputStream("typed".getBytes()));
        EndingServer server = new EndingServer("pass", "m");
        servers.add(server);
        run();
        assertThat(server.sent.toString()).isEqualTo("typed");
        assertThat(server.asked).startsWith("hold at 1", "PowerOn[system=-1]", "release");
    }

    @Test
    void operationsAreGivenBeforePowerOn() throws Exception {
        EndingServer server = new EndingServer("pass", "m");
        servers.add(server);
        run("--pull", "1@500", "--until", "900");
        assertThat(server.asked)
                .startsWith(
                        "Pull[system=1, board=CPU] at 500", "hold at 900", "PowerOn[system=-1]");
    }

    @Test
    void goldenIsEqual() throws Exception {
        servers.add(new EndingServer("pass", "m"));
        servers.add(new EndingServer("pass", "m"));
        assertThat(run("--golden", "--pull", "1@500")).isZero();
        assertThat(said.toString()).contains("equals an undisturbed simplex run");
        assertThat(servers).isEmpty();
        assertThat(printed.toString()).isEqualTo("hello\n");
    }

    @Test
    void goldenIsDifferent() throws Exception {
        servers.add(new EndingServer("pass", "m"));
        servers.add(new EndingServer("pass", "other"));
        assertThat(run("--golden")).isEqualTo(4);
        assertThat(said.toString()).contains("differs from an undisturbed run in memory.");
    }

    @Test
    void disksAreImageFilesAndTheirContentCounts() throws Exception {
        Path image = Files.writeString(folder.resolve("a.img"), "abc");
        servers.add(new EndingServer("pass", "m"));
        assertThat(run("--disk0", image.toString(), "--probe")).isZero();
        assertThat(varied.get(0)).containsEntry("slot.disk0.image", image.toString());
        assertThat(said.toString())
                .contains(
                        "probe disk0    ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61");
    }

    @Test
    void aDiskThatCannotBeHadIsTheDevicesOwnSentence() {
        EndingServer server = new EndingServer("pass", "m");
        server.slotProblem = "The disk image no.img is missing.";
        servers.add(server);
        assertThatThrownBy(() -> run("--disk0", "no.img"))
                .isInstanceOf(Problem.class)
                .hasToString("The disk image no.img is missing.");
    }

    @Test
    void aForeignGuestIsTheServersOwnSentence() throws Exception {
        Files.writeString(guest, "#!/bin/sh");
        servers.add(new EndingServer("pass", "m"));
        assertThatThrownBy(this::run)
                .isInstanceOf(Problem.class)
                .hasToString(guest + " is not an ELF file.");
    }

    @Test
    void anUnknownChannelOrInput() {
        servers.add(new EndingServer("pass", "m"));
        assertThatThrownBy(() -> run("--console", "lpt"))
                .hasToString(
                        "There is no channel 'lpt'; the channels are uart0/serial, uart1/serial.");
        assertThatThrownBy(() -> run("--input", "nofile"))
                .hasToString("There is no file nofile for the guest to read.");
    }

    @Test
    void anUnknownStrategyIsNotReplacedByAnother() {
        servers.add(new EndingServer("pass", "m"));
        assertThatThrownBy(() -> run("--strategy", "magic"))
                .hasToString(
                        "There is no copy strategy 'magic'; the installed ones are checksum, trace.");
    }

    @Test
    void aFaultThatNeverStruckIsNamed() throws Exception {
        EndingServer server = new EndingServer("pass", "m");
        Operation.Inject armed = Operation.Inject.parse("cpu 1@state 1 ST5 9");
        server.faults.add(new InjectedFault(1, armed.fault(), armed.trigger(), 5, -1));
        server.faults.add(new InjectedFault(2, armed.fault(), armed.trigger(), 5, 7));
        servers.add(server);
        assertThat(run("--inject", armed.text())).isZero();
        assertThat(said.toString())
                .containsOnlyOnce("ft: still armed at the end: cpu 1@state 1 ST5 9");
    }

    @Test
    void whatIsRefusedIsSaidAndSpoilsTheStatus() throws Exception {
        EndingServer server =
                new EndingServer("pass", "m") {
                    @Override
                    public CompletableFuture<String> submitAt(long clock, Operation operation) {
                        return CompletableFuture.failedFuture(
                                new ServerException("There is no register zz."));
                    }
                };
        servers.add(server);
        assertThat(run("--quiet", "--inject", "register 1 0 zz 3@5")).isEqualTo(2);
        assertThat(said.toString()).isEqualToIgnoringNewLines("ft: There is no register zz.");
    }

    @Test
    void aWrongDescriptionIsTheServersOwnSentence() throws Exception {
        FakeServer wrong =
                new FakeServer() {
                    @Override
                    public ServerDescription description() {
                        return describe();
                    }

                    @Override
                    public ServerSettings settings() {
                        return new ServerSettings(List.of(), "memory=64MB is no size");
                    }
                };
        usual = wrong;
        assertThatThrownBy(this::run).hasToString("memory=64MB is no size");
    }

    @Test
    void nothingIsLeftBehindByACopyForTheGoldenRun() throws Exception {
        Path image = Files.writeString(folder.resolve("a.img"), "abc");
        servers.add(new EndingServer("pass", "m"));
        servers.add(new EndingServer("pass", "m"));
        assertThat(run("--golden", "--disk0", image.toString())).isZero();
        String copy = varied.get(1).get("slot.disk0.image");
        assertThat(copy).isNotEqualTo(image.toString());
        assertThat(Path.of(copy)).doesNotExist();
    }
}
