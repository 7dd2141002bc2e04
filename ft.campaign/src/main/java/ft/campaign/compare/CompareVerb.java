package ft.campaign.compare;

import ft.api.guest.GuestCatalog;
import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code ./ft compare}. */
@Component
public class CompareVerb implements Verb {
    /** Quanta after which software ends Online async: the trace of a steady guest fills slowly. */
    private static final String ASYNC_LIMIT = "100";

    private static final String LEGEND =
            """
            stop: what the bytes under stop take at the DMA rate, and measured (wall)
            no redundancy: guest time from losing step to the synchronization reset, and the stop
            missed: pages that sums alone would have left stale; repaired: written to both sides
            to ST4: guest time from losing step until main storage is proven equal
            slowdown: wall time of a second of guest time, against the same pair undisturbed""";

    /** The server whose description is varied. */
    @Reference(
            target = "(" + FtServer.NAME + "=default)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile FtServer server;

    @Reference private FtServerFactory factory;

    @Reference private ConfigurationAdmin configurations;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<GuestCatalog> catalogs;

    private final BundleContext context;

    /** Made by Declarative Services. */
    @Activate
    public CompareVerb(BundleContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "compare";
    }

    @Override
    public List<String> usage() {
        return CompareOptions.USAGE;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err)
            throws VerbException, InterruptedException {
        CompareOptions options = CompareOptions.parse(words);
        GuestProgram guest = guest(options);
        ServerDescription base = base();
        List<Contender> contenders =
                new Contenders(context, configurations).of(options.strategies());
        List<ServerDescription> descriptions = new ArrayList<>();
        for (String memory : options.memory()) {
            descriptions.add(vary(base, options, memory));
        }
        CsvFile csv = options.save().isPresent() ? csv(options.save().get()) : null;
        Report report = new Report(out);
        report.say("Guest: " + guest + "; " + about(descriptions.get(0)) + ".");
        report.say(LEGEND);
        Results results = new Results();
        boolean first = true;
        boolean complete = true;
        for (ServerDescription description : descriptions) {
            List<Scenario> scenarios =
                    first ? List.of(Scenario.values()) : List.of(Scenario.RETURN);
            try {
                measure(description, guest, contenders, scenarios, options, results, csv, err);
            } catch (VerbException e) {
                if (results.all().isEmpty()) {
                    throw e; // what was asked for cannot be done at all
                }
                complete = false;
                err.println();
                String size = Numbers.bytes(description.memoryBytes());
                report.say("\n" + size + ": ended before its time: " + e.getMessage());
            }
            for (Scenario scenario : scenarios) {
                if (results.medians(scenario, description.memoryBytes()).isEmpty()) {
                    continue;
                }
                report.say("\n" + title(scenario, description.memoryBytes()));
                report.say(results.tables(scenario, description.memoryBytes()));
            }
            first = false;
        }
        if (csv != null) {
            Path folder = options.save().orElseThrow();
            List<Path> charts = new Charts(results, options).write(folder);
            Path page = report.save(folder.resolve("report.md"), words, charts);
            out.println("\nSaved: " + page + ", with " + csv + " and the charts beside it");
        }
        complete &= results.all().stream().allMatch(each -> each.report().succeeded());
        return complete ? OK : BAD;
    }

    private static String title(Scenario scenario, long memory) {
        return Numbers.bytes(memory)
                + (scenario == Scenario.RETURN
                        ? ": #1 was isolated and comes back"
                        : ": #1 went astray, the access trace tells where");
    }

    private static String about(ServerDescription description) {
        String engines = Numbers.bytes(description.dmaBytesPerSecond());
        String units = Numbers.bytes(description.checksumBytesPerSecond());
        return (engines.equals(units)
                        ? "DMA and checksum units " + engines
                        : "DMA engines " + engines + ", checksum units " + units)
                + " a second, of which a copy takes "
                + Math.round(description.backgroundShare() * 100)
                + " % while the guest runs";
    }

    private void measure(
            ServerDescription description,
            GuestProgram guest,
            List<Contender> contenders,
            List<Scenario> scenarios,
            CompareOptions options,
            Results results,
            CsvFile csv,
            PrintStream err)
            throws VerbException, InterruptedException {
        String size = Numbers.bytes(description.memoryBytes());
        ProgressText progress = new ProgressText(err);
        if (!HeapRoom.now().holds(description.systems(), description.memoryBytes())) {
            throw doesNotFit(size, null);
        }
        progress.begin(size + ": the guest fills its memory");
        try (Bench bench = new Bench(create(description))) {
            bench.start(guest);
            progress.end("");
            for (Scenario scenario : scenarios) {
                for (Contender contender : contenders) {
                    for (int run = 1; run <= options.repeat(); run++) {
                        progress.begin(size + ": " + scenario.title() + ", " + contender.title());
                        if (!bench.isInStep()) {
                            bench.restore(contenders.get(0));
                        }
                        Measurement measurement =
                                bench.measure(contender, scenario, run, progress::show);
                        progress.end(Numbers.time(measurement.wallNanos()));
                        results.add(measurement);
                        if (csv != null) {
                            csv.add(measurement);
                        }
                    }
                }
            }
        } catch (OutOfMemoryError e) {
            throw doesNotFit(size, e);
        }
    }

    private static VerbException doesNotFit(String size, OutOfMemoryError error) {
        return new VerbException(
                "Two systems of "
                        + size
                        + " do not fit into this Java heap; choose less with --memory, or a larger"
                        + " heap with FT_JAVA_OPTS=\"-XX:MaxRAMPercentage=85 -XX:NewRatio=40\".",
                error);
    }

    private static CsvFile csv(Path folder) throws VerbException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new VerbException("Cannot make the folder " + folder + ": " + e + ".", e);
        }
        return new CsvFile(folder.resolve("compare.csv"));
    }

    private GuestProgram guest(CompareOptions options) throws VerbException {
        for (GuestCatalog catalog : catalogs) {
            if (catalog.programs().containsKey(options.guest())) {
                return new GuestProgram(
                        options.guest(),
                        catalog.image(options.guest()).orElseThrow(),
                        options.guestArguments());
            }
        }
        throw new VerbException(
                "There is no guest '"
                        + options.guest()
                        + "'; the guests are "
                        + catalogs.stream()
                                .flatMap(catalog -> catalog.programs().keySet().stream())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    /** The description that is varied; the launcher has waited for it. */
    private ServerDescription base() throws VerbException {
        FtServer now = server;
        if (now == null) {
            throw new VerbException(
                    "There is no server 'default': the description has none, or a bundle is"
                            + " missing.");
        }
        return now.description();
    }

    private ServerDescription vary(ServerDescription base, CompareOptions options, String memory)
            throws VerbException {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("memory", memory);
        changes.put("dmaRate", options.dmaRate());
        changes.put("checksumRate", options.checksumRate());
        changes.put("paced", "false");
        changes.put("automaticSync", "false");
        changes.put("busComparator", "true");
        changes.put("asyncLimit", ASYNC_LIMIT);
        try {
            return factory.vary(base, changes);
        } catch (ServerException e) {
            throw new VerbException(e.getMessage(), e);
        }
    }

    private FtServer create(ServerDescription description) throws VerbException {
        try {
            return factory.create(description);
        } catch (ServerException e) {
            throw new VerbException(e.getMessage(), e);
        }
    }
}
