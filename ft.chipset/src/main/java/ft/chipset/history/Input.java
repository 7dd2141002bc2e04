package ft.chipset.history;

import ft.api.history.Moment;
import ft.api.server.Operation;

/** Something from outside that took effect in the life of a server. */
public sealed interface Input {
    /** When it took effect. */
    Moment moment();

    /** Something an operator has asked for. */
    record Ordered(Moment moment, Operation operation) implements Input {}

    /**
     * What the host has sent to a device.
     *
     * @param io number of the IO subsystem
     * @param slot name of the slot
     * @param channel name of the channel
     * @param data the bytes
     */
    record Entered(Moment moment, int io, String slot, String channel, byte[] data)
            implements Input {}

    /**
     * A bundle has brought a device into a slot, or taken it away.
     *
     * @param io number of the IO subsystem
     * @param slot name of the slot
     * @param device type of the device, {@code ""} if it left
     * @param bundle symbolic name and version of its bundle, {@code ""} if it left
     */
    record Plugged(Moment moment, int io, String slot, String device, String bundle)
            implements Input {}

    /**
     * A guest was booted.
     *
     * @param program which of the programs that were set so far, from 1
     */
    record Booted(Moment moment, int program) implements Input {}

    /**
     * A resynchronization did not get the copy strategy that is selected, because it is not
     * installed.
     *
     * @param asked the one that is selected
     * @param got the one that is used instead; empty if there is none
     */
    record Replaced(Moment moment, String asked, String got) implements Input {}

    /** A copy strategy was withdrawn while it was at work. */
    record Withdrawn(Moment moment, String strategy) implements Input {}
}
