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

    /** Pages that are restored at once. */
    private static final int AT_ONCE = 64;

    private final long size;
    private final MemoryController controller;
    private final Group[] groups;
    private final SparePages spare = new SparePages();
    private final byte[][] plain = new byte[AT_ONCE][];
    private final CRC32C crc32c = new CRC32C();
    private final CRC32 crc32 = new CRC32();

    Dram(long size, MemoryController controller) {
        this.size = size;
        this.controller = controller;
        this.groups = new Group[(int) ((size / PAGE_SIZE + GROUP - 1) >> GROUP_SHIFT)];
    }

    /**
     * Pages beside each other. Whoever copies or compares pages needs their content only: on its
     * way there a frame would be one more place in memory that no cache has.
     */
    private static final class Group {
        final Frame[] frames = new Frame[GROUP];
        final byte[][] contents = new byte[GROUP][];
        // A bit for each page of which something may have been made: a write has to void it.
        final long[] sources = new long[GROUP / Long.SIZE];

        boolean isSource(int index) {
            return (sources[index >> 6] & 1L << index) != 0;
        }
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
            put(address + done, source, offset + done, part, inPage, store);
            done += part;
        }
    }

    private void put(
            long address, byte[] source, int offset, int length, int inPage, boolean store) {
        Frame frame = frame(pageOf(address));
        if (frame == null && length == PAGE_SIZE) {
            frame = controller.newFrame(address, source, offset);
        } else {
            frame = controller.frameToWrite(address, length);
            System.arraycopy(source, offset, frame.data, inPage, length);
        }
        controller.writtenFromOutside(frame, inPage, length, store);
    }

    @Override
    public void restore(int[] pages, byte[][] contents, int count) {
        for (int first = 0; first < count; first += plain.length) {
            restore(pages, contents, first, Math.min(count - first, plain.length));
        }
    }

    // Pages are looked up, copied and noted all at a time: while one is copied the processor waits
    // for the next one already, unless there is too much in between. That is a tenth of the time.
    private void restore(int[] pages, byte[][] contents, int first, int count) {
        for (int i = 0; i < count; i++) {
            plain[i] = plain(pages[first + i]);
        }
        for (int i = 0; i < count; i++) {
            if (plain[i] != null) {
                System.arraycopy(contents[first + i], 0, plain[i], 0, PAGE_SIZE);
            }
        }
        for (int i = 0; i < count; i++) {
            long address = addressOf(pages[first + i]);
            if (plain[i] == null) {
                restore(address, contents[first + i], 0, PAGE_SIZE);
            } else {
                controller.noteWritten(address, PAGE_SIZE);
            }
        }
        Arrays.fill(plain, null);
    }

    // The content of a page that has one, and of which nothing was made that a write makes void.
    private byte[] plain(int page) {
        Objects.checkIndex(page, pages());
        Group group = groups[page >> GROUP_SHIFT];
        boolean isPlain =
                group != null && !group.isSource(page & GROUP - 1) && controller.isPlain(page);
        return isPlain ? group.contents[page & GROUP - 1] : null;
    }

    /** Something is made of a page that is void when the page is written. */
    void use(Frame frame) {
        if (frame.page != Frame.NO_PAGE) {
            int index = frame.page & GROUP - 1;
            groups[frame.page >> GROUP_SHIFT].sources[index >> 6] |= 1L << index;
        }
    }

    @Override
    public byte[] lend(int page) {
        Objects.checkIndex(page, pages());
        Group group = groups[page >> GROUP_SHIFT];
        return group == null ? null : group.contents[page & GROUP - 1];
    }

    @Override
    public boolean isUntouched(int page) {
        return lend(page) == null;
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
        Group group = groups[page >> GROUP_SHIFT];
        return group == null ? null : group.frames[page & GROUP - 1];
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
        Group group = groups[page >> GROUP_SHIFT];
        if (group == null) {
            group = new Group();
            groups[page >> GROUP_SHIFT] = group;
        }
        group.frames[page & GROUP - 1] = frame;
        group.contents[page & GROUP - 1] = frame.data;
        return frame;
    }

    /** Forgets everything, and keeps what it was in for what comes next. */
    void empty() {
        for (int group = groups.length - 1; group >= 0; group--) {
            for (int index = GROUP - 1; groups[group] != null && index >= 0; index--) {
                if (groups[group].contents[index] != null) {
                    spare.keep(groups[group].contents[index]);
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
        for (Group group : groups) {
            for (int index = 0; group != null && index < GROUP; index++) {
                if (group.frames[index] != null) {
                    visitor.accept(group.frames[index]);
                }
            }
        }
    }

    private byte[] contentOf(int page) {
        byte[] content = lend(page);
        return content == null ? controller.zeros().data : content;
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
