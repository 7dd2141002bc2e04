package ft.cpu.context;

import java.io.ByteArrayOutputStream;

/** Saves a context. */
public final class ContextWriter implements ContextFields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);

    @Override
    public long number(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (value >>> shift));
        }
        return value;
    }

    /** What was saved. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
