package ft.console.command;

import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.console.symbols.SymbolFile;
import ft.console.symbols.SymbolLookup;
import ft.console.symbols.SymbolTable;
import ft.console.symbols.Symbols;
import ft.console.text.Arguments;
import ft.console.text.OutputFile;
import ft.console.text.Problem;
import ft.console.text.Units;
import ft.console.trace.TraceLog;
import ft.console.trace.TraceRequest;
import ft.console.trace.TraceView;
import ft.console.trace.Traces;
import ft.console.view.DeviceTreeSource;
import ft.console.view.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands for a guest that does not come up. */
@Component(service = CommandGroup.class)
@GogoCommand(
        scope = CommandGroup.SCOPE,
        function = {"devicetree", "symbol", "symbols", "trace"})
public class BringUpCommands implements CommandGroup {
    private static final int SHOWN = 40;
    private static final long MOST_SHOWN = 10_000;

    private final Servers servers;
    private final Symbols symbols;
    private final Traces traces;

    /** Made by Declarative Services. */
    @Activate
    public BringUpCommands(
            @Reference Servers servers, @Reference Symbols symbols, @Reference Traces traces) {
        this.servers = servers;
        this.symbols = symbols;
        this.traces = traces;
    }

    @Override
    public String title() {
        return "Bring-up";
    }

    /** {@code ft:devicetree}: a {@link DeviceTreeSource}, or what was written. */
    @Descriptor("shows the device tree that the guest finds, as dtc reads it; or writes its blob")
    public Object devicetree(
            CommandSession session, @Descriptor("[--blob FILE] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:devicetree", words);
        FtServer server = servers.choose(arguments);
        Optional<String> file = arguments.option("--blob");
        arguments.end();
        byte[] blob;
        try {
            blob = server.deviceTree();
        } catch (ServerException e) {
            throw Problem.of(e);
        }
        if (file.isEmpty()) {
            return new DeviceTreeSource(blob);
        }
        OutputFile.write(session.currentDir().resolve(file.get()), blob);
        return "The device tree of " + blob.length + " bytes is in " + file.get() + ".";
    }

    /** {@code ft:symbol}. */
    @Descriptor("tells what is at an address of the guest, or where a symbol is")
    public Rows<SymbolLookup> symbol(@Descriptor("ADDRESS|NAME... [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:symbol", words);
        FtServer server = servers.choose(arguments);
        List<SymbolTable> tables = symbols.of(server);
        List<SymbolLookup> found = new ArrayList<>();
        do {
            found.addAll(SymbolLookup.of(arguments.word("an address or a name"), tables));
        } while (arguments.isWord());
        arguments.end();
        return new Rows<>(SymbolLookup.class, found, "");
    }

    /** {@code ft:symbols}. */
    @Descriptor("reads symbols of the guest from a file (ELF, kernel, System.map, kallsyms)")
    public Object symbols(
            CommandSession session,
            @Descriptor("[FILE [--at OFFSET]] [--forget] [--elf FILE] [-s SERVER]") String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:symbols", words);
        FtServer server = servers.choose(arguments);
        Optional<String> offset = arguments.option("--at");
        Optional<String> elf = arguments.option("--elf");
        if (arguments.flag("--forget")) {
            symbols.forget(server);
        }
        if (arguments.more()) {
            Path file = session.currentDir().resolve(arguments.word("a file"));
            symbols.add(
                    server,
                    SymbolFile.read(
                            file,
                            offset.isPresent() ? Arguments.number("the offset", offset.get()) : 0));
        }
        arguments.end();
        List<SymbolTable> tables = symbols.of(server);
        if (elf.isEmpty()) {
            return new Rows<>(
                    SymbolTable.class,
                    tables,
                    "There are no symbols; ft:symbols FILE reads some, and a guest that is an ELF"
                            + " file or a kernel brings its own.");
        }
        SymbolTable all = SymbolTable.of(elf.get(), tables);
        OutputFile.write(session.currentDir().resolve(elf.get()), all.elf());
        return Units.plural(all.size(), "symbol") + " are in " + elf.get() + ", for a debugger.";
    }

    /** {@code ft:trace}: a {@link TraceView}, or what was begun or ended. */
    @Descriptor("traces guest and devices; alone, its last lines; -f until Ctrl-C; off ends it")
    public Object trace(
            CommandSession session,
            @Descriptor("[off] | [-n LINES] [-f] | " + TraceRequest.USAGE + " [-s SERVER]")
                    String... words)
            throws Problem {
        Arguments arguments = new Arguments("ft:trace", words);
        FtServer server = servers.choose(arguments);
        Optional<String> count = arguments.option("-n");
        boolean follow = arguments.flag("-f");
        if (!arguments.more()) {
            TraceLog log = running(server);
            long shown =
                    count.isPresent()
                            ? Arguments.number("the number of lines", count.get())
                            : SHOWN;
            if (follow) {
                follow(session, log);
                return null;
            }
            return TraceView.of(log, (int) Math.max(0, Math.min(MOST_SHOWN, shown)));
        }
        if (words.length > 0 && words[0].equals("off")) {
            arguments.word("off");
            arguments.end();
            TraceLog log = running(server);
            traces.end(server);
            return TraceView.of(log, 0);
        }
        List<SymbolTable> tables = symbols.of(server);
        TraceRequest request = TraceRequest.take(arguments, server.description().systems(), tables);
        traces.end(server);
        TraceLog log = TraceLog.begin(server, request, tables, session.currentDir(), null);
        traces.keep(server, log);
        if (follow) {
            follow(session, log);
            return null;
        }
        return "The trace has begun; ft:trace shows its last lines, ft:trace off ends it.";
    }

    private TraceLog running(FtServer server) throws Problem {
        return traces.of(server)
                .orElseThrow(
                        () ->
                                new Problem(
                                        "Nothing is traced; ft:trace traps begins, for example, and"
                                                + " ft:help trace tells what there is."));
    }

    private static void follow(CommandSession session, TraceLog log) {
        try (TerminalMode.Restore restore = ShellTerminal.interruptible(session)) {
            long seen = log.total();
            for (String line : log.last(SHOWN)) {
                System.out.println(line);
            }
            while (!System.out.checkError()) {
                List<String> lines = log.after(seen);
                if (lines.isEmpty()) {
                    return;
                }
                long now = seen + lines.size();
                long total = log.total();
                if (total - now > MOST_SHOWN) {
                    System.out.println("[" + Units.count(total - now) + " lines dropped]");
                    now = total;
                }
                lines.forEach(System.out::println);
                seen = now;
            }
        } catch (InterruptedException e) {
            // That is how it ends.
        }
    }
}
