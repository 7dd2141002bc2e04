package ft.chipset.server;

import ft.api.server.ChangeTime;
import ft.api.server.Operation;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.ServerSettings;
import ft.api.server.Setting;
import ft.chipset.description.Descriptions;
import ft.chipset.description.Options;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What a server is configured to be, and how that comes in force: what can be changed while it
 * runs, at the next boundary, the rest when the machine is built anew, which it is while all is
 * off. Configuration Admin has no veto, so what is wrong is told, and the server goes on as it was.
 *
 * <p><b>Threading:</b> any thread; a machine is closed on a thread of its own, because whoever
 * changes a configuration may be a thread of the machine.
 */
final class ConfigurationDesk {
    /** One that does not answer is held, or is being replaced, and not off. */
    private static final long LONGEST_ANSWER_SECONDS = 2;

    private static final System.Logger LOG = System.getLogger("ft.chipset");

    private final CurrentDescription current;
    private final LazyMachine machine;
    private final Operator operator;
    private final Runnable whenRenewed;
    private final Set<String> deferred = new LinkedHashSet<>();
    private ServerDescription configured;
    private volatile String problem;
    private volatile boolean waits;

    /**
     * Of a server.
     *
     * @param whenRenewed hears of it before the machine is built anew
     */
    ConfigurationDesk(
            CurrentDescription current,
            LazyMachine machine,
            Operator operator,
            Runnable whenRenewed) {
        this.current = current;
        this.machine = machine;
        this.operator = operator;
        this.whenRenewed = whenRenewed;
        configured = current.now();
        problem = machine.mistake();
        operator.beforeOrders(this::renew);
    }

    /** What is configured cannot be, so there is no machine until something else is. */
    synchronized void mistake(String sentence) {
        machine.mistake(sentence);
        problem = sentence;
    }

    /** See {@link ft.api.server.FtServer#settings}. */
    synchronized ServerSettings settings() {
        List<Setting> all = new ArrayList<>();
        for (String name : Options.names()) {
            all.add(
                    new Setting(
                            name,
                            Options.text(current.now(), name),
                            Options.text(configured, name),
                            Options.changeTime(name)));
        }
        return new ServerSettings(all, problem);
    }

    /** See {@link ft.api.server.FtServer#configure}. */
    CompletableFuture<String> configure(Map<String, String> options) {
        ServerDescription next;
        try {
            synchronized (this) {
                next = Descriptions.vary(configured, options);
            }
            Options.requireTaken(next, options);
            operator.requireStrategy(options.getOrDefault(Options.STRATEGY, ""));
            if (options.containsKey(Options.IO_MISMATCH)) {
                operator.requirePolicy(next.ioMismatch());
            }
        } catch (ServerException e) {
            return CompletableFuture.failedFuture(e);
        }
        return take(next, options.keySet());
    }

