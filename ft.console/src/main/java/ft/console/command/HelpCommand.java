package ft.console.command;

import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.text.Table;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Explains the commands out of what is written at them. */
@Component(service = HelpCommand.class)
@GogoCommand(scope = CommandGroup.SCOPE, function = "help")
public class HelpCommand {
    private static final String OWN = "lists the commands, or explains one";

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<CommandGroup> groups;

    /** {@code ft:help}. */
    @Descriptor(OWN)
    public String help(@Descriptor("[COMMAND]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:help", words);
        if (!arguments.more()) {
            return overview();
        }
        String name = arguments.word("the name of a command");
        arguments.end();
        return explain(name.startsWith("ft:") ? name.substring(3) : name);
    }

    private String overview() {
        Map<String, Map<String, Method>> titles = new TreeMap<>();
        for (CommandGroup group : groups) {
            titles.computeIfAbsent(group.title(), title -> new TreeMap<>()).putAll(commands(group));
        }
        // One table, so that the columns of all groups are the same.
        Table table = new Table("command", "what it does");
        titles.forEach(
                (title, commands) -> {
                    table.row("", "").row(title, "");
                    commands.forEach(
                            (name, method) -> table.row("  ft:" + name, description(method)));
                });
        return table
                + "\n\nft:help COMMAND explains one. Pipes work: ft:events | grep ST4"
                + "\nThe prefix ft: may be left out; -s SERVER chooses one of several servers."
                + "\nOther commands of the shell: gogo:help, felix:lb";
    }

    private String explain(String name) throws Problem {
        for (CommandGroup group : groups) {
            Method method = commands(group).get(name);
            if (method != null) {
                return "ft:" + name + " " + usage(method) + "\n    " + description(method);
            }
        }
        if (name.equals("help")) {
            return "ft:help [COMMAND]\n    " + OWN;
        }
        throw new Problem("There is no command ft:" + name + "; ft:help lists them.");
    }

    static Map<String, Method> commands(CommandGroup group) {
        Map<String, Method> commands = new TreeMap<>();
        for (Method method : group.getClass().getMethods()) {
            if (method.isAnnotationPresent(Descriptor.class)) {
                commands.put(method.getName(), method);
            }
        }
        return commands;
    }

    private static String description(Method method) {
        return method.getAnnotation(Descriptor.class).value();
    }

    private static String usage(Method method) {
        for (var parameter : method.getParameters()) {
            if (parameter.getType() != CommandSession.class) {
                return parameter.getAnnotation(Descriptor.class).value();
            }
        }
        return "";
    }
}
