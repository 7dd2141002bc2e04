package ft.linux.verb;

import ft.api.debug.DebugPort;
import ft.api.debug.DebugPorts;
import ft.api.guest.GuestProgram;
import ft.api.history.Historian;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import ft.linux.parts.Parts;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code ./ft linux}: boots stock firmware and a stock kernel on the pair. */
@Component
public class LinuxVerb implements Verb {
    /** What a kernel of a distribution needs at least, and a disk on which work is done. */
    private static final Map<String, String> ROOM =
            Map.of(
                    "memory", "256MiB",
                    "slot.disk0.memory", "64MiB",
                    "slot.disk1.memory", "64MiB");

    /** 2 s: time for Linux to take a disk out of its arrays before it answers nobody. */
    private static final String EJECT_MICROS = "2000000";

    private static final String DEFAULT = "default";

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile DebugPorts debugPorts;

    private final FtServerFactory factory;
    private final Historian historian;
    private final FtServer server;

    /** Made by Declarative Services. */
    @Activate
    public LinuxVerb(
            @Reference FtServerFactory factory,
            @Reference Historian historian,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE) List<FtServer> servers) {
        this.factory = factory;
        this.historian = historian;
        server = chosen(servers);
    }

    /** The one called {@code default} if there are several, and else the first by its name. */
    static FtServer chosen(List<FtServer> servers) {
        return servers.stream()
                .min(
                        Comparator.comparing((FtServer each) -> !name(each).equals(DEFAULT))
                                .thenComparing(LinuxVerb::name))
                .orElseThrow();
    }

    private static String name(FtServer server) {
        return server.description().name();
    }

    @Override
    public String name() {
        return "linux";
    }

    @Override
    public List<String> usage() {
        return LinuxOptions.USAGE;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err)
            throws VerbException, InterruptedException {
        LinuxOptions options = LinuxOptions.parse(arguments);
        if (options.task() == LinuxOptions.Task.FETCH) {
            return fetch(options, out, err);
        }
        boolean check = options.task() == LinuxOptions.Task.CHECK;
        GuestProgram guest = LinuxGuest.make(options, check ? LinuxCheck.TASK : "", err);
        if (options.export().isPresent()) {
            LinuxGuest.export(guest, options.export().get(), out);
            return OK;
        }
        try {
            if (check) {
                return check(options, guest, out, err);
            }
            return new LinuxSession(
                            factory,
                            description(options, !options.simplex()),
                            guest,
                            System.in,
                            out,
                            err)
                    .run(
                            options.until(),
                            made -> {
                                record(made, options);
                                openDebugPorts(options, made, err);
                            });
        } catch (ServerException e) {
            throw new VerbException(e.getMessage(), e);
        }
    }

    private void openDebugPorts(LinuxOptions options, FtServer made, PrintStream err)
            throws ServerException, VerbException {
        if (options.debuggerPort().isEmpty()) {
            return;
        }
        DebugPorts ports = debugPorts;
        if (ports == null) {
            throw new VerbException("No bundle for debuggers is installed; ft.debug is one.");
        }
        int first = options.debuggerPort().getAsInt();
        for (int system = 0; system < made.description().systems(); system++) {
            boolean waits = system == 0 && options.debuggerAwaited();
            DebugPort port =
                    ports.open(
                            made,
                            system,
                            first == 0 ? 0 : first + system,
                            waits ? DebugPorts.Wait.FOR_DEBUGGER : DebugPorts.Wait.NOT);
            err.println(
                    "ft: #" + system + (waits ? " waits for a debugger: " : ": ") + port.hint());
        }
    }

    private void record(FtServer made, LinuxOptions options) throws ServerException {
        if (options.record().isPresent()) {
            historian.of(made).record(options.record().get().toAbsolutePath());
        }
    }

    private int check(LinuxOptions options, GuestProgram guest, PrintStream out, PrintStream err)
            throws ServerException, VerbException, InterruptedException {
        ServerDescription pair = description(options, true);
        if (options.parts().contains(LinuxOptions.Part.CPU)) {
            int noticed =
                    new LinuxCheck(factory, guest, out, err).run(description(options, false), pair);
            if (noticed != OK) {
                return noticed;
            }
        }
        if (!options.parts().contains(LinuxOptions.Part.IO)) {
            return OK;
        }
        GuestProgram shell = LinuxGuest.make(options, "", err);
        return new MirrorCheck(factory, shell, out, err).run(pair);
    }

    private static int fetch(LinuxOptions options, PrintStream out, PrintStream err)
            throws VerbException, InterruptedException {
        Parts parts = options.store().get(err);
        try {
            parts.packages().forEach(out::println);
        } catch (IOException e) {
            throw new VerbException("The list of packages cannot be read: " + e + ".", e);
        }
        return OK;
    }

    private ServerDescription description(LinuxOptions options, boolean pair)
            throws ServerException {
        Map<String, String> changes = new LinkedHashMap<>(ROOM);
        if (server.description().ejectMicros() == 0) {
            changes.put("ejectMicros", EJECT_MICROS);
        }
        changes.putAll(options.changes());
        for (String disk : List.of("slot.disk0", "slot.disk1")) {
            if (changes.containsKey(disk + ".image")) {
                changes.remove(disk + ".memory");
            }
        }
        if (options.task() == LinuxOptions.Task.CHECK) {
            // Nobody waits for a guest that sleeps; at a console its time is everybody's.
            changes.put("paced", "false");
        }
        changes.put("automaticSync", Boolean.toString(pair));
        return factory.vary(server.description(), changes);
    }
}
