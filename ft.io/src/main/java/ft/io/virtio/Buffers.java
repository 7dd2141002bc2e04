package ft.io.virtio;

import java.util.Arrays;

/** Buffers of main storage, one after the other, as if they were one. */
public final class Buffers {
    private final GuestMemory memory;
    private long[] addresses = new long[8];
    private long[] lengths = new long[8];
    private int count;
    private long length;

    Buffers(GuestMemory memory) {
        this.memory = memory;
    }

    void add(long address, long bytes) {
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        addresses[count] = address;
        lengths[count] = bytes;
        count++;
        length += bytes;
    }

    /** All bytes together. */
    public long length() {
        return length;
    }

    /** Copies bytes out of main storage. */
    public void read(long position, byte[] target, int offset, int bytes)
            throws BrokenRingException {
        transfer(position, target, offset, bytes, false);
    }

    /** Copies bytes into main storage. */
    public void write(long position, byte[] source, int offset, int bytes)
            throws BrokenRingException {
        transfer(position, source, offset, bytes, true);
    }

    private void transfer(long position, byte[] data, int offset, int bytes, boolean write)
            throws BrokenRingException {
        if (position < 0 || position > length - bytes) {
            throw new BrokenRingException(
                    "%d bytes at %d are wanted, but the buffers have %d"
                            .formatted(bytes, position, length));
        }
        long start = 0;
        int done = 0;
        for (int i = 0; i < count && done < bytes; i++) {
            long at = position + done - start;
            if (at < lengths[i]) {
                int part = (int) Math.min(lengths[i] - at, bytes - done);
                if (write) {
                    memory.write(addresses[i] + at, data, offset + done, part);
                } else {
                    memory.read(addresses[i] + at, data, offset + done, part);
                }
                done += part;
            }
            start += lengths[i];
        }
    }
}
