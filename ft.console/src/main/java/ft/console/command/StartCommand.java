package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.text.Units;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What {@code ./ft} does before it gives its prompt; the shell's profile calls it. */
@Component(service = CommandGroup.class)
@GogoCommand(scope = CommandGroup.SCOPE, function = "start")
public class StartCommand implements CommandGroup {
    private static final String GUEST = "ledger";

    private final Servers servers;
    private final Guests guests;
    private final Dropped dropped;

    /** Made by Declarative Services. */
    @Activate
    public StartCommand(
            @Reference Servers servers, @Reference Guests guests, @Reference Dropped dropped) {
        this.dropped = dropped;
        this.servers = servers;
        this.guests = guests;
    }

    @Override
    public String title() {
        return "Operating";
    }

    /** {@code ft:start}. */
    @Descriptor("powers on, boots the guest and waits for Online sync, as ./ft does at its start")
    public void start(CommandSession session, @Descriptor("[-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:start", words);
        servers.await();
        dropped.await();
        FtServer server = server(session, arguments);
        arguments.end();
        PrintStream out = System.out;
        for (SystemStatus system : server.systems()) {
            if (system.state() != SystemState.OFF) {
                throw new Problem("The server has power already; ft:status shows what it does.");
            }
        }
        setGuest(server, session);
        out.println(introduction(server));
        try (InStep inStep = new InStep(server, true, out)) {
            Waiting.done(server, server.submit(new Operation.PowerOn(Operation.ALL)));
            inStep.await(session);
        }
        List<String> channels = server.channels();
        out.println(
                (channels.isEmpty()
                                ? ""
                                : "ft:console shows the guest's console ("
                                        + channels.get(0)
                                        + "); ")
                        + "ft:help lists the commands; Ctrl-D ends.");
    }

    /** Where there are several, the one that is started is the one that is selected. */
    private FtServer server(CommandSession session, Arguments arguments) throws Problem {
        if (servers.all().size() < 2 || servers.selected().isPresent()) {
            return servers.choose(arguments);
        }
        Optional<String> named = arguments.option("-s", "--server");
        FtServer server =
                named.isPresent() ? servers.named(named.get()) : servers.usual().orElseThrow();
        servers.select(session, server.description().name());
        System.out.println(
                "There are several servers: "
                        + servers.all().stream()
                                .map(each -> each.description().name())
                                .collect(Collectors.joining(", "))
                        + "; "
                        + server.description().name()
                        + " is selected, ft:server selects another one.");
        return server;
    }

    private void setGuest(FtServer server, CommandSession session) throws Problem {
        if (server.guest().isPresent()) {
            return;
        }
        try {
            server.guest(guests.find(GUEST, session.currentDir(), ""));
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private static String introduction(FtServer server) {
        ServerDescription description = server.description();
        return "FT server "
                + description.name()
                + ": "
                + Units.plural(description.systems(), "system")
                + " of "
                + Units.plural(description.harts(), "hart")
                + " and "
                + Units.bytes(description.memoryBytes())
                + ", guest "
                + server.guest().map(Object::toString).orElse("none");
    }
}
