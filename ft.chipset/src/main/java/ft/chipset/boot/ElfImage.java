package ft.chipset.boot;

import ft.api.server.ServerException;
import ft.chipset.boot.ProgramImage.Segment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads an RV64 ELF file, as far as a loader looks at it. */
public final class ElfImage {
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int EXECUTABLE = 2;
    private static final int RISCV = 243;
    private static final int LOAD = 1;
    private static final int PROGRAM_HEADER_SIZE = 56;

    private ElfImage() {}

    /**
     * Reads an ELF file.
     *
     * @throws ServerException with one sentence when it is none, or not one for this machine
     */
    public static ProgramImage parse(String name, byte[] file) throws ServerException {
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

    private static ProgramImage parse(String name, ByteBuffer in) throws ServerException {
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
        return new ProgramImage(entry, List.copyOf(segments));
    }

    private static boolean holds(ByteBuffer in, long offset, long length) {
        return offset >= 0
                && length >= 0
                && length <= in.capacity()
                && offset <= in.capacity() - length;
    }
}
