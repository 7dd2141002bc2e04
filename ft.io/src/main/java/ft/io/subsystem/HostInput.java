package ft.io.subsystem;

/**
 * Bytes from the host on their way to a device.
 *
 * @param slot index of the slot
 * @param channel name of the channel
 * @param data the bytes
 */
record HostInput(int slot, String channel, byte[] data) {}
