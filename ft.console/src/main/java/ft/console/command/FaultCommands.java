package ft.console.command;

import ft.api.server.Fault;
import ft.api.server.FtServer;
import ft.api.server.Operation;
import ft.api.server.Probe;
import ft.console.text.Arguments;
import ft.console.text.Problem;
import ft.console.text.Table;
import ft.console.text.Text;
import ft.console.view.MemoryDump;
import ft.console.view.Registers;
import java.util.ArrayList;
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
        function = {"inject", "hold", "release", "probe", "memory", "registers"})
public class FaultCommands implements CommandGroup {
    private static final int LENGTH = 256;
    private static final int LONGEST = 65536;
    private static final int WIDTH = 96;

    private final Servers servers;

    /** Made by Declarative Services. */
    @Activate
    public FaultCommands(@Reference Servers servers) {
        this.servers = servers;
    }

    @Override
    public String title() {
        return "Faults and insight";
    }

    /** {@code ft:inject}. */
    @Descriptor("injects a fault, now or at a guest clock; alone it lists the kinds of faults")
    public Object inject(@Descriptor("[KIND ARGUMENTS] [-at CLOCK] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        if (words.length == 0) {
            return kinds();
        }
        Arguments arguments = new Arguments("ft:inject", words);
        FtServer server = servers.choose(arguments);
        Optional<String> at = arguments.option("-at", "--at");
        Fault fault = FaultSyntax.parse(arguments, server.description().systems());
        arguments.end();
        Operation operation = new Operation.Inject(fault);
        if (at.isPresent()) {
            long clock = Arguments.number("the clock", at.get());
            // Its result comes when the guest gets there; the event log tells.
            server.submitAt(clock, operation);
            return "Will be injected at clock " + clock + ".";
        }
        return Waiting.done(server.submit(operation));
    }

    private static String kinds() {
        Table table = new Table("ft:inject ...", "what happens");
        List<String> examples = new ArrayList<>();
        for (FaultSyntax.Kind kind : FaultSyntax.kinds().values()) {
            table.row(kind.usage(), kind.description());
            examples.add("ft:inject " + kind.example());
        }
        return table + "\n\n" + Text.wrap("examples  ", "; ", examples, WIDTH);
    }

    /** {@code ft:hold}. */
    @Descriptor("holds the guest at the next instruction boundary, or at a guest clock")
    public Probe hold(@Descriptor("[CLOCK] [-s SERVER]") String... words)
            throws Problem, InterruptedException {
        Arguments arguments = new Arguments("ft:hold", words);
        FtServer server = servers.choose(arguments);
        long clock = arguments.more() ? arguments.number("the clock") : 0;
        arguments.end();
        return Waiting.done(server.holdAt(clock));
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
            return Waiting.done(server.holdAt(clock));
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
        return new MemoryDump(address, Waiting.done(server.memory(system, address, length)));
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
        return new Registers(Waiting.done(server.registers(system, hart.orElse(0))));
    }
}
