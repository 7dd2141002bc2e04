package ft.chaos;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Chooses what is done next, does it, and writes it down. The choice depends on the seed only. */
final class Actions {
    private static final List<String> STRATEGIES =
            List.of("trace", "checksum", "checksum-trap", "content", "chaos-simple", "chaos-own");

    private static final List<String> ENGINES =
            List.of("TRANSLATED", "INTERPRETED", "TRANSLATED,INTERPRETED");

    private final Home home;
    private final Random random;
    private final Watchdog watchdog;
    private final Journal journal;
    private final Remains remains;
    private final List<Shaken> quiet;
    private final Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();
    private ShakenServer server;
    private CompletableFuture<String> disturbance;
    private boolean disturbanceShows;
    private int count;

    /**
     * On a framework.
     *
     * @param quiet the bundles that may be shaken while a guest runs
     */
    Actions(
            Home home,
            Random random,
            Watchdog watchdog,
            Journal journal,
            Remains remains,
            List<Shaken> quiet) {
        this.home = home;
        this.random = random;
        this.watchdog = watchdog;
        this.journal = journal;
        this.remains = remains;
        this.quiet = quiet;
    }

    /** The server that is operated from now on; null for none. */
    void of(ShakenServer operated) {
        server = operated;
        asked.clear();
        disturbance = null;
        disturbanceShows = false;
    }

    /** How much has been done. */
    int count() {
        return count;
    }

    /** What the operations came to, as it comes. */
    Map<String, CompletableFuture<String>> asked() {
        return asked;
    }

    /** What the last operations came to. */
    String answers() {
        StringBuilder text = new StringBuilder();
        asked.forEach(
                (operation, answer) ->
                        text.append(operation)
                                .append(": ")
                                .append(answer.getNow("no answer yet"))
                                .append('\n'));
        return text.toString();
    }

    /** One thing, at random. */
    void act() throws Exception {
        int kind = random.nextInt(100);
        Shaken bundle = quiet.get(random.nextInt(quiet.size()));
        if (kind < 64) {
            shake(bundle, kind);
        } else if (kind < 72) {
            perform("refresh what is pending", () -> refresh(null));
        } else if (kind < 82) {
            configure(random.nextInt(4));
        } else {
            operate(random.nextInt(7));
        }
    }

    private void shake(Shaken bundle, int kind) throws Exception {
        switch (bundle.state()) {
            case GONE ->
                    perform(
                            "install " + bundle,
                            () -> {
                                bundle.install();
                                bundle.start();
                                return "";
                            });
            case STOPPED -> {
                if (kind % 4 == 0) {
                    perform("uninstall " + bundle, () -> uninstall(bundle));
                } else {
                    perform(
                            "start " + bundle,
                            () -> {
                                bundle.start();
                                return "";
                            });
                }
            }
            default -> {
                switch (kind / 8) {
                    case 0, 1 ->
                            perform(
                                    "restart " + bundle,
                                    () -> {
                                        bundle.stop();
                                        bundle.start();
                                        return "";
                                    });
                    case 2 ->
                            perform(
                                    "stop " + bundle,
                                    () -> {
                                        bundle.stop();
                                        return "";
                                    });
                    case 3 ->
                            perform(
                                    "update " + bundle,
                                    () -> {
                                        bundle.update();
                                        return "";
                                    });
                    case 4, 5 ->
                            perform("update to another version " + bundle, bundle::updateToAnother);
                    case 6 -> perform("uninstall " + bundle, () -> uninstall(bundle));
                    default ->
                            perform(
                                    "refresh " + bundle,
                                    () -> refresh(List.of(home.bundle(bundle.name()))));
                }
            }
        }
    }

    private static String uninstall(Shaken bundle) throws Exception {
        bundle.uninstall();
        return "";
    }

    private String refresh(Collection<Bundle> bundles) throws Exception {
        home.refresh(bundles);
        return "";
    }

