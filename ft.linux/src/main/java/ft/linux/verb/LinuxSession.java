package ft.linux.verb;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Linux on a server with the console of its first UART, from power on to power off. */
final class LinuxSession {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final FtServerFactory factory;
    private final ServerDescription description;
    private final GuestProgram guest;
    private final PrintStream out;
    private final PrintStream err;

    LinuxSession(
            FtServerFactory factory,
            ServerDescription description,
            GuestProgram guest,
            PrintStream out,
            PrintStream err) {
        this.factory = factory;
        this.description = description;
        this.guest = guest;
        this.out = out;
        this.err = err;
    }

    /** Runs until Linux powers off, its user leaves, or a clock is reached. */
    int run(OptionalLong until) throws ServerException, VerbException, InterruptedException {
        try (FtServer server = factory.create(description)) {
            server.guest(guest);
            if (server.channels().isEmpty()) {
                throw new VerbException(
                        "The server has no UART for a console; describe one, as the default server"
                                + " has it.");
            }
            String channel = server.channels().get(0);
            CompletableFuture<Long> end =
                    until.isPresent()
                            ? server.holdAt(until.getAsLong())
                            : new CompletableFuture<>();
            try (Keyboard keyboard = new Keyboard(server, channel, err);
                    AutoCloseable screen = server.onOutput(channel, this::show);
                    AutoCloseable events = server.onEvent(this::tell)) {
                done(server.submit(new Operation.PowerOn(Operation.ALL)));
                err.println("ft: ~? at the beginning of a line lists what the server can do.");
                keyboard.start();
                while (server.guestExit().isEmpty() && !keyboard.isLeft() && !end.isDone()) {
                    failIfStopped(server);
                    TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                }
            } catch (ServerException | VerbException | InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return status(server);
        }
    }

    private void show(byte[] data) {
        out.write(data, 0, data.length);
        out.flush();
    }

    /** States are what somebody who pulls a board wants to see. */
    private void tell(ServerEvent event) {
        if (event.from() != event.to()) {
            err.printf("ft: #%d is %s now: %s%n", event.system(), event.to().title(), event.text());
        }
    }

    private static void failIfStopped(FtServer server) throws VerbException {
        for (SystemStatus system : server.systems()) {
            if (system.state().isOnline() && !system.problem().isEmpty()) {
                throw new VerbException(system.problem());
            }
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

    private int status(FtServer server) {
        Optional<String> exit = server.guestExit();
        long clock = 0;
        for (SystemStatus system : server.systems()) {
            clock = Math.max(clock, system.clock());
        }
        err.println(
                "ft: "
                        + exit.map(how -> "Linux ended with " + how).orElse("left")
                        + " at clock "
                        + clock
                        + ".");
        return exit.orElse("").startsWith("fail") ? Verb.BAD : Verb.OK;
    }
}
