package ft.io.virtio;

/**
 * A descriptor chain that the driver made available.
 *
 * @param head index of its first descriptor
 * @param in what the device reads
 * @param out what the device writes
 */
public record Request(int head, Buffers in, Buffers out) {}
