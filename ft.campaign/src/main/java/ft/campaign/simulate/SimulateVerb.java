package ft.campaign.simulate;

import ft.api.guest.GuestCatalog;
import ft.api.server.FtServerFactory;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import ft.campaign.run.Laboratory;
import ft.campaign.run.RunResult;
import ft.campaign.run.Simulator;
import ft.campaign.scenario.Deed;
import ft.campaign.scenario.Scenario;
import ft.campaign.scenario.Story;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ./ft simulate}: runs the real bundles under seeded faults and judges them. */
@Component
public class SimulateVerb implements Verb {
    private final BundleContext context;
    private final Laboratory laboratory;

    /** Made by Declarative Services. */
    @Activate
    public SimulateVerb(
            BundleContext context,
            @Reference FtServerFactory factory,
            @Reference GuestCatalog guests) {
        this.context = context;
        laboratory = new Laboratory(factory, guests);
    }

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public List<String> usage() {
        return SimulateOptions.USAGE;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err)
            throws VerbException, InterruptedException {
        SimulateOptions options = SimulateOptions.parse(arguments);
        Simulator simulator = new Simulator(laboratory, context, options.stopBound());
        try {
            return options.isOne()
                    ? one(options, simulator, out)
                    : many(options, simulator, out, err);
        } catch (ServerException e) {
            throw new VerbException(e.getMessage(), e);
        } catch (IOException e) {
            throw new VerbException(
                    "The runs cannot be saved in " + options.save().orElseThrow() + ": " + e, e);
        }
    }

    private static int one(SimulateOptions options, Simulator simulator, PrintStream out)
            throws VerbException, ServerException, InterruptedException {
        Scenario scenario = options.scenario(options.first());
        RunResult result = simulator.run(scenario, options.log());
        result.log().forEach(out::println);
        if (result.violates()) {
            boolean shrinks = options.shrink() && options.only().isEmpty();
            out.println(Campaign.describe(result, shrinks ? shrunk(simulator, result) : result));
            return BAD;
        }
        for (Deed deed : scenario.deeds()) {
            out.printf("%3d  %s%n", deed.number(), Story.write(deed));
        }
        out.printf(
                "seed %d: %s%s, %d resynchronizations; every invariant held until clock %d%n",
                scenario.seed(),
                result.outcome().title(),
                result.single() ? " (a single fault in Online sync)" : "",
                result.resyncs(),
                result.clock());
        return OK;
    }

    private static RunResult shrunk(Simulator simulator, RunResult result)
            throws ServerException, InterruptedException {
        try {
            return new Shrinker(scenario -> simulator.run(scenario, false)).shrink(result);
        } catch (ServerException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int many(
            SimulateOptions options, Simulator simulator, PrintStream out, PrintStream err)
            throws ServerException, InterruptedException, IOException {
        try (RunsFile file =
                options.save().isPresent() ? new RunsFile(options.save().get()) : null) {
            Campaign campaign = new Campaign(options, simulator, file, out, err);
            // Ctrl-C shows what there is so far.
            Thread hook = new Thread(() -> interrupted(campaign, file), "ft simulate: end");
            Runtime.getRuntime().addShutdownHook(hook);
            boolean held;
            try {
                held = campaign.run();
            } finally {
                forget(hook);
            }
            campaign.summarize();
            return held ? OK : BAD;
        }
    }

    private static void interrupted(Campaign campaign, RunsFile file) {
        campaign.stop();
        campaign.summarize();
        if (file != null) {
            file.close();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook is at work.
        }
    }
}
