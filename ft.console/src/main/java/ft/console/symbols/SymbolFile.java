package ft.console.symbols;

import ft.api.board.BoardMap;
import ft.console.text.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files that symbols are read from. */
public final class SymbolFile {
    /** Where the loader puts the first byte of a kernel's image. */
    private static final long KERNEL_AT = BoardMap.DRAM_BASE + (2 << 20);

    private static final String START = "_start";

    private SymbolFile() {}

    /**
     * Reads a file: ELF, a kernel's image, {@code System.map} or {@code /proc/kallsyms}.
     *
     * @param offset what is added to every address, for what runs elsewhere than it was linked to
     */
    public static SymbolTable read(Path file, long offset) throws Problem {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Problem("There is no file " + file + " with symbols.", e);
        } catch (IOException e) {
            throw new Problem("Symbols cannot be read from " + file + ": " + e + ".", e);
        }
        String name = String.valueOf(file.getFileName());
        SymbolTable table = of(name, content);
        if (table.size() == 0) {
            List<Symbol> lines = MapSymbols.of(content);
            if (MapSymbols.hidesAddresses(lines)) {
                throw new Problem(
                        "All addresses in "
                                + name
                                + " are 0: the kernel hides them; write 0 to"
                                + " /proc/sys/kernel/kptr_restrict first, as root.");
            }
            table = new SymbolTable(name, lines);
        }
        if (table.size() == 0) {
            throw new Problem(
                    name
                            + " has no symbols; give an ELF file that is not stripped, a kernel's"
                            + " image, a System.map or the text of /proc/kallsyms.");
        }
        return offset == 0
                ? table
                : new SymbolTable(
                        name, table.symbols().stream().map(each -> each.moved(offset)).toList());
    }

    /** Those of an ELF file or a kernel's image; none if it is neither, or has none. */
    public static SymbolTable of(String name, byte[] file) {
        if (ElfSymbols.isOne(file)) {
            return new SymbolTable(name, ElfSymbols.of(file));
        }
        byte[] image = KernelSymbols.unpacked(file);
        if (!KernelSymbols.isOne(image)) {
            return new SymbolTable(name, List.of());
        }
        SymbolTable table = new SymbolTable(name, KernelSymbols.of(image));
        // Until it has switched translation on, a kernel runs where it was loaded.
        return table.find(START).isPresent()
                ? table.mirrored(KERNEL_AT - table.find(START).getAsLong())
                : table;
    }
}
