package ft.cpu.context;

import java.nio.ByteBuffer;

/** Loads a context. */
public final class ContextReader implements ContextFields {
    private final ByteBuffer bytes;

    /** Reads from the beginning. */
    public ContextReader(byte[] context) {
        bytes = ByteBuffer.wrap(context);
    }

    @Override
    public long number(long value) {
        return bytes.getLong();
    }
}
