package ft.console.launch;

import ft.api.verb.Verb;
import ft.api.verb.VerbException;
import ft.console.command.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs the verb that the launcher was called with, if there is one, and ends the program. */
@Component(
        immediate = true,
        service = {})
public class Launcher {
    /** Framework property with the words after {@code ./ft}. */
    static final String ARGUMENTS = "ft.args";

    /** Between two words in {@link #ARGUMENTS}. */
    static final String SEPARATOR = "\u001f";

    private static final List<String> HELP = List.of("--help", "-h");
    private static final int BROKEN = 70;

    /** The bundle that reads the server description. */
    private static final String CONFIGURATOR = "org.apache.felix.configurator";

    /** Those of every bundle; whole when the framework has started. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.REPLACE)
    private volatile List<Verb> installed = List.of();

    private final Supplier<List<Verb>> verbs;
    private final CountDownLatch started;
    private final Wait plugins;
    private final Readiness servers;
    private final BooleanSupplier ending;
    private final Thread thread;

    /** Waits for something. */
    @FunctionalInterface
    interface Wait {
        void await() throws InterruptedException;
    }

    /** What has to be there before a verb does anything. */
    @FunctionalInterface
    interface Readiness {
        /** Waits for it; false if it will not come, and somebody has said why. */
        boolean await() throws InterruptedException;
    }

    /** Made by Declarative Services. */
    @Activate
    public Launcher(
            BundleContext context,
            @Reference Servers servers,
            @Reference ErrorLog errors,
            @Reference Plugins dropped) {
        verbs = () -> installed;
        started = started(context);
        plugins = dropped::await;
        this.servers =
                () -> {
                    // Nothing is described where the description could not be read.
                    servers.await();
                    return !errors.hasErrorOf(CONFIGURATOR);
                };
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
        ending = () -> framework.getState() == Bundle.STOPPING;
        thread = begin(context.getProperty(ARGUMENTS), System::exit);
    }

    Launcher(
            String arguments,
            Supplier<List<Verb>> verbs,
            CountDownLatch started,
            Wait plugins,
            Readiness servers,
            BooleanSupplier ending,
            IntConsumer exit) {
        this.verbs = verbs;
        this.started = started;
        this.plugins = plugins;
        this.servers = servers;
        this.ending = ending;
        thread = begin(arguments, exit);
    }

    private Thread begin(String arguments, IntConsumer exit) {
        if (arguments == null || arguments.isEmpty()) {
            return null;
        }
        List<String> words = List.of(arguments.split(SEPARATOR, -1));
        // A thread of its own: the framework goes on starting bundles meanwhile.
        Thread runner = new Thread(() -> exit.accept(status(words)), "ft " + words.get(0));
        runner.start();
        return runner;
    }

    @Deactivate
    void stop() {
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    /**
     * Opens when the framework has started every bundle, so that everything a verb needs is there.
     */
    private static CountDownLatch started(BundleContext context) {
        CountDownLatch latch = new CountDownLatch(1);
        context.addFrameworkListener(
                event -> {
                    if (event.getType() == FrameworkEvent.STARTED) {
                        latch.countDown();
                    }
                });
        if (context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.ACTIVE) {
            latch.countDown();
        }
        return latch;
    }

    private int status(List<String> words) {
        try {
            started.await();
            plugins.await();
            Verb verb = verb(words.get(0));
            List<String> arguments = words.subList(1, words.size());
            if (!arguments.isEmpty() && HELP.contains(arguments.get(0))) {
                verb.usage().forEach(System.out::println);
                return Verb.OK;
            }
            return servers.await() ? verb.run(arguments, System.out, System.err) : Verb.WRONG;
        } catch (VerbException problem) {
            System.err.println("ft: " + problem.getMessage());
            return Verb.WRONG;
        } catch (InterruptedException e) {
            return interrupted();
        } catch (RuntimeException | Error e) {
            if (ending.getAsBoolean()) {
                // Classes and services go while the verb still runs; what it meets is no defect.
                return interrupted();
            }
            // Not the user's fault: whoever repairs it needs the trace.
            e.printStackTrace();
            return BROKEN;
        }
    }

    private static int interrupted() {
        System.err.println("ft: interrupted.");
        return BROKEN;
    }

    private Verb verb(String name) throws VerbException {
        List<Verb> all = verbs.get();
        for (Verb verb : all) {
            if (verb.name().equals(name)) {
                return verb;
            }
        }
        String known = all.stream().map(Verb::name).sorted().collect(Collectors.joining(", "));
        throw new VerbException(
                "There is no '" + name + "', but there is " + known + "; ./ft --help says more.");
    }

    /** For tests. */
    static String join(String... words) {
        return Arrays.stream(words).collect(Collectors.joining(SEPARATOR));
    }
}
