package ft.cpu.memory;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Main storage 112: frames that come into being when they are first written, in a table of two
 * levels, so that neither the length of a Java array nor unused memory matters.
 */
public final class Dram implements MainStorage {
    private static final int GROUP_SHIFT = 9;
    private static final int GROUP = 1 << GROUP_SHIFT;

    private final long size;
    private final MemoryController controller;
    private final Frame[][] groups;
    private final SparePages spare = new SparePages();
    private final CRC32C crc32c = new CRC32C();
    private final CRC32 crc32 = new CRC32();

    Dram(long size, MemoryController controller) {
        this.size = size;
        this.controller = controller;
        this.groups = new Frame[(int) ((size / PAGE_SIZE + GROUP - 1) >> GROUP_SHIFT)][];
    }

    @Override
    public long base() {
        return BoardMap.DRAM_BASE;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        checkInside(address, length);
        Objects.checkFromIndexSize(offset, length, target.length);
        for (int done = 0; done < length; ) {
            int inPage = (int) (address + done) & PAGE_SIZE - 1;
            int part = Math.min(length - done, PAGE_SIZE - inPage);
            byte[] data = contentOf(pageOf(address + done));
            System.arraycopy(data, inPage, target, offset + done, part);
            done += part;
        }
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        put(address, source, offset, length, true);
    }

    @Override
    public void restore(long address, byte[] source, int offset, int length) {
        put(address, source, offset, length, false);
    }

    private void put(long address, byte[] source, int offset, int length, boolean store) {
        checkInside(address, length);
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int done = 0; done < length; ) {
            int inPage = (int) (address + done) & PAGE_SIZE - 1;
            int part = Math.min(length - done, PAGE_SIZE - inPage);
            Frame frame = frame(pageOf(address + done));
            if (frame == null && part == PAGE_SIZE) {
                frame = controller.newFrame(address + done, source, offset + done);
            } else {
                frame = controller.frameToWrite(address + done, part);
                System.arraycopy(source, offset + done, frame.data, inPage, part);
            }
            controller.writtenFromOutside(frame, inPage, part, store);
            done += part;
        }
    }

    @Override
    public byte[] lend(int page) {
        Frame frame = frame(page);
        return frame == null ? null : frame.data;
    }

    @Override
    public boolean isUntouched(int page) {
        return frame(page) == null;
    }

    @Override
    public int crc32c(long address, int length) {
        return (int) sum(crc32c, address, length);
    }

    @Override
    public long check(long address, int length) {
        return sum(crc32c, address, length) << 32 | sum(crc32, address, length);
    }

    private long sum(Checksum function, long address, int length) {
        checkInside(address, length);
        function.reset();
        for (int done = 0; done < length; ) {
            int inPage = (int) (address + done) & PAGE_SIZE - 1;
            int part = Math.min(length - done, PAGE_SIZE - inPage);
            function.update(contentOf(pageOf(address + done)), inPage, part);
            done += part;
        }
        return function.getValue();
    }

    /** The frame of a page, or null if it was never written. */
    Frame frame(int page) {
        Objects.checkIndex(page, pages());
        Frame[] group = groups[page >> GROUP_SHIFT];
        return group == null ? null : group[page & GROUP - 1];
    }

    /** Makes the frame of a page that has none. */
    Frame create(int page) {
        return enter(new Frame(page, spare.zeros()));
    }

    /** Makes the frame of a page that has none, with content. */
    Frame create(int page, byte[] content, int offset) {
        return enter(new Frame(page, spare.with(content, offset)));
    }

    private Frame enter(Frame frame) {
        int page = frame.page;
        Frame[] group = groups[page >> GROUP_SHIFT];
        if (group == null) {
            group = new Frame[GROUP];
            groups[page >> GROUP_SHIFT] = group;
        }
        group[page & GROUP - 1] = frame;
        return frame;
    }

    /** Forgets everything, and keeps what it was in for what comes next. */
    void empty() {
        for (int group = groups.length - 1; group >= 0; group--) {
            for (int index = GROUP - 1; groups[group] != null && index >= 0; index--) {
                if (groups[group][index] != null) {
                    spare.keep(groups[group][index]);
                }
            }
            groups[group] = null;
        }
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(groups, null);
        spare.clear();
    }

    /** Forgets what was decoded from any page. */
    void dropCode() {
        forEachFrame(frame -> frame.code = null);
    }

    /** Shows every page that was ever written. */
    void forEachFrame(Consumer<Frame> visitor) {
        for (Frame[] group : groups) {
            for (int index = 0; group != null && index < GROUP; index++) {
                if (group[index] != null) {
                    visitor.accept(group[index]);
                }
            }
        }
    }

    private byte[] contentOf(int page) {
        Frame frame = frame(page);
        return frame == null ? controller.zeros().data : frame.data;
    }

    private void checkInside(long address, int length) {
        if (!contains(address, length)) {
            throw new IndexOutOfBoundsException(
                    length
                            + " bytes at 0x"
                            + Long.toHexString(address)
                            + " are not in main storage, which is 0x"
                            + Long.toHexString(base())
                            + " to 0x"
                            + Long.toHexString(base() + size - 1));
        }
    }
}
