package ft.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** A framework with all bundles of the distribution, and nobody at the keyboard. */
final class Home implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;

    private final Framework framework;
    private final BundleContext context;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    Home(Path distribution, Path agent, Path storage) throws Exception {
        Map<String, String> settings = settings(distribution);
        settings.put("org.osgi.framework.storage", storage.toString());
        Path plugins = storage.resolveSibling(storage.getFileName() + "-plugins");
        settings.put("felix.fileinstall.dir", Files.createDirectory(plugins).toString());
        settings.put("felix.fileinstall.tmpdir", storage.resolve("fileinstall").toString());
        settings.put("org.osgi.service.http.port", "-1");
        framework =
                ServiceLoader.load(FrameworkFactory.class)
                        .findFirst()
                        .orElseThrow()
                        .newFramework(settings);
        framework.start();
        context = framework.getBundleContext();
        context.addFrameworkListener(this::note);
        Map<String, Bundle> installed = new LinkedHashMap<>();
        for (Path jar : jars(distribution.resolve("bundle"))) {
            Bundle bundle = context.installBundle(jar.toUri().toString());
            installed.put(bundle.getSymbolicName(), bundle);
        }
        // Logging comes up before anything logs.
        installed.get("org.apache.felix.log").start();
        for (Bundle bundle : installed.values()) {
            bundle.start();
        }
        context.installBundle(agent.toUri().toString()).start();
    }

    /** Those of the distribution, but for what it starts, and where. */
    private static Map<String, String> settings(Path distribution) throws IOException {
        Properties all = new Properties();
        try (var in = Files.newBufferedReader(distribution.resolve("conf/config.properties"))) {
            all.load(in);
        }
        Map<String, String> settings = new HashMap<>();
        all.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("felix.auto."))
                .filter(name -> !name.contains("startlevel"))
                .filter(name -> !all.getProperty(name).contains("${"))
                .forEach(name -> settings.put(name, all.getProperty(name)));
        return settings;
    }

    static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    // The shell wants a terminal.
                    .filter(file -> !file.getFileName().toString().contains("jline"))
                    .sorted()
                    .toList();
        }
    }

    private void note(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            StringWriter text = new StringWriter();
            text.append(String.valueOf(event.getBundle())).append(": ");
            event.getThrowable().printStackTrace(new PrintWriter(text, true));
            errors.add(text.toString());
        }
    }

    Queue<String> errors() {
        return errors;
    }

    Bundle install(Path jar) throws BundleException {
        return context.installBundle(jar.toUri().toString());
    }

    List<Bundle> bundles() {
        return List.of(context.getBundles());
    }

    Bundle bundle(String name) {
        return bundles().stream()
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No bundle " + name));
    }

    /** Wires bundles, and those that depend on them, again; null for what is pending. */
    void refresh(Collection<Bundle> bundles) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        FrameworkListener listener = event -> done.countDown();
        framework.adapt(FrameworkWiring.class).refreshBundles(bundles, listener);
        if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The refresh does not end");
        }
    }

    /** A bundle and all that are wired to it. */
    Collection<Bundle> closure(Bundle bundle) {
        return framework.adapt(FrameworkWiring.class).getDependencyClosure(List.of(bundle));
    }

    Collection<Bundle> pending() {
        return framework.adapt(FrameworkWiring.class).getRemovalPendingBundles();
    }

    /** Asks the agent, which may be away for a moment. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    Object ask(String request, Map<String, String> arguments) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                var found = context.getServiceReferences(BiFunction.class, "(ft.chaos.agent=true)");
                for (ServiceReference<BiFunction> reference : found) {
                    BiFunction agent = context.getService(reference);
                    if (agent != null) {
                        try {
                            return agent.apply(request, arguments);
                        } finally {
                            context.ungetService(reference);
                        }
                    }
                }
            } catch (InvalidSyntaxException exception) {
                throw new IllegalArgumentException(exception);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The agent is away");
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }
}
