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
        function = {"devicetree", "symbol", "symbols"})
public class BringUpCommands implements CommandGroup {
    private final Servers servers;
    private final Symbols symbols;

    /** Made by Declarative Services. */
    @Activate
    public BringUpCommands(@Reference Servers servers, @Reference Symbols symbols) {
        this.servers = servers;
        this.symbols = symbols;
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
}
