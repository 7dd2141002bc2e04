package ft.cpu.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Saves a context. */
public final class ContextWriter implements ContextFields {
    private ByteBuffer bytes = ByteBuffer.allocate(8192);

    @Override
    public long number(long value) {
        if (bytes.remaining() < Long.BYTES) {
            byte[] larger = Arrays.copyOf(bytes.array(), 2 * bytes.capacity());
            bytes = ByteBuffer.wrap(larger).position(bytes.position());
        }
        bytes.putLong(value);
        return value;
    }

    /** What was saved. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
