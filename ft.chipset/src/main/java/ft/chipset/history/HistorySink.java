package ft.chipset.history;

import ft.api.history.Moment;
import ft.api.server.Operation;

/**
 * Hears what happens to the machine of a server: each thing once, in the order of the rounds,
 * whoever of the controllers tells it.
 */
public interface HistorySink {
    /** An operation is carried out now. */
    void ordered(Moment moment, Operation operation);

    /** A device receives what the host has sent. */
    void entered(Moment moment, int io, String slot, String channel, byte[] data);

    /**
     * A bundle has brought a device, or taken it, or the device was there at power on. Those of
     * power on come from several controllers at once.
     *
     * @param device type of the device, {@code ""} if it left
     * @param bundle symbolic name and version of its bundle, {@code ""} if it left
     */
    void plugged(Moment moment, int io, String slot, String device, String bundle);

    /**
     * The guest has run to a boundary, and everything that came in there is in. Told by the system
     * in service, before anything goes on.
     *
     * @param retired instructions that it has retired
     * @param signature of its bus operations in the quantum
     */
    void boundary(Moment moment, long retired, long signature);

    /** Whether somebody wants to hear of every boundary. */
    boolean listens();

    /**
     * A script has come to its end, and the guest is held. Told likewise, or by the first system.
     */
    void played(Moment moment);
}
