package ft.linux.verb;

import ft.api.guest.GuestProgram;
import ft.api.io.SlotDescription;
import ft.api.server.Board;
import ft.api.server.DriverKind;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.api.server.ServerDescription;
import ft.api.server.ServerEvent;
import ft.api.server.ServerException;
import ft.api.server.SystemCounters;
import ft.api.server.SystemStatus;
import ft.api.server.TraceGranularity;
import ft.api.state.Mode;
import ft.api.state.StateEvent;
import ft.api.state.SystemState;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A server whose guest is a few lines of a test. Whatever it is asked for it does at once; its
 * clock goes on whenever somebody looks. Each time it is powered on there is a new guest.
 */
final class FakeServer {
    /** What runs on it. */
    interface Guest {
        /** It has power. */
        default void boots(FakeServer server) {}

        /** Somebody typed a line on the UART of an IO subsystem. */
        default void reads(FakeServer server, int io, String line) {}

        /** An operator does something. */
        default void feels(FakeServer server, Operation operation) {}
    }

    private volatile long cyclesALook = 1_000_000;

    /** Everything that was asked for, in order. */
    final List<Operation> operations = new CopyOnWriteArrayList<>();

    /** The guest that was given. */
    volatile GuestProgram program;

    /** What is wrong with the system in service. */
    volatile String problem = "";

    /** Whether it was closed. */
    volatile boolean closed;

    /** The clock at which it is to be held. */
    volatile CompletableFuture<Long> held = new CompletableFuture<>();

    /** What a probe gives. */
    volatile Probe probe = new Probe(100, 99, List.of("m", "m"), List.of("c", "c"), "o", 1);

    private final Guest guest;
    private final ServerDescription description;
    private final SystemState[] states;
    private final boolean[] ioBoards;
    private final Map<String, List<Consumer<byte[]>>> screens = new ConcurrentHashMap<>();
    private final List<Consumer<ServerEvent>> journals = new CopyOnWriteArrayList<>();
    private volatile long clock;
    private volatile String exit = "";

    FakeServer(ServerDescription description, Guest guest) {
        this.description = description;
        this.guest = guest;
        states = new SystemState[description.systems()];
        ioBoards = new boolean[description.systems()];
        Arrays.fill(states, SystemState.OFF);
    }

    /** A UART in each IO subsystem, and something before it that is none. */
    static ServerDescription description(String name, boolean pair) {
        return description(name, pair, 0);
    }

    static ServerDescription description(String name, boolean pair, int ejectMicros) {
        List<SlotDescription> slots = new ArrayList<>();
        for (int io = 0; io < 2; io++) {
            slots.add(slot("rng" + io, io, "virtio-rng"));
            slots.add(slot("uart" + io, io, "ns16550a"));
        }
        return description(name, pair, ejectMicros, slots);
    }

    static SlotDescription slot(String name, int io, String device) {
        return new SlotDescription(name, io, device, 0x1000_0000, 0x100, 1, Map.of());
    }

    static ServerDescription description(
            String name, boolean pair, int ejectMicros, List<SlotDescription> slots) {
        return new ServerDescription(
                name,
                2,
                1,
                64L << 20,
                32768,
                10,
                true,
                DriverKind.PARALLEL,
                0,
                "trace",
                true,
                "TRACE",
                64,
                TraceGranularity.PAGE,
                1024,
                768,
                0,
                10000,
                4096,
                1L << 30,
                1L << 30,
                0.25,
                pair,
                false,
                ejectMicros,
                "ft.cpu",
                "ft.io",
                "ft.crosslink",
                slots);
    }

    // What the guest does

    /** Writes on the UART of an IO subsystem, if its board is there. */
    void print(int io, String text) {
        if (ioBoards[io]) {
            byte[] data = text.getBytes(StandardCharsets.UTF_8);
            screens.getOrDefault("uart" + io + "/serial", List.of()).forEach(s -> s.accept(data));
        }
    }

    /** Ends. */
    void exit(String how) {
        exit = how;
    }

    // What a test does

    /** Lets much time go by between two looks. */
    void hurry() {
        cyclesALook = 10_000_000_000L;
    }

    /** The server as those who use it see it; what it is not asked for here it cannot do. */
    FtServer server() {
        return (FtServer)
                Proxy.newProxyInstance(
                        FtServer.class.getClassLoader(),
                        new Class<?>[] {FtServer.class},
                        (proxy, method, arguments) ->
                                answer(
                                        method.getName(),
                                        arguments == null ? new Object[0] : arguments));
    }

