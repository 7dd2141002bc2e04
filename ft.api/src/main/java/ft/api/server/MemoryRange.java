package ft.api.server;

/**
 * A piece of main storage.
 *
 * @param address physical address of its first byte
 * @param length bytes
 */
public record MemoryRange(long address, int length) {
    /** Whether an address lies in it. */
    public boolean contains(long other) {
        return other >= address && other - address < length;
    }
}
