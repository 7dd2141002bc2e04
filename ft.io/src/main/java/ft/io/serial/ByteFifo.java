package ft.io.serial;

import java.util.Arrays;

/** A queue of bytes that grows. */
final class ByteFifo {
    private byte[] ring = new byte[16];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int value) {
        if (size == ring.length) {
            byte[] content = toBytes();
            ring = Arrays.copyOf(content, size * 2);
            head = 0;
        }
        ring[(head + size) % ring.length] = (byte) value;
        size++;
    }

    void addAll(byte[] values) {
        for (byte value : values) {
            add(value);
        }
    }

    /** Takes the oldest byte, unsigned. */
    int take() {
        int value = ring[head] & 0xFF;
        head = (head + 1) % ring.length;
        size--;
        return value;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    byte[] toBytes() {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = ring[(head + i) % ring.length];
        }
        return content;
    }
}
