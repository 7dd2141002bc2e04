package ft.console.symbols;

import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** What is known of the addresses of each server's guest: what it carries itself, and files. */
@Component(service = Symbols.class)
public class Symbols {
    private final Map<String, Loaded> servers = new ConcurrentHashMap<>();

    /** What is known of one server. */
    private static final class Loaded {
        final List<SymbolTable> files = new ArrayList<>();
        GuestProgram guest;
        SymbolTable own = SymbolTable.EMPTY;
    }

    /** Adds those of a file. */
    public void add(FtServer server, SymbolTable table) {
        Loaded loaded = loaded(server);
        synchronized (loaded) {
            loaded.files.removeIf(each -> each.origin().equals(table.origin()));
            loaded.files.add(0, table);
        }
    }

    /** Forgets all files. */
    public void forget(FtServer server) {
        Loaded loaded = loaded(server);
        synchronized (loaded) {
            loaded.files.clear();
        }
    }

    /** The tables in which a server's addresses are looked up, in this order. */
    public List<SymbolTable> of(FtServer server) {
        Loaded loaded = loaded(server);
        synchronized (loaded) {
            List<SymbolTable> all = new ArrayList<>(loaded.files);
            SymbolTable own = own(loaded, server.guest());
            if (own.size() > 0) {
                all.add(own);
            }
            return all;
        }
    }

    private static SymbolTable own(Loaded loaded, Optional<GuestProgram> guest) {
        if (guest.isPresent() && guest.get() != loaded.guest) {
            loaded.guest = guest.get();
            loaded.own = SymbolFile.of(loaded.guest.name(), loaded.guest.image());
        }
        return guest.isPresent() ? loaded.own : SymbolTable.EMPTY;
    }

    private Loaded loaded(FtServer server) {
        return servers.computeIfAbsent(server.description().name(), name -> new Loaded());
    }

    /** An address by a name of the first table that has one for it. */
    public static Optional<String> describe(List<SymbolTable> tables, long address) {
        for (SymbolTable table : tables) {
            Optional<String> name = table.describe(address);
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }
}
