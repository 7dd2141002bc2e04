package ft.io.net;

import ft.api.fields.StateFields;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Frames that wait for buffers, up to a number. */
final class FrameQueue {
    private static final int MOST = 1024;

    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();

    /** Adds a frame; false if there is no room for it. */
    boolean add(byte[] frame) {
        return frames.size() < MOST && frames.add(frame);
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    byte[] take() {
        return frames.remove();
    }

    void clear() {
        frames.clear();
    }

    void state(StateFields fields, String name) {
        int size = frames.stream().mapToInt(frame -> Integer.BYTES + frame.length).sum();
        ByteBuffer own = ByteBuffer.allocate(size);
        frames.forEach(frame -> own.putInt(frame.length).put(frame));
        ByteBuffer all = ByteBuffer.wrap(fields.bytes(name, own.array()));
        frames.clear();
        while (all.hasRemaining()) {
            byte[] frame = new byte[all.getInt()];
            all.get(frame);
            frames.add(frame);
        }
    }
}
