package ft.console.demo;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.console.command.Guests;
import ft.console.run.Machines;
import ft.console.text.Problem;
import ft.console.text.Units;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ./ft demo}: shows what the server can, and ends well only if all of it was observed. */
@Component
public class DemoVerb implements Verb {
    private static final int SYSTEMS = 2;
    private static final String GUEST = "ledger";

    private final Machines machines;
    private final Guests guests;
    private final Bundles bundles;

    /** Made by Declarative Services. */
    @Activate
    public DemoVerb(BundleContext context, @Reference Machines machines, @Reference Guests guests) {
        this.machines = machines;
        this.guests = guests;
        this.bundles = new Bundles(context);
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: ./ft [--config FILE] demo",
                "",
                "Shows in a minute what the server can: a pair that loses step, a board and a copy",
                "strategy while its guest notices nothing, and at the end the proof of that.",
                "Exit status: 0; 1 if something was not observed; 2 wrong usage.");
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err)
            throws Problem, InterruptedException {
        if (!arguments.isEmpty()) {
            throw new Problem("./ft demo takes no options.");
        }
        ServerDescription description =
                machines.vary(
                        machines.description(),
                        Map.of(
                                "automaticSync", "false",
                                "paced", "false",
                                "strategy", "trace",
                                "traceEntries", "2048",
                                "traceAlmostFull", "1536"));
        if (description.systems() != SYSTEMS) {
            throw new Problem(
                    "The demo needs a server of two systems, but this one has "
                            + description.systems()
                            + ".");
        }
        GuestProgram guest = guests.find(GUEST, Path.of(""), "");
        introduce(description, guest, out);
        try (FtServer server = machines.create(description)) {
            server.guest(guest);
            if (server.channels().isEmpty()) {
                throw new Problem("The demo needs a server with a UART, to see its guest.");
            }
            String channel = server.channels().get(0);
            try (Story story = new Story(server, channel, out)) {
                new Chapters(story, bundles).tell();
                new Proof(machines, description, guest, channel).show(story);
            }
        } catch (ServerException e) {
            throw Problem.of(e);
        } catch (Missing missing) {
            out.flush();
            err.println("ft: the demo failed: not observed: " + missing.getMessage() + ".");
            return BAD;
        }
        out.println();
        out.println("Every step was observed.");
        return OK;
    }

    private static void introduce(
            ServerDescription description, GuestProgram guest, PrintStream out) {
        out.println("A fault tolerant server that loses step, a board, and nothing else");
        out.println(
                "  "
                        + Units.plural(description.systems(), "system")
                        + ", each with "
                        + Units.plural(description.harts(), "RISC-V hart")
                        + " and "
                        + Units.bytes(description.memoryBytes())
                        + " of main storage; guest: "
                        + guest);
        out.println(
                "  Txxx: step of US 2006/0150004 A1; Sx: step of US 9,785,524 B2;"
                        + " times are guest time");
    }
}
