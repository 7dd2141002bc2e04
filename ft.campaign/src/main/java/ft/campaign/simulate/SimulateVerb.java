package ft.campaign.simulate;

import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import java.io.PrintStream;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code ./ft simulate}: runs the real bundles under seeded faults and judges them. */
@Component
public class SimulateVerb implements Verb {
    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public List<String> usage() {
        return List.of("./ft simulate --seeds A..B    runs one scenario for each seed");
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws VerbException {
        throw new VerbException("./ft simulate is being built; it is not there yet.");
    }
}
