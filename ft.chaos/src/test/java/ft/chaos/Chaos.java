package ft.chaos;

import ft.chaos.sample.SampleDevice;
import ft.chaos.sample.SampleStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Shakes a framework: does one thing after the other to its bundles and configurations, at random
 * but always the same for a seed, while a guest runs on a pair, and compares the history of that
 * guest, step by step, with that of one that nobody disturbed.
 */
final class Chaos implements AutoCloseable {
    /** Cycles of the guest between two comparisons. */
    static final long STEP = 2_000_000;

    /** Steps that a pair gets to be in step again when all bundles are back. */
    private static final int RECOVERY = 30;

    private static final int BATCH = 5;

    /** Without these there is no server, or the guest sees that they go; see {@link #end}. */
    private static final Set<String> GROUND =
            Set.of(
                    "ft.api",
                    "ft.chipset",
                    "ft.io",
                    "com.google.guava",
                    "com.google.guava.failureaccess",
                    "org.glassfish.jakarta.json",
                    "org.apache.felix.cm.json",
                    "org.apache.felix.configadmin",
                    "org.apache.felix.configurator",
                    "org.apache.felix.log",
                    "org.apache.felix.metatype",
                    "org.apache.felix.scr",
                    "org.osgi.service.component",
                    "org.osgi.util.converter",
                    "org.osgi.util.function",
                    "org.osgi.util.promise");

    private final Home home;
    private final Random random;
    private final Watchdog watchdog;
    private final Journal journal;
    private final Remains remains = new Remains();
    private final Census census = new Census();
    private final List<Shaken> quiet = new ArrayList<>();
    private final List<Shaken> ground = new ArrayList<>();
    private final List<String> reference = new ArrayList<>();
    private ShakenServer server;
    private final Actions actions;

    Chaos(Path distribution, Path agent, Path folder, long seed) throws Exception {
        random = new Random(seed);
        watchdog = new Watchdog(Home.PATIENCE_SECONDS + 30);
        journal = new Journal(folder.resolve("journal.txt"), seed);
        home = new Home(distribution, agent, folder.resolve("cache"));
        actions = new Actions(home, random, watchdog, journal, remains, quiet);
        List<Path> jars = new ArrayList<>(Home.jars(distribution.resolve("bundle")));
        for (Class<?> sample : List.of(SampleDevice.class, SampleStrategy.class)) {
            Path jar = Jars.sample(folder, "chaos." + sample.getSimpleName(), sample);
            home.install(jar).start();
            jars.add(jar);
        }
        for (Path jar : jars) {
            Shaken bundle = new Shaken(home, folder, jar);
            boolean isGround =
                    home.closure(home.bundle(bundle.name())).stream()
                            .anyMatch(each -> GROUND.contains(each.getSymbolicName()));
            (isGround ? ground : quiet).add(bundle);
        }
        remains.note(home.bundles());
        journal.add("below every server: " + ground);
        journal.add("shaken while a guest runs: " + quiet);
    }

    /** What was done. */
    Journal journal() {
        return journal;
    }

    Census census() {
        return census;
    }

    private int steps(int count) {
        return count / BATCH + 1;
    }

    /** The history of a guest that nobody disturbs, as far as it will be needed. */
    void remember(int actionsOfALife) throws Exception {
        watchdog.begin("reference");
        ShakenServer alone =
                new ShakenServer(home, "reference").describe(Map.of("automaticSync", "false"));
        CompletableFuture<String> probe = alone.boot(STEP);
        int last = steps(actionsOfALife) + RECOVERY;
        for (int step = 1; step <= last; step++) {
            reference.add(get(probe));
            if (step < last) {
                probe = alone.probe((step + 1) * STEP);
                alone.release();
            }
        }
        alone.forget();
    }

    /** A server from power on to its end, with so many things done meanwhile. */
    void live(int count) throws Exception {
        restore();
        server = new ShakenServer(home, "chaos").describe(Map.of("strategy", "trace"));
        actions.of(server);
        CompletableFuture<String> probe = server.boot(STEP);
        int step = 1;
        for (int done = 0; done < count; ) {
            for (int i = 0; i < BATCH && done < count; i++, done++) {
                actions.act();
            }
            judge(step, get(probe));
            actions.step();
            step++;
            probe = server.probe(step * STEP);
            if (random.nextBoolean()) {
                actions.act();
                done++;
            }
            server.release();
        }
        restore();
        boolean synced = false;
        for (int i = 0; i < RECOVERY - 1 && !synced; i++) {
            judge(step, get(probe));
            synced = Actions.isInSync(server.states());
            actions.mend();
            step++;
            probe = server.probe(step * STEP);
            server.release();
        }
        if (!synced) {
            throw actions.failure(
                    "The pair does not come into step again:\n"
                            + server.look()
                            + actions.answers());
        }
        judge(step, get(probe));
        for (Map.Entry<String, CompletableFuture<String>> each : actions.asked().entrySet()) {
            String answer = get(each.getValue());
            // A refusal is an answer; anything else is a defect.
            if (answer.startsWith("!") && !answer.startsWith("!ServerException: ")) {
                throw actions.failure(each.getKey() + ": " + answer);
            }
        }
        server.forget();
        server = null;
        actions.of(null);
        rest();
    }

