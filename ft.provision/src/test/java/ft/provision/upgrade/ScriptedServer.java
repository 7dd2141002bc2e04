package ft.provision.upgrade;

import ft.api.part.PartKind;
import ft.api.part.PartStatus;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.ResyncReport;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.state.Mode;
import ft.api.state.SystemState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A server that does at once what it is asked for, and otherwise what a test has said: which board
 * does not come into step, when something disagrees. Its clock goes on whenever it is looked at.
 */
final class ScriptedServer {
    private static final long LOOK = 1_000_000;

    final List<Operation> asked = new CopyOnWriteArrayList<>();
    private final SystemState[] states;
    private final boolean[] boards;
    private final String[] versions;
    private final String[] fitted;
    private final List<ResyncReport> reports = new CopyOnWriteArrayList<>();
    private final List<Consumer<ServerEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ServerDescription description;
    private int active;
    private long clock;
    private Predicate<Operation> refused = operation -> false;
    private Predicate<String> faulty = version -> false;
    private String faultText = "";
    private long disagreesAt = Long.MAX_VALUE;
    private Runnable disagreement = () -> {};
    private List<SystemStatus> old = List.of();
    private int looksAtOld;

    ScriptedServer(int systems, String version) {
        states = new SystemState[systems];
        boards = new boolean[systems];
        versions = new String[systems];
        fitted = new String[systems];
        Arrays.fill(states, SystemState.ONLINE_SYNC);
        Arrays.fill(boards, true);
        Arrays.fill(versions, version);
        Arrays.fill(fitted, version);
        description = describe(systems);
    }

    private static ServerDescription describe(int systems) {
        return Blank.of(
                ServerDescription.class,
                Map.of(
                        "name",
                        "scripted",
                        "systems",
                        systems,
                        "cyclesPerTick",
                        10,
                        "automaticSync",
                        true,
                        "processor",
                        "cpu"));
    }

    /** What a processor of a bundle of this version does: it does not come into step. */
    void faulty(Predicate<String> version, String text) {
        faulty = version;
        faultText = text;
    }

    void refuses(Predicate<Operation> operation) {
        refused = operation;
    }

    /** Something happens when the clock has gone on for so long. */
    void after(long cycles, Runnable what) {
        disagreesAt = clock + cycles;
        disagreement = what;
    }

    /** For so many looks systems show what they are now, whatever happens to them. */
    synchronized void late(int looks) {
        old = systems();
        looksAtOld = looks;
    }

    List<String> versions() {
        return List.of(versions);
    }

    List<SystemState> states() {
        return List.of(states);
    }

    /** The methods that an upgrade uses; any other one fails. */
    FtServer server() {
        return (FtServer)
                Proxy.newProxyInstance(
                        FtServer.class.getClassLoader(),
                        new Class<?>[] {FtServer.class},
                        (proxy, method, arguments) -> {
                            try {
                                return getClass()
                                        .getDeclaredMethod(
                                                method.getName(), method.getParameterTypes())
                                        .invoke(this, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    // As FtServer has them

    ServerDescription description() {
        return description;
    }

    synchronized List<SystemStatus> systems() {
        clock += LOOK;
        if (clock >= disagreesAt) {
            disagreesAt = Long.MAX_VALUE;
            disagreement.run();
        }
        if (looksAtOld > 0) {
            looksAtOld--;
            return old;
        }
        List<SystemStatus> all = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            all.add(
                    Blank.of(
                            SystemStatus.class,
                            Map.of(
                                    "system",
                                    i,
                                    "state",
                                    states[i],
                                    "mode",
                                    i == active ? Mode.ACT : Mode.SBY,
                                    "cpuBoard",
                                    boards[i],
                                    "clock",
                                    clock,
                                    "retired",
                                    clock)));
        }
        return all;
    }

    List<PartStatus> parts() {
        List<PartStatus> all = new ArrayList<>();
        for (int i = 0; i < versions.length; i++) {
            if (boards[i]) {
                all.add(new PartStatus(i, PartKind.PROCESSOR, "", "cpu", versions[i], true));
            }
        }
        return all;
    }

    List<ResyncReport> reports() {
        return List.copyOf(reports);
    }

    List<String> holds() {
        return List.of();
    }

    Optional<String> guestExit() {
        return Optional.empty();
    }

    Optional<?> progress() {
        return Optional.empty();
    }

    AutoCloseable onEvent(Consumer<ServerEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    synchronized CompletableFuture<String> submit(Operation operation) {
        asked.add(operation);
        if (refused.test(operation)) {
            return refusal("refused by the test");
        }
        if (operation instanceof Operation.Pull pull && !boards[pull.system()]) {
            return refusal("its board is not in its slot");
        }
        if (operation instanceof Operation.Relieve relieve) {
            if (!isInStep(relieve.system())) {
                return refusal("nobody can relieve it");
            }
            take(relieve.system(), "relieved");
        } else if (operation instanceof Operation.Pull pull) {
            take(pull.system(), "CPU board pulled");
        } else if (operation instanceof Operation.Fit fit) {
            fitted[fit.system()] = fit.version();
        } else if (operation instanceof Operation.Insert insert) {
            insert(insert.system());
        }
        return CompletableFuture.completedFuture("done");
    }

    private static CompletableFuture<String> refusal(String sentence) {
        return CompletableFuture.failedFuture(new ServerException(sentence));
    }

    private boolean isInStep(int system) {
        long inStep = Arrays.stream(states).filter(each -> each == SystemState.ONLINE_SYNC).count();
        return states[system] == SystemState.ONLINE_SYNC && inStep > 1;
    }

    /** Takes a board out; another system is ACT then if this one was. */
    synchronized void take(int system, String text) {
        boards[system] = false;
        change(system, SystemState.OFF, text);
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            if (states[i].isOnline()) {
                left.add(i);
            }
        }
        if (left.size() == 1) {
            change(left.get(0), SystemState.ONLINE_READY, text);
        }
        if (system == active && !left.isEmpty()) {
            active = left.get(0);
        }
    }

    private void insert(int system) {
        boards[system] = true;
        versions[system] = fitted[system];
        if (faulty.test(versions[system])) {
            change(system, SystemState.FAULT, faultText);
            return;
        }
        for (int i = 0; i < states.length; i++) {
            if (i == system || states[i] == SystemState.ONLINE_READY) {
                change(i, SystemState.ONLINE_SYNC, "in step");
            }
        }
        reports.add(report(reports.size() + 1, system));
    }

    /** Tells of a change of state. */
    synchronized void change(int system, SystemState to, String text) {
        SystemState from = states[system];
        states[system] = to;
        ServerEvent event =
                Blank.of(
                        ServerEvent.class,
                        Map.of("system", system, "from", from, "to", to, "text", text));
        listeners.forEach(each -> each.accept(event));
    }

    private static ResyncReport report(int number, int destination) {
        return Blank.of(
                ResyncReport.class,
                Map.of(
                        "number",
                        number,
                        "destination",
                        destination,
                        "succeeded",
                        true,
                        "stopGuestNanos",
                        1_000_000L,
                        "gapGuestNanos",
                        2_000_000L));
    }
}
