package ft.test.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ft.api.debug.DebugPort;
import ft.api.debug.DebugPorts;
import ft.api.debug.DebugPorts.Wait;
import ft.api.server.DriverKind;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerException;
import ft.test.support.Lab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

/** A real GDB at one system of a pair: it sees what the guest does, and the guest sees nothing. */
class GdbTest {
    private static final String GDB = "gdb-multiarch";
    private static final long END = 8_000_000;
    private static final String LEDGER = "ws=64 report=200";
    private static final String ENTRY = "0x80000000";

    @InjectBundleContext BundleContext context;
    @TempDir Path folder;

    private Lab lab;
    private DebugPorts ports;

    @BeforeEach
    void open() throws InterruptedException {
        lab = new Lab(context);
        ports = Lab.service(context, DebugPorts.class, "");
    }

    @AfterEach
    void close() {
        lab.close();
        assertThat(ports.ports()).as("ports are closed with their server").isEmpty();
    }

    private static boolean hasGdb() {
        try {
            return new ProcessBuilder(GDB, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // that is the answer
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What GDB prints when it is given some commands. */
    private String gdb(DebugPort port, String... commands) throws Exception {
        Path output = folder.resolve("gdb.out");
        List<String> words =
                new ArrayList<>(List.of(GDB, "-nx", "-batch", "-ex", "set remotetimeout 60"));
        words.addAll(List.of("-ex", "target remote localhost:" + port.port()));
        for (String command : commands) {
            words.addAll(List.of("-ex", command));
        }
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = process.waitFor(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        return text;
    }

    @ParameterizedTest
    @EnumSource(DriverKind.class)
    void aGuestThatIsDebuggedDoesTheSame(DriverKind driver) throws Exception {
        assumeTrue(hasGdb(), GDB + " is not installed here");
        Probe reference = lab.simplex("ledger", LEDGER, END);
        FtServer server = lab.server("driver=" + driver);
        server.guest(lab.guest("ledger", LEDGER));
        DebugPort port = ports.open(server, 0, 0, Wait.FOR_DEBUGGER);
        CompletableFuture<Probe> end = server.probeAt(END);
        server.submit(new Operation.PowerOn(Operation.ALL));
        String seen =
                gdb(
                        port,
                        "info threads",
                        "stepi",
                        "p $mcycle",
                        "break *" + ENTRY,
                        "continue",
                        "x/i $pc",
                        "stepi",
                        "info registers pc",
                        "delete",
                        "tbreak *0x80000090",
                        "monitor status",
                        "detach");
        assertThat(seen)
                .contains("0x0000000000001000 in ?? ()")
                .contains("Thread 1 (hart 0, machine mode)")
                .contains("$1 = 1")
                .contains("Breakpoint 1, 0x0000000080000000 in ?? ()")
                .contains("=> 0x80000000:")
                .contains("pc             0x80000004")
                .contains("#0  ST");
        Lab.assertGolden(end.get(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS), reference);
        Lab.assertInSync(server);
    }

    @Test
    void whatAPairDoesCanBeWatchedAndNotWritten() throws Exception {
        assumeTrue(hasGdb(), GDB + " is not installed here");
        Probe reference = lab.simplex("ledger", LEDGER, END);
        FtServer server = lab.server();
        lab.bootTo(server, "ledger", LEDGER, END / 2);
        // It is held there, so it cannot run away before GDB has come.
        DebugPort port = ports.open(server, 1, 0, Wait.FOR_DEBUGGER);
        CompletableFuture<Probe> end = server.probeAt(END);
        server.release();
        String seen =
                gdb(
                        port,
                        "eval \"watch *(long *) %#lx\", $sp - 8",
                        "continue",
                        "p $pc = 0",
                        "monitor write maybe",
                        "detach");
        assertThat(seen)
                .contains("Hardware watchpoint")
                .contains("a write in one system of a pair puts it out of step")
                .contains("It is on or off, not 'maybe'");
        Lab.assertGolden(end.get(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS), reference);
        Lab.assertInSync(server);
    }

    @Test
    void aDebuggerThatVanishesLetsTheGuestGoOn() throws Exception {
        FtServer server = lab.server();
        server.guest(lab.guest("ledger", LEDGER));
        DebugPort port = ports.open(server, 0, 0, Wait.FOR_DEBUGGER);
        assertThatThrownBy(() -> ports.open(server, 0, 0, Wait.NOT))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("already");
        CompletableFuture<Probe> end = server.probeAt(END);
        server.submit(new Operation.PowerOn(Operation.ALL));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
            socket.getOutputStream().write("$?#3f".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("+$T05");
            assertThat(server.holds()).hasSize(1);
        }
        end.get(Lab.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(server.holds()).isEmpty();
        Lab.assertInSync(server);
    }
}
