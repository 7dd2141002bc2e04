package ft.console.launch;

import ft.console.command.Dropped;
import java.io.File;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * The bundles that a user drops into the folder that FileInstall watches. It installs them while
 * the framework starts, on a thread of its own, so verbs and the prompt have to wait for them: a
 * device that came a moment after power on would be missing in the device tree.
 *
 * <p>What is of no use there, FileInstall passes over; here one sentence says why, as an error of
 * the log. It is said once for each file, and again when the file has changed.
 */
@Component(
        immediate = true,
        service = {Plugins.class, Dropped.class})
public class Plugins implements Dropped {
    private static final String FOLDER = "felix.fileinstall.dir";
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final long WATCH_EVERY_MILLIS = 1_000;

    /**
     * Looks at a file, FileInstall's among them, after which it is not about to change any more.
     */
    private static final int SETTLED = 3;

    private final BundleContext context;
    private final File folder;
    private final Consumer<String> log;
    private final Map<File, Sight> sights = new HashMap<>();
    private final Thread watcher;

    /** What was seen of a file: its age, in how many looks, and whether it was told. */
    private record Sight(long modified, int looks, boolean told) {}

    /** Made by Declarative Services. */
    @Activate
    public Plugins(BundleContext context, @Reference(service = LoggerFactory.class) Logger logger) {
        this(context, folder(context), logger::error);
        if (folder != null) {
            watcher.start();
        }
    }

    Plugins(BundleContext context, File folder, Consumer<String> log) {
        this.context = context;
        this.folder = folder;
        this.log = log;
        watcher = new Thread(this::watch, "ft plugins");
        watcher.setDaemon(true);
    }

    /** Null where somebody else has started the framework: his folder is not our affair. */
    private static File folder(BundleContext context) {
        String path = context.getProperty(FOLDER);
        return path == null || context.getProperty(Launcher.ARGUMENTS) == null
                ? null
                : new File(path);
    }

    @Deactivate
    void stop() {
        watcher.interrupt();
    }

    @Override
    public void await() throws InterruptedException {
        List<File> jars = jars();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!jars.stream().allMatch(this::isSettled) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        look(jars, 1);
    }

    private List<File> jars() {
        File[] jars = folder == null ? null : folder.listFiles((in, n) -> n.endsWith(".jar"));
        return jars == null ? List.of() : Stream.of(jars).sorted().toList();
    }

    private boolean isSettled(File jar) {
        PluginFile plugin = new PluginFile(context, jar);
        return plugin.isActive()
                || plugin.defect().isPresent()
                // What it lacks may come with another file.
                || areInstalled() && plugin.lack().isPresent();
    }

    private boolean areInstalled() {
        return jars().stream()
                .map(jar -> new PluginFile(context, jar))
                .allMatch(plugin -> plugin.isInstalled() || plugin.defect().isPresent());
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(WATCH_EVERY_MILLIS);
                look(jars(), SETTLED);
            }
        } catch (InterruptedException | IllegalStateException e) {
            // The component, or the whole framework, ends.
        }
    }

    /** Looks at each file, and tells what is wrong with those that were seen often enough. */
    synchronized void look(List<File> jars, int often) {
        sights.keySet().retainAll(jars);
        for (File jar : jars) {
            Sight before = sights.get(jar);
            long modified = jar.lastModified();
            boolean same = before != null && before.modified() == modified;
            int looks = same ? before.looks() + 1 : 1;
            boolean told = same && before.told();
            if (!told && looks >= often) {
                PluginFile plugin = new PluginFile(context, jar);
                Optional<String> problem = plugin.defect().or(plugin::lack);
                problem.ifPresent(log);
                told = problem.isPresent();
            }
            sights.put(jar, new Sight(modified, looks, told));
        }
    }

    /** For tests: looks at these files once. */
    void look(File... jars) {
        look(Arrays.asList(jars), 1);
    }
}
