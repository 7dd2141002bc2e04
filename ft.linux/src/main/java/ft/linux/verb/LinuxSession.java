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
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Linux on a server with the consoles of its UARTs, from power on to power off. */
final class LinuxSession {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final FtServerFactory factory;
    private final ServerDescription description;
    private final GuestProgram guest;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** What is to be done to a server before it has power. */
    interface Preparation {
        void prepare(FtServer server) throws ServerException, VerbException;
    }

    LinuxSession(
            FtServerFactory factory,
            ServerDescription description,
            GuestProgram guest,
            InputStream in,
            PrintStream out,
            PrintStream err) {
        this.factory = factory;
        this.description = description;
        this.guest = guest;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs until Linux powers off, its user leaves, or a clock is reached. */
    int run(OptionalLong until) throws ServerException, VerbException, InterruptedException {
        return run(until, server -> {});
    }

    /** The same on a server that is prepared before it has power. */
    int run(OptionalLong until, Preparation preparation)
            throws ServerException, VerbException, InterruptedException {
        try (FtServer server = factory.create(description)) {
            server.guest(guest);
            List<String> channels = Consoles.of(server);
            preparation.prepare(server);
            CompletableFuture<Long> end =
                    until.isPresent()
                            ? server.holdAt(until.getAsLong())
                            : new CompletableFuture<>();
            try (Keyboard keyboard = new Keyboard(server, channels, in, err);
                    AutoCloseable screen = show(server, channels, keyboard);
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

    /** Shows what comes from the channel that keys go to. */
    private AutoCloseable show(FtServer server, List<String> channels, Keyboard keyboard) {
        List<AutoCloseable> all = new ArrayList<>();
        for (String channel : channels) {
            all.add(
                    server.onOutput(
                            channel,
                            data -> {
                                if (channel.equals(keyboard.channel())) {
                                    show(data);
                                }
                            }));
        }
        return () -> {
            for (AutoCloseable each : all) {
                each.close();
            }
        };
    }

    private void show(byte[] data) {
        out.write(data, 0, data.length);
        out.flush();
    }

    /** States and boards are what somebody who pulls one wants to see. */
    private void tell(ServerEvent event) {
        if (event.from() != event.to()) {
            err.printf("ft: #%d is %s now: %s%n", event.system(), event.to().title(), event.text());
        } else if (event.event() == null && event.label().isEmpty()) {
            err.printf("ft: #%d: %s%n", event.system(), event.text());
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
