package ft.linux.verb;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import ft.api.verb.VerbException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Linux on a server of its own, with nobody at the keyboard. */
final class LinuxRun implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final FtServer server;
    private final String channel;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final Consumer<String> lines;
    private final AutoCloseable listening;
    private int told;

    /**
     * Builds a server and powers it on.
     *
     * @param lines hears of every line on the console
     */
    LinuxRun(
            FtServerFactory factory,
            ServerDescription description,
            GuestProgram guest,
            Consumer<String> lines)
            throws ServerException, VerbException, InterruptedException {
        this.lines = lines;
        server = factory.create(description);
        try {
            server.guest(guest);
            if (server.channels().isEmpty()) {
                throw new VerbException(
                        "The server has no UART for a console; describe one, as the default server"
                                + " has it.");
            }
            channel = server.channels().get(0);
            listening = server.onOutput(channel, this::hear);
            done(server.submit(new Operation.PowerOn(Operation.ALL)));
        } catch (ServerException | VerbException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void hear(byte[] data) {
        synchronized (seen) {
            seen.writeBytes(data);
        }
    }

    private static void done(CompletableFuture<String> operation)
            throws VerbException, InterruptedException {
        try {
            operation.get();
        } catch (ExecutionException e) {
            throw new VerbException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Everything on the console so far. */
    String console() {
        synchronized (seen) {
            return seen.toString(StandardCharsets.UTF_8);
        }
    }

    /** Whether a line on the console began so. */
    boolean hasLine(String beginning) {
        return console().lines().anyMatch(line -> line.startsWith(beginning));
    }

    /** Does something at the next boundary. */
    void order(Operation operation) throws VerbException, InterruptedException {
        done(server.submit(operation));
    }

    /** Types something on the console. */
    void type(String text) throws VerbException {
        try {
            server.send(channel, text.getBytes(StandardCharsets.UTF_8));
        } catch (ServerException e) {
            throw new VerbException(e.getMessage(), e);
        }
    }

    /** How Linux has ended; nothing while it runs. */
    String exit() {
        return server.guestExit().orElse("");
    }

    /** Clock of the system in service. */
    long clock() {
        return server.systems().stream()
                .filter(system -> system.state().isOnline() && system.mode() == Mode.ACT)
                .mapToLong(SystemStatus::clock)
                .max()
                .orElse(0);
    }

    /** Whether all systems are in step. */
    boolean isInStep() {
        return server.systems().stream()
                .allMatch(system -> system.state() == SystemState.ONLINE_SYNC);
    }

    /**
     * Waits until something is so.
     *
     * @return false if Linux ended before
     */
    boolean await(BooleanSupplier condition) throws VerbException, InterruptedException {
        while (true) {
            tell();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (!exit().isEmpty()) {
                return condition.getAsBoolean();
            }
            for (SystemStatus system : server.systems()) {
                if (system.state().isOnline() && !system.problem().isEmpty()) {
                    throw new VerbException(system.problem());
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Passes whole lines on. */
    private void tell() {
        String all = console();
        for (int end = all.indexOf('\n', told); end >= 0; end = all.indexOf('\n', told)) {
            lines.accept(all.substring(told, end).stripTrailing());
            told = end + 1;
        }
    }

    /** Digests of memory, context and output, at the end. */
    Probe probe() throws VerbException, InterruptedException {
        try {
            return server.probeAt(0).get();
        } catch (ExecutionException e) {
            throw new VerbException(e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            server.close();
        }
    }
}
