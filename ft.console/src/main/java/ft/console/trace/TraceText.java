package ft.console.trace;

import ft.api.trace.TraceEvent;
import ft.console.symbols.SymbolTable;
import ft.console.symbols.Symbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How what is traced looks: a line each, which begins with clock, system and hart or slot. */
public final class TraceText {
    private final List<SymbolTable> symbols;

    /** With names for the addresses of code. */
    public TraceText(List<SymbolTable> symbols) {
        this.symbols = List.copyOf(symbols);
    }

    /** A line. */
    public String line(TraceEvent event) {
        if (event instanceof TraceEvent.Access access) {
            return access(access);
        } else if (event instanceof TraceEvent.Line line) {
            String level = line.high() ? "raised" : "lowered";
            return device(line, line.slot(), "interrupt " + line.source() + " is " + level);
        } else if (event instanceof TraceEvent.Log log) {
            String level = log.level().name().toLowerCase(Locale.ROOT);
            return device(log, log.slot(), level + ": " + log.text());
        } else if (event instanceof TraceEvent.Trap trap) {
            return trap(trap);
        }
        return instruction((TraceEvent.Instruction) event);
    }

    private static String device(TraceEvent event, String slot, String what) {
        String place = slot.isEmpty() ? "nobody" : slot;
        return String.format("%12d #%d   %-9s %s", event.clock(), event.system(), place, what);
    }

    private static String access(TraceEvent.Access access) {
        String register =
                access.register().isEmpty()
                        ? "+0x" + Long.toHexString(access.offset())
                        : access.register();
        String what =
                String.format(
                        "%-5s %-16s 0x%x %s 0x%x%s",
                        access.write() ? "write" : "read",
                        register,
                        access.address(),
                        access.write() ? "<-" : "->",
                        access.value(),
                        access.answered() ? "" : "  master abort");
        return device(access, access.slot(), what + " (" + access.size() + ")");
    }

    private String trap(TraceEvent.Trap trap) {
        return String.format(
                "%12d #%d.%d trap      %s at %s, tval 0x%x, %s -> %s",
                trap.clock(),
                trap.system(),
                trap.hart(),
                trap.cause(),
                place(trap.pc()),
                trap.value(),
                trap.from(),
                trap.to());
    }

    private String instruction(TraceEvent.Instruction each) {
        StringBuilder line = new StringBuilder();
        boolean wide = (each.word() & 3) == 3;
        line.append(
                String.format(
                        "%12d #%d.%d %s %-36s %8s  %-28s",
                        each.clock(),
                        each.system(),
                        each.hart(),
                        each.privilege(),
                        place(each.pc()),
                        String.format(wide ? "%08x" : "%04x", each.word()),
                        each.text()));
        for (Map.Entry<String, Long> written : new TreeMap<>(each.written()).entrySet()) {
            line.append(String.format(" %s=0x%x", written.getKey(), written.getValue()));
        }
        return line.toString().stripTrailing();
    }

    private String place(long address) {
        String name = Symbols.describe(symbols, address).map(found -> " " + found).orElse("");
        return Long.toHexString(address) + name;
    }
}
