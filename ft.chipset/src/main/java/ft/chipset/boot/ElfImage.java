package ft.chipset.boot;

import ft.api.cpu.MainStorage;
import ft.api.server.ServerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An RV64 ELF file, as far as a loader looks at it.
 *
 * @param entry address of the first instruction
 * @param segments what is to be loaded
 */
public record ElfImage(long entry, List<Segment> segments) {
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int EXECUTABLE = 2;
    private static final int RISCV = 243;
    private static final int LOAD = 1;
    private static final int PROGRAM_HEADER_SIZE = 56;

    /**
     * A loadable segment.
     *
     * @param address physical address
     * @param content bytes from the file
     * @param size size in memory; what exceeds the content is zero
     */
    public record Segment(long address, byte[] content, long size) {}

    /**
     * Reads an ELF file.
     *
     * @throws ServerException with one sentence when it is none, or not one for this machine
     */
    public static ElfImage parse(String name, byte[] file) throws ServerException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return parse(name, in);
        } catch (IndexOutOfBoundsException e) {
            throw truncated(name, in);
        }
    }

    private static ServerException truncated(String name, ByteBuffer in) {
        return new ServerException(
                name
                        + " is truncated: its headers tell of more than the "
                        + in.capacity()
                        + " bytes there are; build or copy it again");
    }

    private static ElfImage parse(String name, ByteBuffer in) throws ServerException {
        if (in.capacity() < 4 || in.getInt(0) != MAGIC) {
            throw new ServerException(
                    name + " is no ELF file; give a bare-metal program linked for RV64");
        }
        if (in.get(4) != CLASS_64 || in.get(5) != LITTLE_ENDIAN) {
            throw new ServerException(
                    name + " is no 64 bit little endian ELF file; link it for RV64");
        }
        int machine = in.getShort(18) & 0xffff;
        if (machine != RISCV) {
            throw new ServerException(
                    name
                            + " is for another processor (ELF machine "
                            + machine
                            + "); this server runs RISC-V (machine 243)");
        }
        if (in.getShort(16) != EXECUTABLE) {
            throw new ServerException(
                    name + " is not linked to fixed addresses; link it statically, without PIE");
        }
        long entry = in.getLong(24);
        long headers = in.getLong(32);
        int count = in.getShort(56) & 0xffff;
        List<Segment> segments = new ArrayList<>();
        if (!holds(in, headers, (long) count * PROGRAM_HEADER_SIZE)) {
            throw truncated(name, in);
        }
        for (int i = 0; i < count; i++) {
            int at = (int) headers + i * PROGRAM_HEADER_SIZE;
            if (in.getInt(at) == LOAD && in.getLong(at + 40) != 0) {
                long offset = in.getLong(at + 8);
                long length = in.getLong(at + 32);
                if (!holds(in, offset, length)) { // before a size that is not true is allocated
                    throw truncated(name, in);
                }
                byte[] content = new byte[(int) length];
                in.get((int) offset, content);
                segments.add(new Segment(in.getLong(at + 24), content, in.getLong(at + 40)));
            }
        }
        if (segments.isEmpty()) {
            throw new ServerException(name + " has nothing to load");
        }
        return new ElfImage(entry, List.copyOf(segments));
    }

    private static boolean holds(ByteBuffer in, long offset, long length) {
        return offset >= 0
                && length >= 0
                && length <= in.capacity()
                && offset <= in.capacity() - length;
    }

    /** Whether a segment has bytes from one address up to another one. */
    boolean overlaps(long from, long to) {
        return segments.stream().anyMatch(s -> s.address() < to && s.address() + s.size() > from);
    }

    /**
     * Checks that it fits.
     *
     * @param base first address of main storage
     * @param size its size in bytes
     * @throws ServerException with one sentence when a segment or the entry lies outside
     */
    public void requireFit(String name, long base, long size) throws ServerException {
        for (Segment segment : segments) {
            boolean inside =
                    segment.size() >= segment.content().length
                            && segment.size() <= size
                            // An address below the base is very far above it, unsigned.
                            && Long.compareUnsigned(segment.address() - base, size - segment.size())
                                    <= 0;
            if (!inside) {
                throw new ServerException(
                        String.format(
                                "%s has a segment at 0x%x of %d bytes, outside main storage (0x%x"
                                        + " to 0x%x); link it there or give the server more memory",
                                name, segment.address(), segment.size(), base, base + size - 1));
            }
        }
        requireApart(name);
        if (Long.compareUnsigned(entry - base, size) >= 0) {
            throw new ServerException(
                    String.format("%s has its entry at 0x%x, outside main storage", name, entry));
        }
    }

    private void requireApart(String name) throws ServerException {
        List<Segment> sorted =
                segments.stream().sorted(Comparator.comparingLong(Segment::address)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            Segment below = sorted.get(i - 1);
            Segment above = sorted.get(i);
            if (above.address() < below.address() + below.size()) {
                throw new ServerException(
                        String.format(
                                "%s has segments that overlap, at 0x%x and 0x%x; link it again",
                                name, below.address(), above.address()));
            }
        }
    }

    /** Puts the segments into main storage. */
    public void load(MainStorage memory) {
        for (Segment segment : segments) {
            memory.write(segment.address(), segment.content(), 0, segment.content().length);
        }
    }
}
