package ft.console.command;

import ft.api.server.FtServer;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.view.Rows;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that chooses one of several servers. */
@Component(service = CommandGroup.class)
@GogoCommand(scope = CommandGroup.SCOPE, function = "server")
public class ServerCommand implements CommandGroup {
    private final Servers servers;

    /** Made by Declarative Services. */
    @Activate
    public ServerCommand(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String title() {
        return "Looking";
    }

    /** {@code ft:server}. */
    @Descriptor("lists the servers, or selects the one that the commands to come are about")
    public Object server(CommandSession session, @Descriptor("[NAME]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:server", words);
        if (!arguments.more()) {
            return new Rows<>(FtServer.class, servers.all(), "No server is described.");
        }
        String name = arguments.word("the name of a server");
        arguments.end();
        servers.named(name);
        servers.select(session, name);
        return "Commands are about server " + name + ".";
    }
}
