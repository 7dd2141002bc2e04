package ft.console.symbols;

/**
 * A name for an address.
 *
 * @param address where it is
 * @param size bytes that it names, 0 if nobody says
 * @param name as the linker has it
 * @param kind what it names
 */
public record Symbol(long address, long size, String name, Kind kind) {
    /** What symbols name; where several are at an address, the first kind is the best name. */
    public enum Kind {
        CODE,
        DATA,
        /** A place that nobody tells more about, such as a label in assembler. */
        PLACE
    }

    /** The same symbol elsewhere. */
    Symbol moved(long offset) {
        return new Symbol(address + offset, size, name, kind);
    }
}
