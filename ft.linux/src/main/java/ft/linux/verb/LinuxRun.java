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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Linux on a server of its own, with nobody at the keyboard. */
final class LinuxRun implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final FtServer server;
    private final List<Terminal> terminals = new ArrayList<>();

    /**
     * Builds a server and powers it on.
     *
     * @param lines hears of every line on the first console
     */
    LinuxRun(
            FtServerFactory factory,
            ServerDescription description,
            GuestProgram guest,
            Consumer<String> lines)
            throws ServerException, VerbException, InterruptedException {
        server = factory.create(description);
        try {
            server.guest(guest);
            for (String channel : Consoles.of(server)) {
                Consumer<String> hears = terminals.isEmpty() ? lines : line -> {};
                terminals.add(new Terminal(server, channel, hears));
            }
            done(server.submit(new Operation.PowerOn(Operation.ALL)));
        } catch (ServerException | VerbException | InterruptedException | RuntimeException e) {
            close();
            throw e;
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

    /** Linux at the UART of an IO subsystem. */
    Terminal terminal(int io) throws VerbException {
        if (io >= terminals.size()) {
            throw new VerbException(
                    "IO subsystem #"
                            + io
                            + " has no UART for a console; describe one, as the default server"
                            + " has it.");
        }
        return terminals.get(io);
    }

    /** Linux at its first UART. */
    Terminal console() {
        return terminals.get(0);
    }

    /** Does something at the next boundary. */
    void order(Operation operation) throws VerbException, InterruptedException {
        done(server.submit(operation));
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

    /** Whether the IO board of a system is there and has power. */
    boolean hasIoBoard(int system) {
        return server.systems().get(system).ioBoard();
    }

    /**
     * Waits until something is so.
     *
     * @return false if Linux ended before
     */
    boolean await(BooleanSupplier condition) throws VerbException, InterruptedException {
        return await(condition, Long.MAX_VALUE);
    }

    /**
     * Waits until something is so.
     *
     * @param cycles time that Linux has for it
     * @return false if Linux ended before, or the time did
     */
    boolean await(BooleanSupplier condition, long cycles)
            throws VerbException, InterruptedException {
        long begin = clock();
        while (true) {
            boolean late = clock() - begin > cycles || !exit().isEmpty();
            terminals.forEach(Terminal::tell);
            if (condition.getAsBoolean()) {
                return true;
            }
            if (late) {
                return false;
            }
            for (SystemStatus system : server.systems()) {
                if (system.state().isOnline() && !system.problem().isEmpty()) {
                    throw new VerbException(system.problem());
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
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
        terminals.forEach(Terminal::close);
        server.close();
    }
}
