package ft.console.symbols;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The symbols of a program, by name and by address. */
public final class SymbolTable {
    /** Without any symbol. */
    public static final SymbolTable EMPTY = new SymbolTable("nothing", List.of());

    /** What lies further behind a symbol has nothing to do with it, unless its size says so. */
    private static final long REACH = 1 << 20;

    private final String origin;
    private final Symbol[] byAddress;

    /**
     * Of symbols in any order.
     *
     * @param origin where they come from, for people
     */
    public SymbolTable(String origin, List<Symbol> symbols) {
        this.origin = origin;
        byAddress = symbols.toArray(Symbol[]::new);
        Arrays.sort(
                byAddress,
                Comparator.comparing(Symbol::address, Long::compareUnsigned)
                        .thenComparing(Symbol::kind));
    }

    /** Where they come from. */
    public String origin() {
        return origin;
    }

    /** How many there are. */
    public int size() {
        return byAddress.length;
    }

    /** All of them, by address. */
    public List<Symbol> symbols() {
        return List.of(byAddress);
    }

    /** The symbols of several tables together. */
    public static SymbolTable of(String origin, List<SymbolTable> tables) {
        return new SymbolTable(
                origin, tables.stream().flatMap(table -> table.symbols().stream()).toList());
    }

    /** These symbols, and the same again at another distance from the begin of memory. */
    SymbolTable mirrored(long offset) {
        List<Symbol> all = new ArrayList<>(symbols());
        for (Symbol symbol : byAddress) {
            all.add(symbol.moved(offset));
        }
        return new SymbolTable(origin, all);
    }

    /** The address of a name: the lowest if it names several. */
    public OptionalLong find(String name) {
        for (Symbol symbol : byAddress) {
            if (symbol.name().equals(name)) {
                return OptionalLong.of(symbol.address());
            }
        }
        return OptionalLong.empty();
    }

    /** All symbols of a name. */
    public List<Symbol> named(String name) {
        return Arrays.stream(byAddress).filter(symbol -> symbol.name().equals(name)).toList();
    }

    /** First and last address of what a name names. */
    public Optional<long[]> extent(String name) {
        for (int index = 0; index < byAddress.length; index++) {
            Symbol symbol = byAddress[index];
            if (symbol.name().equals(name)) {
                long end = symbol.address() + Math.max(1, symbol.size());
                for (int next = index + 1; symbol.size() == 0 && next < byAddress.length; next++) {
                    if (byAddress[next].address() != symbol.address()) {
                        end = byAddress[next].address();
                        break;
                    }
                }
                return Optional.of(new long[] {symbol.address(), end - 1});
            }
        }
        return Optional.empty();
    }

    /** An address by a name, such as {@code do_trap_break+0x12}; empty if nothing is near. */
    public Optional<String> describe(long address) {
        int index = lastAtOrBelow(address);
        if (index < 0) {
            return Optional.empty();
        }
        while (index > 0 && byAddress[index - 1].address() == byAddress[index].address()) {
            index--;
        }
        Symbol symbol = byAddress[index];
        long offset = address - symbol.address();
        if (Long.compareUnsigned(offset, Math.max(symbol.size(), REACH)) >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                offset == 0 ? symbol.name() : symbol.name() + "+0x" + Long.toHexString(offset));
    }

    /** An ELF file that has nothing but these symbols, for a debugger. */
    public byte[] elf() {
        return SymbolElf.of(symbols());
    }

    private int lastAtOrBelow(long address) {
        int low = 0;
        int high = byAddress.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(byAddress[middle].address(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