    /** Another configuration was given. */
    void modified(Map<String, Object> configuration) {
        try {
            ServerDescription next = Descriptions.of(configuration);
            List<String> changed;
            synchronized (this) {
                changed = Options.differing(configured, next);
            }
            if (changed.contains(Options.STRATEGY)) {
                operator.requireStrategy(next.strategy());
            }
            if (changed.contains(Options.IO_MISMATCH)) {
                operator.requirePolicy(next.ioMismatch());
            }
            take(next, changed)
                    .whenComplete(
                            (sentence, failure) -> {
                                if (failure != null) {
                                    refused(cause(failure).getMessage());
                                } else if (!changed.isEmpty()) {
                                    LOG.log(System.Logger.Level.INFO, sentence);
                                }
                            });
        } catch (ServerException e) {
            refused(e.getMessage());
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** What was configured cannot be, and the server goes on as it was. */
    void refused(String why) {
        problem = why; // without a lock: who waits for an order may hear of its end here
        String sentence =
                String.format(
                        "The configuration of server %s was changed, but the server goes on as it"
                                + " was: %s",
                        current.now().name(), why);
        LOG.log(System.Logger.Level.WARNING, sentence);
        operator.note(sentence);
    }

    private CompletableFuture<String> take(ServerDescription next, Collection<String> asked) {
        boolean idle;
        synchronized (this) {
            configured = next;
            problem = "";
            deferred.removeAll(asked);
            idle = machine.describe(next);
            if (idle) {
                waits = false;
            } else {
                waits = waiting(asked);
            }
        }
        if (idle) {
            return CompletableFuture.completedFuture(sentence(asked));
        }
        return operator.inOrder(() -> renew().thenCompose(done -> apply(next, asked)));
    }

    /** Whether anything has to wait for the next start; notes what has to although it is live. */
    private boolean waiting(Collection<String> asked) {
        for (String name : asked) {
            if (Options.changeTime(name) == ChangeTime.NOW) {
                try {
                    Options.change(current.now(), name, Options.text(configured, name));
                } catch (ServerException e) {
                    deferred.add(name); // does not fit what is in force, but what comes
                    LOG.log(System.Logger.Level.DEBUG, e.getMessage(), e);
                }
            }
        }
        return !deferred.isEmpty() || !starting().isEmpty();
    }

    /** Names of what is configured otherwise than it is, and waits for the next start. */
    private List<String> starting() {
        return Options.differing(current.now(), configured).stream()
                .filter(name -> Options.changeTime(name) == ChangeTime.NEXT_START)
                .toList();
    }

    private CompletableFuture<String> apply(ServerDescription next, Collection<String> asked) {
        CompletableFuture<?> applied = CompletableFuture.completedFuture(null);
        synchronized (this) {
            for (String name : asked) {
                String value = Options.text(next, name);
                if (Options.changeTime(name) == ChangeTime.NOW
                        && !deferred.contains(name)
                        && !value.equals(Options.text(current.now(), name))) {
                    CompletableFuture<String> one =
                            operator.carryOut(new Operation.Configure(name, value));
                    applied = applied.thenCombine(one, (before, now) -> now);
                }
            }
        }
        return applied.thenApply(done -> told(asked));
    }

    private String told(Collection<String> asked) {
        String sentence = sentence(asked);
        if (waits && sentence.contains(WAIT)) {
            operator.note(sentence);
        }
        return sentence;
    }

    private static final String WAIT = "wait for the next start";

    /** What is in force and what waits, of what was asked. */
    private synchronized String sentence(Collection<String> asked) {
        List<String> now = new ArrayList<>();
        List<String> later = new ArrayList<>();
        List<String> meanwhile = new ArrayList<>();
        for (String name : asked) {
            String value = name + "=" + brief(configured, name);
            if (deferred.contains(name)
                    || Options.changeTime(name) == ChangeTime.NEXT_START
                            && Options.differing(current.now(), configured).contains(name)) {
                later.add(value);
                meanwhile.add(name + "=" + brief(current.now(), name));
            } else {
                now.add(value);
            }
        }
        String inForce = "In force: " + String.join(", ", now);
        if (later.isEmpty()) {
            return inForce;
        }
        return String.format(
                "%sTo %s of server %s, which goes on with %s: %s",
                now.isEmpty() ? "" : inForce + ". ",
                WAIT,
                current.now().name(),
                String.join(", ", meanwhile),
                String.join(", ", later));
    }

    private static String brief(ServerDescription description, String name) {
        String text = Options.text(description, name);
        return text.indexOf('\n') < 0 ? text : text.lines().count() + " lines";
    }

    /**
     * Builds the machine anew if something waits for that and all is off.
     *
     * @return completes when what comes next can come
     */
    private CompletableFuture<?> renew() {
        Machine now = machine.now();
        if (!waits || now == null) {
            return CompletableFuture.completedFuture(null);
        }
        return now.askAll(controller -> controller.isOff())
                .completeOnTimeout(List.of(false), LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS)
                .thenCompose(
                        off ->
                                off.contains(false)
                                        ? CompletableFuture.completedFuture(null)
                                        : CompletableFuture.runAsync(
                                                this::buildAnew,
                                                ConfigurationDesk::onThreadOfItsOwn));
    }

    private static void onThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(task, "ft-build-anew");
        thread.setDaemon(true);
        thread.start();
    }

    private void buildAnew() {
        try {
            ServerDescription next;
            synchronized (this) {
                Map<String, String> options = new LinkedHashMap<>();
                starting().forEach(name -> options.put(name, Options.text(configured, name)));
                deferred.forEach(name -> options.put(name, Options.text(configured, name)));
                if (options.containsKey("busComparator")) {
                    options.put("ioMismatch", Options.text(configured, "ioMismatch"));
                }
                next = Descriptions.vary(current.now(), options);
                deferred.clear();
                waits = false;
            }
            whenRenewed.run();
            machine.renew(next);
        } catch (ServerException e) {
            refused(e.getMessage());
        }
    }
}
