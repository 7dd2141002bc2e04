package ft.campaign.simulate;

import ft.api.guest.GuestCatalog;
import ft.api.server.FtServerFactory;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import ft.campaign.run.Laboratory;
import ft.campaign.run.RunResult;
import ft.campaign.run.Simulator;
import ft.campaign.scenario.Generator;
import ft.campaign.scenario.Scenario;
import ft.campaign.scenario.Story;
import java.io.PrintStream;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ./ft simulate}: runs the real bundles under seeded faults and judges them. */
@Component
public class SimulateVerb implements Verb {
    private final Simulator simulator;

    /** Made by Declarative Services. */
    @Activate
    public SimulateVerb(
            BundleContext context,
            @Reference FtServerFactory factory,
            @Reference GuestCatalog guests) {
        simulator = new Simulator(new Laboratory(factory, guests), context, 1_000_000_000L);
    }

    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public List<String> usage() {
        return List.of("./ft simulate --seeds A..B    runs one scenario for each seed");
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err)
            throws VerbException, InterruptedException {
        try {
            long began = System.nanoTime();
            java.util.Map<String, Integer> count = new java.util.TreeMap<>();
            int from = Integer.parseInt(arguments.get(0));
            int to = Integer.parseInt(arguments.get(1));
            for (int seed = from; seed <= to; seed++) {
                Scenario scenario = Generator.scenario(seed);
                RunResult result = simulator.run(scenario, to == from);
                result.log().forEach(out::println);
                count.merge(result.outcome().title(), 1, Integer::sum);
                if (result.violates() || from == to) {
                    out.println(
                            seed
                                    + " "
                                    + result.outcome()
                                    + " "
                                    + result.faults()
                                    + " "
                                    + result.clock());
                    result.findings().forEach(f -> out.println("    " + f));
                    out.println("    " + Story.write(scenario));
                }
                if (seed % 50 == 0) {
                    out.println(
                            seed + " " + (System.nanoTime() - began) / 50_000_000.0 + " ms each");
                    began = System.nanoTime();
                }
            }
            out.println(count);
        } catch (ServerException e) {
            e.printStackTrace();
            throw new VerbException(e.getMessage(), e);
        }
        return OK;
    }
}
