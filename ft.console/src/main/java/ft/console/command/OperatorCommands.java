package ft.console.command;

import ft.api.io.SlotDescription;
import ft.api.io.SlotStatus;
import ft.api.server.Board;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.PolicyStatus;
import ft.api.server.ServerEvent;
import ft.api.server.StrategyStatus;
import ft.api.server.SystemStatus;
import ft.api.state.SystemState;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.view.Rows;
import ft.console.view.Views;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands of an operator who stands before the server. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {
            "power",
            "sync",
            "strategy",
            "policy",
            "handover",
            "pull",
            "insert",
            "plug",
            "unplug",
            "active",
            "isolate",
            "reset",
            "leave"
        })
public class OperatorCommands implements CommandGroup {
    /** What a server answers when the events have said everything. */
    private static final String DONE = "done";

    private static final String INDENT = "  ";
    private static final int LOOKS = 6;
    private static final long LOOK_EVERY_MILLIS = 50;

    private static final Set<SystemState> UNDER_WAY =
            EnumSet.of(
                    SystemState.PRE_OFFLINE,
                    SystemState.RECOVER_OFFLINE,
                    SystemState.PRE_ONLINE_SYNC);

    private final Servers servers;

    /** Made by Declarative Services. */
    @Activate
    public OperatorCommands(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String title() {
        return "Operating";
    }

    /** {@code ft:power}. */
    @Descriptor("powers all systems, or one, on or off")
    public String power(
            CommandSession session, @Descriptor("on|off [SYSTEM] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:power", words);
        FtServer server = servers.choose(arguments);
        boolean on = arguments.value("the power", Switch.class) == Switch.ON;
        OptionalInt system = arguments.optionalSystem(systems(server));
        arguments.end();
        IntFunction<Operation> operation = on ? Operation.PowerOn::new : Operation.PowerOff::new;
        try (InStep inStep = new InStep(server, false, System.err)) {
            String result = operate(server, operation.apply(system.orElse(Operation.ALL)));
            if (on) {
                inStep.await(session);
            }
            return result;
        }
    }

    private enum Switch {
        ON,
        OFF
    }

    /** Does something, and shows what happens because of it. */
    private static String operate(FtServer server, Operation operation)
            throws Problem, InterruptedException {
        PrintStream out = System.err;
        AtomicInteger told = new AtomicInteger();
        Consumer<ServerEvent> teller =
                event -> {
                    out.println(INDENT + Views.event(event));
                    told.incrementAndGet();
                };
        try (Listening listening = new Listening(server.onEvent(teller))) {
            String result = Waiting.done(server, server.submit(operation));
            if (!result.equals(DONE)) {
                return result;
            }
            awaitSilence(told);
            return told.get() > 0 ? null : "That changes nothing.";
        }
    }

    /** Another controller may write the log than the one that did it, so events can come later. */
    private static void awaitSilence(AtomicInteger told) throws InterruptedException {
        int before = -1;
        for (int look = 0; look < LOOKS && (told.get() == 0 || told.get() != before); look++) {
            before = told.get();
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** {@code ft:sync}. */
    @Descriptor("synchronizes a system that is Offline and shows how far it is")
    public Object sync(CommandSession session, @Descriptor("[SYSTEM] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:sync", words);
        FtServer server = servers.choose(arguments);
        OptionalInt chosen = arguments.optionalSystem(systems(server));
        arguments.end();
        Waiting.Start start;
        if (isUnderWay(server, chosen)) {
            start = () -> {};
        } else {
            int system = chosen.isPresent() ? chosen.getAsInt() : offline(server);
            start = () -> Waiting.done(server, server.submit(new Operation.Synchronize(system)));
        }
        try (TerminalMode.Restore restore = ShellTerminal.interruptible(session)) {
            return Waiting.report(server, start, System.err);
        } catch (InterruptedException e) {
            return "The synchronization goes on in the background; ft:status shows how far it is.";
        }
    }

    /** Whether a system, or the one that was chosen, is being synchronized already. */
    private static boolean isUnderWay(FtServer server, OptionalInt chosen) {
        return server.systems().stream()
                .filter(system -> chosen.isEmpty() || system.system() == chosen.getAsInt())
                .anyMatch(system -> UNDER_WAY.contains(system.state()));
    }

    /** The system that waits for a synchronization. */
    private static int offline(FtServer server) throws Problem {
        List<SystemStatus> systems = server.systems();
        for (SystemStatus system : systems) {
            if (system.state() == SystemState.OFFLINE) {
                return system.system();
            }
        }
        List<String> states = new ArrayList<>();
        for (SystemStatus system : systems) {
            states.add("#" + system.system() + " is " + system.state());
        }
        throw new Problem(
                "No system waits for a synchronization (ST7 Offline): "
                        + String.join(", ", states)
                        + ".");
    }

    /** {@code ft:policy}. */
    @Descriptor("lists the comparator policies, or selects the one for disagreements to come")
    public Object policy(@Descriptor("[NAME] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:policy", words);
        FtServer server = servers.choose(arguments);
        if (arguments.more()) {
            String name = arguments.word("the name of a policy");
            arguments.end();
            return operate(server, new Operation.Configure("ioMismatch", name));
        }
        arguments.end();
        return new Rows<>(
                PolicyStatus.class, server.policies(), "No comparator policy is installed.");
    }

    /** {@code ft:handover}. */
    @Descriptor("moves the running server to the newest IO boards and crosslink there are")
    public String handover(@Descriptor("[-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:handover", words);
        FtServer server = servers.choose(arguments);
        arguments.end();
        String text = Waiting.done(server, server.handOver()).text();
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /** {@code ft:strategy}. */
    @Descriptor("lists the copy strategies, or selects the one for resynchronizations to come")
    public Object strategy(@Descriptor("[NAME] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:strategy", words);
        FtServer server = servers.choose(arguments);
        if (arguments.more()) {
            String name = arguments.word("the name of a strategy");
            arguments.end();
            return operate(server, new Operation.SelectStrategy(0, name));
        }
        return new Rows<>(
                StrategyStatus.class,
                server.strategies(),
                "No copy strategy is installed; start a bundle that has one.");
    }

    /** {@code ft:pull}. */
    @Descriptor("pulls the CPU board (or the IO board) of a system")
    public String pull(@Descriptor("SYSTEM [cpu|io] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Slot slot = slot("ft:pull", words);
        return operate(slot.server, new Operation.Pull(slot.system, slot.board));
    }

    /** {@code ft:insert}. */
    @Descriptor("puts a board back that was pulled, powers it on, and shows how far its system is")
    public String insert(
            CommandSession session, @Descriptor("SYSTEM [cpu|io] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Slot slot = slot("ft:insert", words);
        Operation insert = new Operation.Insert(slot.system, slot.board);
        if (slot.board == Board.IO || !slot.server.description().automaticSync()) {
            return operate(slot.server, insert);
        }
        try (InStep inStep = new InStep(slot.server, false, System.err)) {
            String result = Waiting.done(slot.server.submit(insert));
            inStep.await(session);
            return result.equals(DONE) ? null : result;
        }
    }

    /** {@code ft:plug}. */
    @Descriptor("puts a device into a slot: the one that belongs there, or any into a bay")
    public String plug(@Descriptor("SLOT [TYPE] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:plug", words);
        FtServer server = servers.choose(arguments);
        SlotDescription slot = device(server, arguments.word("the name of a slot"));
        String type = arguments.more() ? arguments.word("a device type") : "";
        arguments.end();
        return operate(server, new Operation.Plug(slot.ioSubsystem(), slot.name(), type));
    }

    /** {@code ft:unplug}. */
    @Descriptor("takes a device out of its slot, when the guest lets it go or has had its time")
    public String unplug(@Descriptor("SLOT [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:unplug", words);
        FtServer server = servers.choose(arguments);
        SlotDescription slot = device(server, arguments.word("the name of a slot"));
        arguments.end();
        return operate(server, new Operation.Unplug(slot.ioSubsystem(), slot.name()));
    }

    private static SlotDescription device(FtServer server, String name) throws Problem {
        List<SlotDescription> slots = server.slots().stream().map(SlotStatus::slot).toList();
        return slots.stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem(
                                        "There is no slot "
                                                + name
                                                + "; there is "
                                                + String.join(
                                                        ", ",
                                                        slots.stream()
                                                                .map(SlotDescription::name)
                                                                .toList())
                                                + "."));
    }

    /** {@code ft:active}. */
    @Descriptor("makes a system ACT: another one in Online sync, or after the service was lost")
    public String active(@Descriptor("SYSTEM [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        return one("ft:active", Operation.MakeActive::new, words);
    }

    /** {@code ft:isolate}. */
    @Descriptor("isolates the CPU subsystem of a system: ST10 Fault")
    public String isolate(@Descriptor("SYSTEM [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        return one("ft:isolate", Operation.Isolate::new, words);
    }

    /** {@code ft:reset}. */
    @Descriptor("resets the CPU subsystem of a system that is isolated")
    public String reset(@Descriptor("SYSTEM [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        return one("ft:reset", Operation.Reset::new, words);
    }

    /** {@code ft:leave}. */
    @Descriptor("ends Online async early, which starts the resynchronization")
    public String leave(@Descriptor("[SYSTEM] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:leave", words);
        FtServer server = servers.choose(arguments);
        int system = arguments.optionalSystem(systems(server)).orElse(0);
        arguments.end();
        return operate(server, new Operation.LeaveAsync(system));
    }

    private String one(String verb, IntFunction<Operation> operation, String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments(verb, words);
        FtServer server = servers.choose(arguments);
        int system = arguments.system(systems(server));
        arguments.end();
        return operate(server, operation.apply(system));
    }

    /** Where a board is, or belongs. */
    private record Slot(FtServer server, int system, Board board) {}

    private Slot slot(String verb, String... words) throws Problem {
        Arguments arguments = new Arguments(verb, words);
        FtServer server = servers.choose(arguments);
        int system = arguments.system(systems(server));
        Board board = arguments.more() ? arguments.value("the board", Board.class) : Board.CPU;
        arguments.end();
        return new Slot(server, system, board);
    }

    private static int systems(FtServer server) {
        return server.description().systems();
    }
}
