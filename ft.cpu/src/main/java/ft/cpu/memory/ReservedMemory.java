package ft.cpu.memory;

import ft.api.board.BoardMap;
import ft.api.cpu.Storage;
import java.util.Arrays;

/**
 * The memory of the firmware in service mode. It is no part of main storage, so that saving a
 * context there changes nothing that the guest, the comparators or a copy could see.
 */
public final class ReservedMemory implements Storage {
    /** Content, from {@link BoardMap#RESERVED_BASE} on. */
    public final byte[] data;

    ReservedMemory(int harts) {
        data = new byte[harts * BoardMap.RESERVED_HART_SIZE];
    }

    void clear() {
        Arrays.fill(data, (byte) 0);
    }

    @Override
    public long base() {
        return BoardMap.RESERVED_BASE;
    }

    @Override
    public long size() {
        return data.length;
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        System.arraycopy(data, index(address, length), target, offset, length);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        System.arraycopy(source, offset, data, index(address, length), length);
    }

    private int index(long address, int length) {
        if (!contains(address, length)) {
            throw new IndexOutOfBoundsException(
                    length
                            + " bytes at 0x"
                            + Long.toHexString(address)
                            + " are not in the reserved memory");
        }
        return (int) (address - base());
    }
}
