package ft.console.command;

import ft.console.text.Problem;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;

/** What a word means that is no command: nothing, and the shell says so in one sentence. */
@Component(service = UnknownCommand.class)
@GogoCommand(scope = UnknownCommand.SCOPE, function = "default")
public class UnknownCommand {
    /** Not that of the commands: nobody is meant to type it. */
    static final String SCOPE = "shell";

    /**
     * Gogo calls the command {@code default}, of whatever scope, when it does not find another one.
     * The underscore is how it calls a method whose name Java keeps for itself.
     */
    public void _default(String... words) throws Problem {
        throw new Problem("There is no command '" + words[0] + "'; help lists them.");
    }
}
