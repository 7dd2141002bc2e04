package ft.io.net;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A capture file in pcap format, with guest time in nanoseconds. A device that takes the place of
 * another one goes on in its file.
 */
final class PcapFile implements AutoCloseable {
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final short MAJOR = 2;
    private static final short MINOR = 4;
    private static final int LINK_ETHERNET = 1;
    private static final int LONGEST_FRAME = 1 << 18;
    private static final int HEADER_SIZE = 24;
    private static final int RECORD_HEADER_SIZE = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final RandomAccessFile file;
    private final ByteBuffer record =
            ByteBuffer.allocate(RECORD_HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);

    private PcapFile(RandomAccessFile file) {
        this.file = file;
    }

    static PcapFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        PcapFile capture = new PcapFile(file);
        try {
            if (file.length() < HEADER_SIZE) {
                capture.restart();
            }
            file.seek(file.length());
            return capture;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Forgets what was captured. */
    void restart() throws IOException {
        file.setLength(0);
        file.seek(0);
        file.write(
                ByteBuffer.allocate(HEADER_SIZE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(MAGIC_NANOSECONDS)
                        .putShort(MAJOR)
                        .putShort(MINOR)
                        .putLong(0)
                        .putInt(LONGEST_FRAME)
                        .putInt(LINK_ETHERNET)
                        .array());
    }

    void add(long nanos, byte[] frame) throws IOException {
        record.clear()
                .putInt((int) (nanos / NANOS_PER_SECOND))
                .putInt((int) (nanos % NANOS_PER_SECOND))
                .putInt(frame.length)
                .putInt(frame.length);
        byte[] all = new byte[RECORD_HEADER_SIZE + frame.length];
        System.arraycopy(record.array(), 0, all, 0, RECORD_HEADER_SIZE);
        System.arraycopy(frame, 0, all, RECORD_HEADER_SIZE, frame.length);
        file.write(all);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
