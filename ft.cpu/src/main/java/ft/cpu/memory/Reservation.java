package ft.cpu.memory;

/**
 * The reservation of a hart: what its LR has read, and its SC may write. Whoever executes
 * instructions of the hart makes and ends it; stores from outside end it too.
 */
public final class Reservation {
    private static final long NOWHERE = -1;

    /** Physical address of what is reserved; if nothing is, one that no atomic access has. */
    public long address = NOWHERE;

    /** Its bytes. */
    public long length;

    /** Reserves some bytes instead of what was reserved before. */
    public void begin(long newAddress, int bytes) {
        address = newAddress;
        length = bytes;
    }

    /** Whether just these bytes are reserved. */
    public boolean isOf(long at, int bytes) {
        return address == at && length == bytes;
    }

    /** Ends the reservation, if there is one. */
    public void end() {
        address = NOWHERE;
        length = 0;
    }

    /** Ends the reservation if it covers any of these bytes of physical memory. */
    void endIfIn(long from, int bytes) {
        if (address < from + bytes && from < address + length) {
            end();
        }
    }
}