    private void configure(int which) throws Exception {
        int value = random.nextInt(1000);
        Map<String, String> arguments = new LinkedHashMap<>();
        switch (which) {
            case 0 -> {
                arguments.put("pid", "ft.copy.checksum.variant");
                arguments.put("name", "chaos");
                if (value % 3 != 0) {
                    arguments.put("=ft.copy.strategy", "chaos-own");
                    arguments.put("=detector", value % 2 == 0 ? "sums" : "content");
                    arguments.put("=window", List.of("open", "trap", "versions").get(value % 3));
                }
            }
            case 1 -> {
                arguments.put("pid", "ft.copy.checksum");
                if (value % 3 != 0) {
                    arguments.put("=batch", Integer.toString(1 + value % 64));
                }
            }
            case 2 -> {
                arguments.put("pid", "org.osgi.service.log.admin");
                if (value % 3 != 0) {
                    arguments.put("=ft.io", List.of("DEBUG", "INFO").get(value % 2));
                }
            }
            default -> {
                arguments.put("pid", "ft.server");
                arguments.put("name", "other");
                if (value % 3 != 0) {
                    arguments.put("=ft.server", "other");
                    arguments.put("=memory", value % 2 == 0 ? "8MiB" : "16MiB");
                }
            }
        }
        perform("configure " + arguments, () -> home.ask("configure", arguments).toString());
    }

    /** Whether all systems are in Online sync. */
    static boolean isInSync(String[] states) {
        for (String state : states) {
            if (!state.startsWith("ONLINE_SYNC/")) {
                return false;
            }
        }
        return true;
    }

    /** What an operator does about systems that are not in service. */
    void mend() throws Exception {
        String[] states = server.states();
        for (int system = 0; system < states.length; system++) {
            int which = system;
            if (states[system].startsWith("OFF/")) {
                perform("insert " + system, () -> submit("insert " + which));
            } else if (states[system].startsWith("FAULT/")) {
                // There was no processor to make a board of when it had to be reset.
                perform("reset " + system, () -> submit("reset " + which));
            } else if (states[system].startsWith("OFFLINE/")) {
                perform("synchronize " + system, () -> submit("synchronize " + which));
            }
        }
    }

    /** What an operator does, and what breaks; only as long as the other system has none of it. */
    private void operate(int which) throws Exception {
        int bit = random.nextInt(60);
        int system = random.nextInt(2);
        String strategy = STRATEGIES.get(random.nextInt(STRATEGIES.size()));
        String engine = ENGINES.get(random.nextInt(ENGINES.size()));
        String[] states = server.states();
        switch (which) {
            case 0, 1 -> disturb("pull " + system);
            case 2 -> disturb("inject bus-write " + standby(states) + " " + bit);
            case 3 -> mend();
            case 4 -> perform("engine " + engine, () -> submit("engine " + engine));
            default -> perform("strategy " + strategy, () -> submit("strategy " + strategy));
        }
    }

    private static int standby(String[] states) {
        return states[0].endsWith("/ACT") ? 1 : 0;
    }

    /** Touches one system, if both are well; and no other one before that shows. */
    private void disturb(String operation) throws Exception {
        boolean well = isInSync(server.states()) && disturbance == null;
        perform(
                operation + (well ? "" : ", but it is not the time"),
                () -> {
                    if (well) {
                        submit(operation);
                        disturbance = asked.get(count + " " + operation);
                    }
                    return "";
                });
    }

    /**
     * The guest has come one step further. What was asked for while it was held takes effect after
     * that, and shows one step later.
     */
    void step() {
        if (disturbance != null && disturbance.isDone()) {
            disturbance = disturbanceShows ? null : disturbance;
            disturbanceShows = !disturbanceShows;
        }
    }

    private String submit(String operation) throws InterruptedException {
        asked.put(count + " " + operation, server.submit(operation));
        return operation;
    }

    /** Something that is done. */
    interface Deed {
        /** How it went; empty if there is nothing to say. */
        String run() throws Exception;
    }

    /** Does something. */
    void perform(String what, Deed deed) throws Exception {
        count++;
        watchdog.begin(count + " " + what);
        journal.add(count + " " + what);
        try {
            String outcome = deed.run();
            if (!outcome.isEmpty()) {
                journal.add("  " + outcome);
            }
        } catch (BundleException exception) {
            if (!isIncomplete() || !isUnresolved(String.valueOf(exception.getMessage()))) {
                throw failure(what + " failed: " + exception);
            }
            journal.add("  cannot be resolved");
        } catch (Exception exception) {
            AssertionError error = failure(what + " failed: " + exception + watchdog.found());
            error.initCause(exception);
            throw error;
        }
        remains.note(home.bundles());
    }

    /** What a bundle needs may have been uninstalled, or be of the wrong version. */
    private boolean isIncomplete() {
        return quiet.stream().anyMatch(bundle -> bundle.state() == Shaken.State.GONE);
    }

    /** Whether this says that a bundle could not be resolved. */
    static boolean isUnresolved(String text) {
        return text.contains("Unable to resolve");
    }

    /** What went wrong, and what was done before. */
    AssertionError failure(String what) {
        return new AssertionError(what + "\n" + journal.tail());
    }
}
