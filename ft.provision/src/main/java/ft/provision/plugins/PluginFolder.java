package ft.provision.plugins;

import java.io.File;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Says of each jar in the plugins folder that does not run why that is, once and in one sentence.
 * Who installs them, FileInstall, tells nobody or at great length.
 */
@Component(
        immediate = true,
        service = {})
public final class PluginFolder {
    /** Framework property with the folder that FileInstall looks after. */
    static final String FOLDER = "felix.fileinstall.dir";

    private static final long LOOK_EVERY_MILLIS = 1000;

    /** So many looks in a row have to find the same, since FileInstall takes its time. */
    private static final int LOOKS = 4;

    private final BundleContext context;
    private final Logger logger;
    private final ScheduledExecutorService looks;
    private final Map<String, Finding> findings = new HashMap<>();

    /** What was found so often of a file of this age. */
    private record Finding(long modified, String sentence, int times) {}

    /** Made by Declarative Services. */
    @Activate
    public PluginFolder(
            BundleContext context, @Reference(service = LoggerFactory.class) Logger logger) {
        this.context = context;
        this.logger = logger;
        looks =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "ft-plugins");
                            thread.setDaemon(true);
                            return thread;
                        });
        String folder = context.getProperty(FOLDER);
        if (folder != null) {
            looks.scheduleWithFixedDelay(
                    () -> look(new File(folder)),
                    LOOK_EVERY_MILLIS,
                    LOOK_EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    @Deactivate
    void stop() {
        looks.shutdownNow();
    }

    /** Looks at every jar there is. */
    void look(File folder) {
        try {
            File[] jars = folder.listFiles((in, name) -> name.endsWith(".jar"));
            if (jars != null) {
                findings.keySet().retainAll(Arrays.stream(jars).map(File::getName).toList());
                for (File jar : jars) {
                    look(new PluginJar(context, jar), jar);
                }
            }
        } catch (IllegalStateException e) {
            looks.shutdownNow(); // this bundle is being stopped
        }
    }

    private void look(PluginJar plugin, File jar) {
        Optional<String> problem = plugin.problem();
        Finding before = findings.get(jar.getName());
        if (problem.isEmpty()) {
            findings.remove(jar.getName());
            return;
        }
        boolean same =
                before != null
                        && before.modified == jar.lastModified()
                        && before.sentence.equals(problem.get());
        int times = same ? before.times + 1 : 1;
        findings.put(jar.getName(), new Finding(jar.lastModified(), problem.get(), times));
        if (times == LOOKS) {
            logger.error("{}", problem.get());
        }
    }
}
