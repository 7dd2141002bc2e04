package ft.io.block;

import ft.api.fields.StateFields;
import java.util.Arrays;
import java.util.TreeMap;

/** A disk in the host's memory; what was never written reads as zeros and takes no memory. */
final class MemoryDisk implements Disk {
    private static final int CHUNK = 64 * 1024;

    private final long size;
    private final TreeMap<Long, byte[]> chunks = new TreeMap<>();

    MemoryDisk(long size) {
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = position + done;
            int within = (int) (at % CHUNK);
            int part = Math.min(CHUNK - within, length - done);
            byte[] chunk = chunks.get(at / CHUNK);
            if (chunk == null) {
                Arrays.fill(target, offset + done, offset + done + part, (byte) 0);
            } else {
                System.arraycopy(chunk, within, target, offset + done, part);
            }
            done += part;
        }
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = position + done;
            int within = (int) (at % CHUNK);
            int part = Math.min(CHUNK - within, length - done);
            byte[] chunk = chunks.computeIfAbsent(at / CHUNK, unused -> new byte[CHUNK]);
            System.arraycopy(source, offset + done, chunk, within, part);
            done += part;
        }
    }

    @Override
    public void zero(long position, long length) {
        long end = position + length;
        long from = Math.min(end, (position + CHUNK - 1) / CHUNK * CHUNK);
        long to = Math.max(from, end / CHUNK * CHUNK);
        clear(position, from);
        chunks.subMap(from / CHUNK, to / CHUNK).clear();
        clear(to, end);
    }

    /** Within one chunk. */
    private void clear(long from, long to) {
        byte[] chunk = chunks.get(from / CHUNK);
        if (chunk != null && from < to) {
            int within = (int) (from % CHUNK);
            Arrays.fill(chunk, within, within + (int) (to - from), (byte) 0);
        }
    }

    @Override
    public void discard(long position, long length) {
        zero(position, length);
    }

    @Override
    public void flush() {
        // Nothing here survives the host.
    }

    @Override
    public void state(StateFields fields) {
        fields.content(
                "disk", new DiskContent(this, position -> !chunks.containsKey(position / CHUNK)));
    }

    @Override
    public void close() {
        chunks.clear();
    }
}
