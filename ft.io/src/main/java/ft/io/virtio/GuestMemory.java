package ft.io.virtio;

import ft.api.slot.Dma;

/** Little-endian access to the structures a driver keeps in main storage. */
final class GuestMemory {
    private final Dma dma;
    private final byte[] scratch = new byte[8];

    GuestMemory(Dma dma) {
        this.dma = dma;
    }

    void writeShort(long address, int value) throws BrokenRingException {
        writeNumber(address, 2, value);
    }

    void writeNumber(long address, int size, long value) throws BrokenRingException {
        for (int i = 0; i < size; i++) {
            scratch[i] = (byte) (value >>> 8 * i);
        }
        write(address, scratch, 0, size);
    }

    void read(long address, byte[] target, int offset, int length) throws BrokenRingException {
        if (!dma.read(address, target, offset, length)) {
            throw new BrokenRingException(
                    "%d bytes at 0x%x cannot be read".formatted(length, address));
        }
    }

    void write(long address, byte[] source, int offset, int length) throws BrokenRingException {
        if (!dma.write(address, source, offset, length)) {
            throw new BrokenRingException(
                    "%d bytes at 0x%x cannot be written".formatted(length, address));
        }
    }

    static long number(byte[] bytes, int offset, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[offset + i] & 0xFF;
        }
        return value;
    }
}