    /** A factory that makes the servers of a test, in their order, and tells what was changed. */
    static FtServerFactory factory(Map<String, String> changed, FakeServer... servers) {
        List<FakeServer> left = new ArrayList<>(List.of(servers));
        return new FtServerFactory() {
            @Override
            public FtServer create(ServerDescription wanted) {
                return left.remove(0).server();
            }

            @Override
            public ServerDescription describe(Map<String, Object> configuration) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ServerDescription vary(ServerDescription base, Map<String, String> options) {
                changed.putAll(options);
                return base;
            }
        };
    }

    static FtServerFactory factory(FakeServer... servers) {
        return factory(new LinkedHashMap<>(), servers);
    }

    private Object answer(String method, Object[] arguments) throws ServerException {
        return switch (method) {
            case "description" -> description;
            case "guest" -> {
                program = (GuestProgram) arguments[0];
                yield null;
            }
            case "channels" -> channels();
            case "onOutput" ->
                    listen(
                            screens.computeIfAbsent(
                                    (String) arguments[0], name -> new CopyOnWriteArrayList<>()),
                            arguments[1]);
            case "onEvent" -> listen(journals, arguments[0]);
            case "submit" -> submit((Operation) arguments[0]);
            case "holdAt" -> held;
            case "send" -> {
                type((String) arguments[0], (byte[]) arguments[1]);
                yield null;
            }
            case "systems" -> systems();
            case "guestExit" -> exit.isEmpty() ? Optional.empty() : Optional.of(exit);
            case "probeAt" -> CompletableFuture.completedFuture(probe);
            case "close" -> {
                closed = true;
                yield null;
            }
            case "hashCode" -> System.identityHashCode(this);
            case "equals" -> false;
            case "toString" -> description.name();
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private List<String> channels() {
        return description.slots().stream()
                .map(s -> s.name() + (s.device().equals("ns16550a") ? "/serial" : "/other"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static <T> AutoCloseable listen(List<Consumer<T>> listeners, Object listener) {
        Consumer<T> added = (Consumer<T>) listener;
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    private void type(String channel, byte[] data) {
        int io = channel.startsWith("uart0") ? 0 : 1;
        new String(data, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> guest.reads(this, io, line));
    }

    private CompletableFuture<String> submit(Operation operation) {
        operations.add(operation);
        if (operation instanceof Operation.PowerOn) {
            Arrays.fill(ioBoards, true);
            become(0, description.automaticSync() ? SystemState.ONLINE_SYNC : ready());
            become(1, description.automaticSync() ? SystemState.ONLINE_SYNC : SystemState.OFFLINE);
            guest.boots(this);
        } else if (operation instanceof Operation.Pull pull) {
            board(pull.system(), pull.board(), false);
        } else if (operation instanceof Operation.Insert insert) {
            board(insert.system(), insert.board(), true);
        }
        guest.feels(this, operation);
        return CompletableFuture.completedFuture("done");
    }

    private static SystemState ready() {
        return SystemState.ONLINE_READY;
    }

    private void board(int system, Board board, boolean there) {
        if (board == Board.IO) {
            ioBoards[system] = there;
            tell(system, null, states[system], there ? "IO board inserted" : "IO board pulled");
        } else {
            become(system, there ? SystemState.ONLINE_SYNC : SystemState.OFF);
            become(1 - system, there ? SystemState.ONLINE_SYNC : ready());
        }
    }

    private void become(int system, SystemState state) {
        SystemState before = states[system];
        states[system] = state;
        tell(system, StateEvent.POR, before, "because");
    }

    private void tell(int system, StateEvent event, SystemState before, String text) {
        ServerEvent told =
                new ServerEvent(
                        1,
                        clock,
                        clock * 10,
                        Instant.EPOCH,
                        system,
                        "",
                        event,
                        before,
                        states[system],
                        Mode.ACT,
                        false,
                        text);
        journals.forEach(journal -> journal.accept(told));
    }

    private List<SystemStatus> systems() {
        clock += exit.isEmpty() ? cyclesALook : 0;
        List<SystemStatus> all = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            boolean active = states[i].isOnline() && (i == 0 || !states[0].isOnline());
            all.add(
                    new SystemStatus(
                            i,
                            states[i],
                            active ? Mode.ACT : Mode.SBY,
                            states[i] != SystemState.OFF,
                            ioBoards[i],
                            true,
                            clock,
                            clock,
                            new SystemCounters(0, 0, 0, 0, 0, 0, 0),
                            active ? problem : ""));
        }
        return all;
    }

    /** A guest for whom anything will do. */
    static GuestProgram program() {
        return new GuestProgram("Linux", new byte[4], "");
    }
}
