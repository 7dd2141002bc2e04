package ft.console.command;

import ft.api.config.Configurable;
import ft.api.config.Configurations;
import ft.api.config.ConfiguredOption;
import ft.api.server.ServerException;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.view.Rows;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that shows and changes configurations. */
@Component(service = CommandGroup.class)
@GogoCommand(scope = CommandGroup.SCOPE, function = "config")
public class ConfigCommands implements CommandGroup {
    private final Configurations configurations;

    /** Made by Declarative Services. */
    @Activate
    public ConfigCommands(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    @Override
    public String title() {
        return "Operating";
    }

    /** {@code ft:config}. */
    @Descriptor("shows what can be configured, a configuration or an option, and changes it")
    public Object config(
            @Descriptor("[SERVER|PID [OPTION [VALUE...]]] [--reset] [--remove]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:config", words);
        boolean reset = arguments.flag("--reset");
        boolean remove = arguments.flag("--remove");
        if (!arguments.more()) {
            arguments.end();
            return new Rows<>(
                    Configurable.class,
                    configurations.all(),
                    "No bundle that is active can be configured.");
        }
        String name = arguments.word("a server or a PID");
        try {
            if (remove) {
                arguments.end();
                return configurations.remove(name) + ".";
            }
            Configurable found = configurations.find(name);
            if (!arguments.more()) {
                return found;
            }
            String option = arguments.word("an option");
            if (reset) {
                arguments.end();
                return configurations.reset(name, option) + ".";
            }
            if (!arguments.more()) {
                return described(found, option);
            }
            List<String> values = new ArrayList<>();
            while (arguments.more()) {
                values.add(arguments.word("a value"));
            }
            return configurations.set(name, option, values) + ".";
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private static ConfiguredOption described(Configurable found, String option) throws Problem {
        return found.options().stream()
                .filter(each -> each.name().equals(option))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem(
                                        found.pid()
                                                + " has no option '"
                                                + option
                                                + "'; ft:config "
                                                + found.pid()
                                                + " shows those there are."));
    }
}
