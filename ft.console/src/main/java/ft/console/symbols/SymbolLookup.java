package ft.console.symbols;

import ft.console.text.Arguments;
import ft.console.text.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * An address and what it is called.
 *
 * @param address looked up, or found
 * @param name such as {@code do_trap_break+0x12}, or empty
 * @param origin where the name comes from, or empty
 */
public record SymbolLookup(long address, String name, String origin) {
    /** Digits of an address without 0x in front, as kernels print it. */
    private static final String BARE = "[0-9a-fA-F]{16}";

    /**
     * Looks a word up: a number is an address, everything else a name.
     *
     * @return all symbols of the name, or one answer for an address
     */
    public static List<SymbolLookup> of(String word, List<SymbolTable> tables) throws Problem {
        List<SymbolLookup> found = new ArrayList<>();
        for (SymbolTable table : tables) {
            for (Symbol symbol : table.named(word)) {
                found.add(new SymbolLookup(symbol.address(), word, table.origin()));
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        if (tables.isEmpty()) {
            throw new Problem("There are no symbols; ft:symbols FILE reads some.");
        }
        if (!Character.isDigit(word.charAt(0)) && !word.matches(BARE)) {
            throw new Problem("There is no symbol " + word + ".");
        }
        long address = Arguments.number("the address", word.matches(BARE) ? "0x" + word : word);
        return List.of(at(address, tables));
    }

    private static SymbolLookup at(long address, List<SymbolTable> tables) {
        for (SymbolTable table : tables) {
            var name = table.describe(address);
            if (name.isPresent()) {
                return new SymbolLookup(address, name.get(), table.origin());
            }
        }
        return new SymbolLookup(address, "", "");
    }

    @Override
    public String toString() {
        String text = String.format("0x%x  %s", address, name.isEmpty() ? "-" : name);
        return origin.isEmpty() ? text : text + "  (" + origin + ")";
    }
}
