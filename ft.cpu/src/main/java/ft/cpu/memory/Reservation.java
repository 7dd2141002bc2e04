package ft.cpu.memory;

/** The reservation of a hart, which stores from outside end. */
@FunctionalInterface
public interface Reservation {
    /** Ends the reservation if it covers any of these bytes of physical memory. */
    void breakReservation(long address, int length);
}
