package ft.chipset.boot;

import ft.api.board.BoardMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Writes small ELF files, right ones and wrong ones. */
public final class ElfFile {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;

    private long entry = BoardMap.DRAM_BASE;
    private final List<Part> parts = new ArrayList<>();

    private record Part(long address, byte[] content, long fileSize, long size) {}

    /** A program of instructions at the start of main storage. */
    public static byte[] program(int... instructions) {
        ByteBuffer code =
                ByteBuffer.allocate(4 * instructions.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int each : instructions) {
            code.putInt(each);
        }
        return new ElfFile().segment(BoardMap.DRAM_BASE, code.array()).bytes();
    }

    public ElfFile entry(long address) {
        entry = address;
        return this;
    }

    public ElfFile segment(long address, byte[] content) {
        return segment(address, content, content.length, content.length);
    }

    /** A segment whose header says other sizes than it has. */
    public ElfFile segment(long address, byte[] content, long fileSize, long size) {
        parts.add(new Part(address, content, fileSize, size));
        return this;
    }

    public byte[] bytes() {
        int total = HEADER + PROGRAM_HEADER * parts.size();
        for (Part part : parts) {
            total += part.content.length;
        }
        ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
        out.position(16);
        out.putShort((short) 2).putShort((short) 243).putInt(1);
        out.putLong(entry).putLong(HEADER).putLong(0).putInt(0);
        out.putShort((short) HEADER).putShort((short) PROGRAM_HEADER);
        out.putShort((short) parts.size());
        out.position(HEADER);
        long at = HEADER + (long) PROGRAM_HEADER * parts.size();
        for (Part part : parts) {
            out.putInt(1).putInt(7).putLong(at).putLong(part.address).putLong(part.address);
            out.putLong(part.fileSize).putLong(part.size).putLong(0x1000);
            at += part.content.length;
        }
        parts.forEach(part -> out.put(part.content));
        return out.array();
    }
}
