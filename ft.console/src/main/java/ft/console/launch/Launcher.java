package ft.console.launch;

import ft.console.demo.DemoVerb;
import ft.console.run.RunVerb;
import ft.console.text.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Runs the verb that the launcher was called with, if there is one, and ends the program. */
@Component(
        immediate = true,
        service = {})
public class Launcher {
    /** Framework property with the words after {@code ./ft}. */
    static final String ARGUMENTS = "ft.args";

    /** Between two words in {@link #ARGUMENTS}. */
    static final String SEPARATOR = "\u001f";

    private static final int BROKEN = 70;

    private final List<Verb> verbs;
    private final CountDownLatch started;
    private final Wait plugins;
    private final Thread thread;

    /** Waits for something. */
    @FunctionalInterface
    interface Wait {
        void await() throws InterruptedException;
    }

    /** Made by Declarative Services. */
    @Activate
    public Launcher(BundleContext context, @Reference RunVerb run, @Reference DemoVerb demo) {
        this(
                context.getProperty(ARGUMENTS),
                List.of(run, demo),
                started(context),
                () -> Plugins.await(context),
                System::exit);
    }

    Launcher(
            String arguments,
            List<Verb> verbs,
            CountDownLatch started,
            Wait plugins,
            IntConsumer exit) {
        this.verbs = List.copyOf(verbs);
        this.started = started;
        this.plugins = plugins;
        if (arguments == null || arguments.isEmpty()) {
            thread = null;
            return;
        }
        List<String> words = List.of(arguments.split(SEPARATOR, -1));
        // A thread of its own: the framework goes on starting bundles meanwhile.
        thread = new Thread(() -> exit.accept(status(words)), "ft " + words.get(0));
        thread.start();
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
            return verb(words.get(0)).run(words.subList(1, words.size()));
        } catch (Problem problem) {
            System.err.println("ft: " + problem);
            return Verb.WRONG;
        } catch (InterruptedException e) {
            System.err.println("ft: interrupted.");
            return BROKEN;
        } catch (RuntimeException | Error e) {
            // Not the user's fault: whoever repairs it needs the trace.
            e.printStackTrace();
            return BROKEN;
        }
    }

    private Verb verb(String name) throws Problem {
        for (Verb verb : verbs) {
            if (verb.name().equals(name)) {
                return verb;
            }
        }
        String known = verbs.stream().map(Verb::name).sorted().collect(Collectors.joining(", "));
        throw new Problem(
                "There is no '" + name + "', but there is " + known + "; ./ft --help says more.");
    }

    /** For tests. */
    static String join(String... words) {
        return Arrays.stream(words).collect(Collectors.joining(SEPARATOR));
    }
}
