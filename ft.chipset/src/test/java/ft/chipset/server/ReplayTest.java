package ft.chipset.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ft.api.fault.Fault;
import ft.api.history.Moment;
import ft.api.history.Recording;
import ft.api.history.Replay;
import ft.api.history.ReplayResult;
import ft.api.server.Board;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What came from outside, whenever that was, comes again when the record is replayed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReplayTest {
    private static final String UART = "uart0/serial";
    private static final long END = 20_000_000;

    private final TestParts parts = new TestParts();

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("run.record");
    }

    private static void send(DescribedServer server, String text) throws ServerException {
        server.send(UART, text.getBytes(StandardCharsets.UTF_8));
    }

    private ReplayResult replay(String... options) throws Exception {
        Map<String, String> changes = new TreeMap<>();
        for (String option : options) {
            changes.put(option.split("=")[0], option.split("=")[1]);
        }
        try (Replay replay =
                RecordedServer.replay(file, changes, parts, made -> {}, closed -> {})) {
            return replay.start().get(60, TimeUnit.SECONDS);
        }
    }

    private static void assertEqual(ReplayResult result) {
        assertThat(result.equal()).as(result.text()).isTrue();
    }

    /** Types to echo, at whatever clock that may be. */
    private Probe typeToEcho(String... options) throws Exception {
        try (DescribedServer server = parts.server(options)) {
            server.guest(parts.guest("echo", ""));
            server.history().record(file);
            server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                Thread.sleep(i % 4);
                send(server, "line " + i + "\n");
            }
            Probe probe = server.probeAt(END).get(60, TimeUnit.SECONDS);
            server.history().recording().orElseThrow().close();
            return probe;
        }
    }

    /** What was not paced may be minutes of the guest's time: it is never played paced. */
    @ParameterizedTest
    @CsvSource({
        "false, driver=parallel",
        "false, driver=sequential",
        "true, paced=false",
        "true, paced=true"
    })
    void whatWasTypedIsTypedAgainAtItsClock(boolean paced, String option) throws Exception {
        typeToEcho("driver=parallel", "paced=" + paced);
        assertThat(Files.readString(file)).contains("line 7\\n").contains("\nend ");
        ReplayResult result = replay(option);
        assertEqual(result);
        assertThat(result.text()).contains("main storage and contexts at the end");
        assertThat(result.marks()).isPositive();
    }

    private record Deed(Operation operation, String typed, byte[] frame) {}

    private List<Deed> deeds(Random random) {
        List<Deed> deeds = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int system = random.nextInt(2);
            byte[] frame = new byte[60 + random.nextInt(200)];
            random.nextBytes(frame);
            deeds.add(
                    switch (random.nextInt(9)) {
                        case 0 -> new Deed(new Operation.Pull(system, Board.CPU), null, null);
                        case 1 -> new Deed(new Operation.Insert(system, Board.CPU), null, null);
                        case 2 -> new Deed(new Operation.Pull(system, Board.IO), null, null);
                        case 3 -> new Deed(new Operation.Insert(system, Board.IO), null, null);
                        case 4 -> new Deed(new Operation.MakeActive(system), null, null);
                        case 5 -> {
                            Fault fault = new Fault.RegisterFlip(system, 0, "sp", 3);
                            yield new Deed(new Operation.Inject(fault), null, null);
                        }
                        case 6, 7 -> new Deed(null, null, frame);
                        default -> new Deed(null, "typed " + i + "\n", null);
                    });
        }
        return deeds;
    }

    /** A neighbour on a network of the host sends frames when it likes to. */
    private DescribedServer neighbour() throws Exception {
        DescribedServer server = parts.server("slot.net0.host=lan:street", "automaticSync=false");
        server.guest(parts.guest("devices", "rounds=0 console=0"));
        server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
        return server;
    }

    @ParameterizedTest
    @CsvSource({
        "1, ledger",
        "2, devices",
        "3, echo",
        "4, devices",
        "5, ledger",
        "6, echo",
        "7, devices"
    })
    void whateverHappenedWheneverIsReplayedByTheOtherDriver(long seed, String guest)
            throws Exception {
        Random random = new Random(seed);
        parts.networkDevices();
        Probe probe = null;
        try (DescribedServer neighbour = neighbour();
                DescribedServer server =
                        parts.server(
                                "driver=parallel",
                                "slot.net0.host=lan:street",
                                "coldRestart=" + random.nextBoolean())) {
            server.guest(parts.guest(guest, guest.equals("devices") ? "rounds=0 console=0" : ""));
            server.history().record(file);
            server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
            for (Deed deed : deeds(random)) {
                Thread.sleep(random.nextInt(12));
                if (random.nextInt(6) == 0) {
                    server.holdAt(0).get(60, TimeUnit.SECONDS);
                }
                if (deed.frame != null) {
                    server.send("net0/net", deed.frame);
                } else if (deed.typed != null) {
                    send(server, deed.typed);
                } else {
                    try {
                        server.submit(deed.operation).get(60, TimeUnit.SECONDS);
                    } catch (ExecutionException refused) {
                        assertThat(refused).hasCauseInstanceOf(ServerException.class);
                    }
                }
                server.release();
            }
            server.holdAt(0).get(60, TimeUnit.SECONDS);
            server.history().recording().orElseThrow().close();
        }
        ReplayResult result = replay("driver=sequential", "seed=" + seed);
        assertEqual(result);
    }

    private static long clock(String line) {
        return Long.parseLong(line.split(" ")[2]);
    }

    @Test
    void aByteThatIsAnotherOneIsFoundAtTheCheckMarkBehindIt() throws Exception {
        typeToEcho("driver=parallel");
        List<String> lines = Files.readAllLines(file);
        int at = 0;
        while (!lines.get(at).contains("line 11\\n")) {
            at++;
        }
        // A mark at the boundary at which it enters is before the guest sees it.
        long entered = clock(lines.get(at));
        long marks =
                lines.stream()
                        .filter(line -> line.startsWith("mark ") && clock(line) <= entered)
                        .count();
        lines.set(at, lines.get(at).replace("line 11", "lime 11"));
        Files.write(file, lines);
        ReplayResult result = replay("driver=sequential");
        assertThat(result.equal()).isFalse();
        assertThat(result.marks()).isEqualTo(marks);
        assertThat(result.text())
                .startsWith("History differs at check mark " + (marks + 1) + ", clock ");
    }

    @Test
    void anInputThatIsMissingIsFound() throws Exception {
        typeToEcho("driver=parallel");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> line.contains("line 3\\n"));
        Files.write(file, lines);
        assertThat(replay().text()).matches("History differs at check mark .*, not .*");
    }

    @Test
    void aRecordThatBreaksOffIsReplayedUpToThere() throws Exception {
        typeToEcho("driver=parallel");
        String all = Files.readString(file);
        int cut = all.indexOf("line 15");
        Files.writeString(file, all.substring(0, cut));
        ReplayResult result = replay();
        assertEqual(result);
        assertThat(result.text()).startsWith("Equal as far as the record goes, which breaks off");
    }

    @Test
    void severalBootsAreReplayed() throws Exception {
        try (DescribedServer server = parts.server()) {
            server.guest(parts.guest("echo", ""));
            server.history().record(file);
            long clock = 3_000_000;
            TestParts.powerOnTo(server, clock);
            while (server.guestExit().isEmpty()) {
                send(server, "quit\n");
                clock += 10_000_000;
                assertThat(clock).as("it takes quit once it listens").isLessThan(200_000_000);
                TestParts.goOn(server, clock);
            }
            assertThat(server.guestExit()).hasValue("pass");
            server.submit(new Operation.PowerOff(Operation.ALL)).get(30, TimeUnit.SECONDS);
            server.guest(parts.guest("ledger", "ws=256"));
            // A hold that is asked for before would be at the end of the first boot.
            server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
            server.probeAt(3_000_000).get(60, TimeUnit.SECONDS);
            server.submit(new Operation.Pull(1, Board.CPU)).get(30, TimeUnit.SECONDS);
            server.submit(new Operation.Insert(1, Board.CPU)).get(30, TimeUnit.SECONDS);
            TestParts.goOn(server, 9_000_000);
        }
        ReplayResult result = replay("driver=sequential", "seed=9");
        assertEqual(result);
        assertThat(result.end().boot()).isEqualTo(2);
        assertThat(result.text()).contains("main storage and contexts at the end");
    }

    @Test
    void aGuestThatEndsEarlierIsAnotherHistory() throws Exception {
        typeToEcho("driver=parallel");
        List<String> lines = Files.readAllLines(file);
        int at = 0;
        while (!lines.get(at).contains("line 5\\n")) {
            at++;
        }
        lines.set(at, lines.get(at).replace("line 5", "quit"));
        lines.removeIf(line -> line.startsWith("mark "));
        Files.write(file, lines);
        assertThat(replay().text())
                .startsWith("History differs: the server stands still at clock")
                .endsWith("but the record goes on");
    }

    @Test
    void aStrategyThatWasWithdrawnIsSoAgain() throws Exception {
        try (DescribedServer server = parts.server("strategy=checksum", "backgroundShare=0.02")) {
            server.guest(parts.guest("ledger", "ws=256"));
            server.history().record(file);
            server.submitAt(8_000_000, new Operation.Pull(1, Board.CPU));
            server.submitAt(8_100_000, new Operation.Insert(1, Board.CPU));
            TestParts.powerOnHeldAt(server, 9_000_000);
            assertThat(server.progress()).isPresent();
            parts.uninstall("checksum");
            TestParts.goOn(server, END);
            assertThat(server.reports()).last().extracting("attempts").isEqualTo(2);
        }
        assertThat(Files.readString(file)).contains("withdrawn 1 ", "replaced 1 ");
        parts.install("checksum", new TestParts().installed("checksum"));
        assertEqual(replay("driver=sequential"));
    }

    @Test
    void disksBeginWithWhatTheyBeganWith() throws Exception {
        Path image = folder.resolve("disk0.img");
        Files.write(image, new byte[4 << 20]);
        try (DescribedServer server =
                parts.server("slot.disk0.image=" + image, "driver=parallel")) {
            server.guest(parts.guest("ledger", "ws=256"));
            server.history().record(file);
            TestParts.powerOnTo(server, 9_000_000);
        }
        byte[] left = Files.readAllBytes(image);
        assertThat(left).isNotEqualTo(new byte[4 << 20]);
        assertEqual(replay());
        assertThat(Files.readAllBytes(image)).isEqualTo(left);
    }

    @Test
    void aServerThatIsReplayedTakesNothingElse() throws Exception {
        typeToEcho("driver=parallel");
        try (Replay replay =
                RecordedServer.replay(file, Map.of(), parts, made -> {}, closed -> {})) {
            CompletableFuture<Long> held = replay.server().holdAt(2_000_000);
            CompletableFuture<ReplayResult> result = replay.start();
            held.get(60, TimeUnit.SECONDS);
            assertThatThrownBy(() -> replay.server().send(UART, new byte[] {'x'}))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("is given the inputs of a record");
            assertThatThrownBy(
                            () ->
                                    replay.server()
                                            .submit(new Operation.Pull(1, Board.CPU))
                                            .get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("is given the inputs of a record");
            replay.server().release();
            assertEqual(result.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void recordsBeginBeforeTheFirstPowerOnAndOneAtATime() throws Exception {
        try (DescribedServer server = parts.server()) {
            server.guest(parts.guest("echo", ""));
            assertThatThrownBy(() -> server.history().record(folder))
                    .hasMessageContaining("cannot be written");
            Recording first = server.history().record(file);
            assertThatThrownBy(() -> server.history().record(folder.resolve("two")))
                    .hasMessageEndingWith("is recorded to " + file + " already; end that first");
            first.close();
            TestParts.powerOnTo(server, 1_000_000);
            assertThatThrownBy(() -> server.history().record(file))
                    .hasMessage(
                            "A record begins before the first power-on, and server test has run"
                                    + " already; ./ft run --record FILE records one from its"
                                    + " begin");
        }
        ReplayResult nothing = replay();
        assertThat(nothing)
                .isEqualTo(new ReplayResult(true, "Nothing was recorded", 0, Moment.BEGINNING));
    }

    @Test
    void aRecordOfAServerThatRunsEndsAtItsNextBoundary() throws Exception {
        try (DescribedServer server = parts.server()) {
            server.guest(parts.guest("ledger", "ws=256"));
            Recording recording = server.history().record(file);
            server.submit(new Operation.PowerOn(Operation.ALL)).get(30, TimeUnit.SECONDS);
            recording.close();
            assertThat(server.history().recording()).isEmpty();
            assertThat(recording.problem()).isEmpty();
        }
        ReplayResult result = replay("driver=sequential");
        assertEqual(result);
        assertThat(result.text()).startsWith("Equal to the end");
    }

    private void alter(String from, String to) throws Exception {
        String all = Files.readString(file);
        assertThat(all).contains(from);
        Files.writeString(file, all.replaceFirst(Pattern.quote(from), to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ft-record 1 | ft-record 7 | is a record of version 7, and this program reads version 1",
                "ft-record | fx-record | is no record of a server",
                "option harts 1 | option harts 9 | describes a server that cannot be built here: harts=9 is out of range; 1 to 4",
                "bundle ft.cpu 1.0.0 | bundle ft.cpu 2.0.0 | was recorded with the bundle ft.cpu 2.0.0, but here is 1.0.0; install that one",
                "bundle ft.cpu 1.0.0 | bundle ft.gpu 1.0.0 | was recorded with the bundle ft.gpu 1.0.0, but there is none here; install that one",
                "do 0 0 1 PowerOn | do 0 0 1 Explode | is damaged: line",
                "do 0 0 1 PowerOn | do 0 0 x PowerOn | is damaged: line",
                "begin | begun | is damaged: line",
            })
    void whatIsWrongWithARecordIsSaidInOneSentence(String from, String to, String sentence)
            throws Exception {
        typeToEcho("driver=parallel");
        alter(from, to);
        assertThatThrownBy(this::replay)
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void aDamagedProgramIsNotBooted() throws Exception {
        typeToEcho("driver=parallel");
        String all = Files.readString(file);
        int at = all.indexOf("\n.", all.indexOf("\nprogram")) + 2;
        String digit = all.charAt(at) == '0' ? "1" : "0";
        Files.writeString(file, all.substring(0, at) + digit + all.substring(at + 1));
        assertThatThrownBy(this::replay).hasMessageContaining("content is damaged");
    }

    @Test
    void onlyWhatNoGuestCanTellIsChanged() throws Exception {
        typeToEcho("driver=parallel");
        assertThatThrownBy(() -> replay("harts=2"))
                .hasMessage(
                        "The history of a server depends on harts; of a replay only driver, engine,"
                                + " paced, seed can be changed");
        assertThatThrownBy(
                        () ->
                                RecordedServer.replay(
                                        folder.resolve("none"),
                                        Map.of(),
                                        parts,
                                        made -> {},
                                        closed -> {}))
                .hasMessage("There is no record " + folder.resolve("none"));
    }
}