    /** Shakes what a server stands on; then it is there again, as after power on. */
    void end() throws Exception {
        ShakenServer configured =
                new ShakenServer(home, "chaos").describe(Map.of("strategy", "trace"));
        CompletableFuture<String> lost = configured.boot(Long.MAX_VALUE / 2);
        Shaken bundle = ground.get(random.nextInt(ground.size()));
        String deed =
                List.of("restart", "update", "refresh", "another", "reinstall")
                        .get(random.nextInt(5));
        actions.perform(
                deed + " " + bundle,
                () -> {
                    switch (deed) {
                        case "restart" -> {
                            bundle.stop();
                            bundle.start();
                        }
                        case "update" -> bundle.update();
                        case "another" -> bundle.updateToAnother();
                        case "refresh" -> home.refresh(List.of(home.bundle(bundle.name())));
                        default -> {
                            bundle.uninstall();
                            home.refresh(null);
                            bundle.install();
                        }
                    }
                    home.refresh(null);
                    return "";
                });
        restore();
        // What needs a bundle that is uninstalled cannot be started again, and says so.
        List<String> complaints = take();
        complaints.removeIf(Actions::isUnresolved);
        report(complaints);
        configured.await(true);
        bootUnlessItGoesOn(configured);
        configured.forget();
        get(lost); // with a sentence: nobody waits for ever
        // Felix SCR registers a converter that is not equal to itself, so Gogo never lets go of it,
        // nor of the class loader of an SCR that has been stopped.
        Shaken gogo = bundle("org.apache.felix.gogo.runtime");
        gogo.stop();
        gogo.start();
        rest();
    }

    /**
     * A server whose own bundle was exchanged goes on where it was, as soon as it can; one that has
     * ended boots.
     */
    private void bootUnlessItGoesOn(ShakenServer configured) throws Exception {
        for (int i = 0; i < 50 && isOff(configured); i++) {
            Thread.sleep(20);
        }
        if (isOff(configured)) {
            String answer = get(configured.boot(STEP));
            if (!isOff(configured) && answer.startsWith("!")) {
                return; // It has just gone on.
            }
            judge(1, answer);
        }
    }

    private static boolean isOff(ShakenServer configured) throws InterruptedException {
        return Stream.of(configured.states()).allMatch(state -> state.startsWith("OFF/"));
    }

    private Shaken bundle(String name) {
        return Stream.of(ground, quiet)
                .flatMap(List::stream)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Nothing of what was is left. */
    private void rest() throws Exception {
        watchdog.begin("rest");
        home.refresh(null);
        String left = remains.left(home.bundles());
        if (!left.isEmpty()) {
            throw actions.failure(left);
        }
        journal.add(census.take(actions.count()).toString());
    }

    private void judge(int step, String probe) throws Exception {
        String expected = reference.get(step - 1);
        if (!isGolden(probe, expected)) {
            throw actions.failure(
                    "The guest has noticed. Step "
                            + step
                            + "\n expected "
                            + expected
                            + "\n but was  "
                            + probe
                            + "\n"
                            + (server == null ? "" : server.look()));
        }
        complaints();
    }

    /** A system that is out of step has a history of its own; the other one's is what counts. */
    private boolean isGolden(String probe, String expected) throws InterruptedException {
        if (probe.equals(expected)) {
            return true;
        }
        List<String> lines = probe.lines().toList();
        return server != null
                && !Actions.isInSync(server.states())
                && lines.containsAll(expected.lines().toList());
    }

    /** What was complained of since the last time. */
    private List<String> take() throws InterruptedException {
        List<String> all = new ArrayList<>(home.errors());
        home.errors().clear();
        Object logged = home.ask("complaints", Map.of());
        ((List<?>) logged).forEach(each -> all.add(each.toString()));
        return all;
    }

    private void complaints() throws Exception {
        List<String> all = take();
        // What a bundle needs may have been away for a moment; at the end all have to start.
        all.removeIf(Actions::isUnresolved);
        report(all);
    }

    private void report(List<String> complaints) {
        complaints.removeIf(Chaos::isOfFelixAlone);
        if (!complaints.isEmpty()) {
            throw actions.failure("Errors were logged: " + String.join("\n", complaints));
        }
    }

    /**
     * A device's bundle stops just when its service is asked for; File Install stops just when it
     * is told of a configuration.
     */
    private static boolean isOfFelixAlone(String complaint) {
        return complaint.contains("Service factory returned null")
                || complaint.startsWith("org.apache.felix.configadmin: ")
                        && complaint.contains("Invalid BundleContext")
                        && complaint.contains("at org.apache.felix.fileinstall.")
                        && !complaint.contains("at ft.");
    }

    /** Everything is installed and started. */
    private void restore() throws Exception {
        watchdog.begin("restore");
        List<Shaken> all = new ArrayList<>(ground);
        all.addAll(quiet);
        for (Shaken bundle : all) {
            if (bundle.state() == Shaken.State.GONE) {
                bundle.install();
            }
        }
        for (Shaken bundle : all) {
            bundle.start();
        }
        home.bundle("ft.chaos").start(); // nobody starts it again when it could not be resolved
        journal.add("everything is back");
    }

    private String get(CompletableFuture<String> answer)
            throws InterruptedException, TimeoutException {
        watchdog.begin("wait for the guest");
        try {
            return answer.get(Home.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException exception) {
            throw new IllegalStateException(exception.getCause().toString());
        } catch (TimeoutException exception) {
            String look = server == null ? "" : server.look();
            throw new TimeoutException("The guest does not get there:\n" + look + journal.tail());
        }
    }

    @Override
    public void close() throws Exception {
        try (watchdog) {
            watchdog.begin("end");
            home.close();
        }
    }
}
