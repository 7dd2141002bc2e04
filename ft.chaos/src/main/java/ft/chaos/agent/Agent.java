package ft.chaos.agent;

import ft.api.guest.GuestCatalog;
import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Does inside the framework what whoever shakes it from outside asks for. Requests and answers are
 * of the types of Java only: the one outside must know no class of a bundle, or that bundle could
 * not go away.
 *
 * <p>Without Declarative Services, which is shaken too.
 */
public final class Agent
        implements BundleActivator, BiFunction<String, Map<String, String>, Object> {
    /** Service property by which the agent is found. */
    public static final String PROPERTY = "ft.chaos.agent";

    private BundleContext context;
    private Complaints complaints;

    @Override
    public void start(BundleContext bundle) {
        context = bundle;
        complaints = new Complaints(bundle);
        complaints.open();
        bundle.registerService(
                BiFunction.class, this, FrameworkUtil.asDictionary(Map.of(PROPERTY, Boolean.TRUE)));
    }

    @Override
    public void stop(BundleContext bundle) {
        complaints.close();
    }

    @Override
    public Object apply(String request, Map<String, String> arguments) {
        try {
            return switch (request) {
                case "has" -> find(arguments.get("server")).isPresent();
                case "guest" -> guest(arguments);
                case "probe" -> probe(arguments);
                case "release" -> release(arguments.get("server"));
                case "submit" -> submit(arguments);
                case "look" -> look(arguments.get("server"));
                case "states" -> states(arguments.get("server"));
                case "configure" -> Configurations.of(context).set(arguments);
                case "complaints" -> complaints.take();
                default -> throw new IllegalArgumentException("No request: " + request);
            };
        } catch (RuntimeException exception) {
            throw exception;
        } catch (Exception exception) {
            // Nobody outside may hold on to a class of a bundle, and so to none of its exceptions.
            throw new IllegalStateException(exception.getMessage());
        }
    }

    private Optional<FtServer> find(String name) {
        try {
            Collection<ServiceReference<FtServer>> found =
                    context.getServiceReferences(
                            FtServer.class, "(" + FtServer.NAME + "=" + name + ")");
            return found.stream().findFirst().map(context::getService);
        } catch (InvalidSyntaxException exception) {
            throw new IllegalArgumentException(exception);
        }
    }

    private FtServer server(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException("There is no server " + name));
    }

    private String guest(Map<String, String> arguments) throws Exception {
        FtServer server = server(arguments.get("server"));
        ServiceReference<GuestCatalog> catalog = context.getServiceReference(GuestCatalog.class);
        if (catalog == null) {
            throw new IllegalStateException("There are no guests");
        }
        String name = arguments.get("guest");
        byte[] image = context.getService(catalog).image(name).orElseThrow();
        server.guest(new GuestProgram(name, image, arguments.getOrDefault("args", "")));
        return "";
    }

    /** What there is at a clock, in words; fails when the server is closed before. */
    private CompletableFuture<String> probe(Map<String, String> arguments) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        server(arguments.get("server"))
                .probeAt(Long.parseLong(arguments.get("clock")))
                .whenComplete((probe, failure) -> complete(answer, text(probe), failure));
        return answer;
    }

    private static String text(Probe probe) {
        return probe == null
                ? ""
                : "clock "
                        + probe.clock()
                        + ", retired "
                        + probe.retired()
                        + ", output "
                        + probe.output()
                        + " of "
                        + probe.outputBytes()
                        + "\n"
                        + String.join("\n", histories(probe));
    }

    /** Of each system that is online, those that are equal once. */
    private static SortedSet<String> histories(Probe probe) {
        SortedSet<String> all = new TreeSet<>();
        for (int i = 0; i < probe.memory().size(); i++) {
            all.add("memory " + probe.memory().get(i) + ", context " + probe.context().get(i));
        }
        return all;
    }

    /**
     * With an answer, or a line that begins with an exclamation mark. Not with an exception: it
     * knows the classes that were on the stack where it was made, and so holds their bundles.
     */
    private static void complete(CompletableFuture<String> answer, String text, Throwable failure) {
        if (failure == null) {
            answer.complete(text);
        } else {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            answer.complete("!" + cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    private String release(String name) {
        server(name).release();
        return "";
    }

    private CompletableFuture<String> submit(Map<String, String> arguments) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Operation operation = Operations.parse(arguments.get("operation"));
        server(arguments.get("server"))
                .submit(operation)
                .whenComplete((text, failure) -> complete(answer, text, failure));
        return answer;
    }

    private String states(String name) {
        Map<Integer, String> states = new TreeMap<>();
        server(name)
                .systems()
                .forEach(s -> states.put(s.system(), s.state().name() + "/" + s.mode().name()));
        return String.join(" ", states.values());
    }

    /** All there is to say of a server, for whoever looks for a mistake. */
    private String look(String name) {
        FtServer server = server(name);
        StringBuilder text = new StringBuilder();
        server.systems().forEach(system -> text.append(system).append('\n'));
        server.parts().forEach(part -> text.append(part).append('\n'));
        server.strategies().forEach(strategy -> text.append(strategy).append('\n'));
        text.append(server.progress()).append('\n');
        server.events().stream()
                .skip(Math.max(0, server.events().size() - 40))
                .forEach(
                        event ->
                                text.append(event.clock())
                                        .append(" #")
                                        .append(event.system())
                                        .append(' ')
                                        .append(event.label())
                                        .append(' ')
                                        .append(event.from())
                                        .append(" -> ")
                                        .append(event.to())
                                        .append(' ')
                                        .append(event.text())
                                        .append('\n'));
        return text.toString();
    }
}
