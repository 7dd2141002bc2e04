package ft.console.command;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.view.GuestStatus;
import ft.console.view.Rows;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands about the guest. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"guest", "console"})
public class GuestCommands implements CommandGroup {
    private final Servers servers;
    private final Guests guests;

    /** Made by Declarative Services. */
    @Activate
    public GuestCommands(@Reference Servers servers, @Reference Guests guests) {
        this.servers = servers;
        this.guests = guests;
    }

    @Override
    public String title() {
        return "Guest";
    }

    /** {@code ft:guest}. */
    @Descriptor("lists the guest programs, or sets the one (or an ELF file) for the next boot")
    public Object guest(
            CommandSession session,
            @Descriptor("[NAME|FILE [ARGUMENTS...]] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:guest", words);
        FtServer server = servers.choose(arguments);
        if (!arguments.more()) {
            return new Rows<>(
                    GuestStatus.class, guests.programs(), "No bundle with guests is installed.");
        }
        String name = arguments.word("the name of a guest or file");
        GuestProgram program = guests.find(name, session.currentDir(), arguments.rest());
        try {
            server.guest(program);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
        return "The next boot starts " + program + ".";
    }

    /** {@code ft:console}. */
    @Descriptor("attaches to the guest's console; Ctrl-] or a line ~. leaves it")
    public void console(
            CommandSession session, @Descriptor("[CHANNEL] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:console", words);
        FtServer server = servers.choose(arguments);
        List<String> channels = server.channels();
        if (channels.isEmpty()) {
            throw new Problem("The server has no device with a channel to the outside.");
        }
        String channel =
                arguments.more() ? arguments.word("the name of a channel") : channels.get(0);
        arguments.end();
        if (!channels.contains(channel)) {
            throw new Problem(
                    "There is no channel '"
                            + channel
                            + "'; the channels are "
                            + String.join(", ", channels)
                            + ".");
        }
        System.err.println("[attached to " + channel + "; Ctrl-] or a line ~. leaves]");
        try (TerminalMode.Restore keys =
                ShellTerminal.keys(session, GuestConsole.LEAVE, GuestConsole.INTERRUPT)) {
            new GuestConsole(server, channel, System.out).run(System.in);
        }
        System.err.println("\n[left " + channel + "]");
    }
}
