package ft.console.command;

import ft.api.fault.Trigger;
import ft.api.server.FtServer;
import ft.api.server.InjectedFault;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.console.symbols.Symbols;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.text.Table;
import ft.console.view.MemoryDump;
import ft.console.view.Registers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that reach into the machine. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"inject", "faults", "hold", "release", "probe", "memory", "registers"})
public class FaultCommands implements CommandGroup {
    private static final int LENGTH = 256;
    private static final int LONGEST = 65536;

    private final Servers servers;
    private final Symbols symbols;

    /** Made by Declarative Services. */
    @Activate
    public FaultCommands(@Reference Servers servers, @Reference Symbols symbols) {
        this.servers = servers;
        this.symbols = symbols;
    }

    @Override
    public String title() {
        return "Faults and insight";
    }

    /** {@code ft:inject}. */
    @Descriptor("injects a fault, now or when its trigger says; alone it lists what there is")
    public Object inject(@Descriptor("[FAULT[@TRIGGER]] [-at CLOCK] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        if (words.length == 0) {
            return FaultSyntax.choices();
        }
        Arguments arguments = new Arguments("ft:inject", words);
        FtServer server = servers.choose(arguments);
        Optional<String> at = arguments.option("-at", "--at");
        Operation.Inject inject =
                FaultSyntax.parse(arguments.rest(), server.description().systems());
        if (at.isPresent()) {
            inject = FaultSyntax.at(inject, Arguments.number("the clock", at.get()));
        }
        String done = Waiting.done(server, server.submit(inject));
        // What it leads to comes when the guest gets there; ft:faults and the event log tell.
        return inject.trigger().equals(Trigger.NOW) ? done : "Armed: " + inject.text() + ".";
    }

    /** {@code ft:faults}. */
    @Descriptor("lists the faults that were injected, and which of them have not struck yet")
    public Object faults(@Descriptor("[-s SERVER]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:faults", words);
        FtServer server = servers.choose(arguments);
        arguments.end();
        List<InjectedFault> faults = server.faults();
        if (faults.isEmpty()) {
            return "No fault was injected; ft:inject alone lists what there is.";
        }
        Table table = new Table("no", "fault", "trigger", "armed at", "struck at");
        for (InjectedFault each : faults) {
            table.row(
                    Integer.toString(each.id()),
                    each.fault().text(),
                    each.trigger().text(),
                    Long.toString(each.armed()),
                    each.hasStruck() ? Long.toString(each.struck()) : "still armed");
        }
        return table.toString();
    }

    /** {@code ft:hold}. */
    @Descriptor("holds the guest at the next instruction boundary, or at a guest clock")
    public String hold(@Descriptor("[CLOCK] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:hold", words);
        FtServer server = servers.choose(arguments);
        long clock = arguments.more() ? arguments.number("the clock") : 0;
        arguments.end();
        return "The guest is held at clock "
                + Waiting.done(server, server.holdAt(clock))
                + "; ft:release lets it go on.";
    }

    /** {@code ft:release}. */
    @Descriptor("lets a guest go on that is held")
    public String release(@Descriptor("[-s SERVER]") String... words) throws Problem {
        Arguments arguments = new Arguments("ft:release", words);
        FtServer server = servers.choose(arguments);
        arguments.end();
        server.release();
        return "The guest goes on.";
    }

    /** {@code ft:probe}. */
    @Descriptor("shows digests of memory, contexts and output at an instruction boundary")
    public Probe probe(@Descriptor("[CLOCK] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:probe", words);
        FtServer server = servers.choose(arguments);
        long clock = arguments.more() ? arguments.number("the clock") : 0;
        arguments.end();
        try {
            return Waiting.done(server, server.probeAt(clock));
        } finally {
            server.release();
        }
    }

    /** {@code ft:memory}. */
    @Descriptor("shows main storage of a system in hexadecimal")
    public MemoryDump memory(@Descriptor("SYSTEM ADDRESS [LENGTH] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:memory", words);
        FtServer server = servers.choose(arguments);
        int system = arguments.system(server.description().systems());
        long address = arguments.number("the address");
        int length = arguments.more() ? arguments.number("the length", 1, LONGEST) : LENGTH;
        arguments.end();
        return new MemoryDump(
                address, Waiting.done(server, server.memory(system, address, length)));
    }

    /** {@code ft:registers}. */
    @Descriptor("shows the registers of a hart")
    public Registers registers(@Descriptor("SYSTEM [HART] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:registers", words);
        FtServer server = servers.choose(arguments);
        int system = arguments.system(server.description().systems());
        int harts = server.description().harts();
        OptionalInt hart =
                arguments.more()
                        ? OptionalInt.of(arguments.number("the hart", 0, harts - 1))
                        : OptionalInt.empty();
        arguments.end();
        return Registers.of(
                Waiting.done(server, server.registers(system, hart.orElse(0))), symbols.of(server));
    }
}
