package ft.console.command;

import ft.api.io.SlotDescription;
import ft.api.observe.LoggerNames;
import ft.api.observe.Observatory;
import ft.api.observe.ServerHealth;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.text.Table;
import ft.console.view.Rows;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;

/** Commands that show what tools see of the servers. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"health", "metrics", "inventory", "loglevel"})
public class ObserveCommands implements CommandGroup {
    private static final String DEFAULT = "default";

    private final Servers servers;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Observatory installed;

    /** Made by Declarative Services. */
    @Activate
    public ObserveCommands(@Reference Servers servers) {
        this.servers = servers;
    }

    private Observatory observatory() throws Problem {
        Observatory now = installed;
        if (now == null) {
            throw new Problem("No bundle that observes servers is installed; ft.observe is one.");
        }
        return now;
    }

    @Override
    public String title() {
        return "Observing";
    }

    /** {@code ft:health}. */
    @Descriptor("says of every server whether all is well, or what is wrong since when")
    public Rows<ServerHealth> health(@Descriptor("") String... words) throws Problem {
        new Arguments("ft:health", words).end();
        return new Rows<>(ServerHealth.class, observatory().health(), "No server is described.");
    }

    /** {@code ft:metrics}. */
    @Descriptor("prints the metrics of all servers as OpenMetrics text")
    public String metrics(@Descriptor("") String... words) throws Problem {
        new Arguments("ft:metrics", words).end();
        return observatory().openMetrics().stripTrailing();
    }

    /** {@code ft:inventory}. */
    @Descriptor("prints what every server is made of and has done; --json for programs")
    public String inventory(@Descriptor("[--json]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:inventory", words);
        boolean json = arguments.flag("--json");
        arguments.end();
        Observatory observatory = observatory();
        return (json ? observatory.inventoryJson() : observatory.inventory()).stripTrailing();
    }

    /** {@code ft:loglevel}. */
    @Descriptor("shows or sets how much a server (no slot) or a device logs; felix:log shows it")
    public String loglevel(@Descriptor("[[SLOT|LOGGER] LEVEL|default] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:loglevel", words);
        Observatory observatory = observatory();
        try {
            if (!arguments.more()) {
                Table table = new Table("logger", "level");
                observatory.logLevels().forEach(table::row);
                return table.toString();
            }
            FtServer server = servers.choose(arguments);
            String first = arguments.word("a slot, a logger or a level");
            String logger =
                    arguments.more()
                            ? logger(server, first)
                            : LoggerNames.server(server.description().name());
            String level = arguments.more() ? arguments.word("a level") : first;
            arguments.end();
            observatory.logLevel(logger, level(level));
            return logger + " " + level.toUpperCase(Locale.ROOT);
        } catch (ServerException e) {
            throw Problem.of(e);
        }
    }

    private static String logger(FtServer server, String name) throws Problem {
        if (server.description().slots().stream().anyMatch(slot -> slot.name().equals(name))) {
            return LoggerNames.device(server.description().name(), name);
        }
        if (name.equals(Logger.ROOT_LOGGER_NAME) || name.startsWith("ft.") || name.equals("ft")) {
            return name;
        }
        String slots =
                String.join(
                        ", ",
                        server.description().slots().stream().map(SlotDescription::name).toList());
        throw new Problem(
                "There is no slot '"
                        + name
                        + "', and loggers begin with ft; the slots are "
                        + slots
                        + ".");
    }

    private static LogLevel level(String name) throws Problem {
        if (name.equals(DEFAULT)) {
            return null;
        }
        return Stream.of(LogLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem(
                                        "There is no level '"
                                                + name
                                                + "'; levels are error, warn, info, debug, trace,"
                                                + " and default for that of the logger above."));
    }
}
