package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.text.Arguments;
import ft.console.text.OutputFile;
import ft.console.text.Problem;
import ft.console.view.DeviceTreeSource;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands for a guest that does not come up. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"devicetree"})
public class BringUpCommands implements CommandGroup {
    private final Servers servers;

    /** Made by Declarative Services. */
    @Activate
    public BringUpCommands(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String title() {
        return "Bring-up";
    }

    /** {@code ft:devicetree}: a {@link DeviceTreeSource}, or what was written. */
    @Descriptor("shows the device tree that the guest finds, as dtc reads it; or writes its blob")
    public Object devicetree(
            CommandSession session, @Descriptor("[--blob FILE] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:devicetree", words);
        FtServer server = servers.choose(arguments);
        Optional<String> file = arguments.option("--blob");
        arguments.end();
        byte[] blob;
        try {
            blob = server.deviceTree();
        } catch (ServerException e) {
            throw Problem.of(e);
        }
        if (file.isEmpty()) {
            return new DeviceTreeSource(blob);
        }
        OutputFile.write(session.currentDir().resolve(file.get()), blob);
        return "The device tree of " + blob.length + " bytes is in " + file.get() + ".";
    }
}
