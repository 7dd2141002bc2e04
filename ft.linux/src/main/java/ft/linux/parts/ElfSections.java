package ft.linux.parts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sections of a 64 bit little endian ELF file: what a module or a program needs stands there. */
final class ElfSections {
    private static final int MAGIC = 0x464c457f;
    private static final int TABLE_AT = 40;
    private static final int ENTRY_SIZE = 64;
    private static final int COUNT_AT = 60;
    private static final int NAMES_AT = 62;
    private static final int OFFSET_AT = 24;
    private static final int SIZE_AT = 32;
    private static final long NEEDED = 1;
    private static final int DYNAMIC_SIZE = 16;

    private final ByteBuffer in;

    private ElfSections(byte[] file) {
        in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a file begins as an ELF file does. */
    static boolean isElf(byte[] file) {
        return file.length >= ENTRY_SIZE
                && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == MAGIC;
    }

    /** The NUL terminated texts of a section, in order; none if there is no such section. */
    static List<String> texts(byte[] file, String section) throws IOException {
        try {
            return new ElfSections(file).texts(section);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("an ELF file is damaged", e);
        }
    }

    /** Names of the shared libraries that a program or library needs. */
    static List<String> needed(byte[] file) throws IOException {
        try {
            return new ElfSections(file).needed();
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("an ELF file is damaged", e);
        }
    }

    private List<String> texts(String section) {
        List<String> texts = new ArrayList<>();
        Optional<ByteBuffer> content = find(section);
        if (content.isPresent()) {
            ByteBuffer bytes = content.get();
            for (int at = 0; at < bytes.limit(); ) {
                String text = text(bytes, at);
                if (!text.isEmpty()) {
                    texts.add(text);
                }
                at += text.getBytes(StandardCharsets.UTF_8).length + 1;
            }
        }
        return texts;
    }

    private List<String> needed() {
        List<String> names = new ArrayList<>();
        Optional<ByteBuffer> dynamic = find(".dynamic");
        Optional<ByteBuffer> strings = find(".dynstr");
        if (dynamic.isPresent() && strings.isPresent()) {
            for (int at = 0; at + DYNAMIC_SIZE <= dynamic.get().limit(); at += DYNAMIC_SIZE) {
                if (dynamic.get().getLong(at) == NEEDED) {
                    names.add(text(strings.get(), (int) dynamic.get().getLong(at + Long.BYTES)));
                }
            }
        }
        return names;
    }

    private Optional<ByteBuffer> find(String name) {
        int count = in.getShort(COUNT_AT) & 0xffff;
        ByteBuffer names = section(in.getShort(NAMES_AT) & 0xffff);
        for (int i = 0; i < count; i++) {
            if (text(names, in.getInt(header(i))).equals(name)) {
                return Optional.of(section(i));
            }
        }
        return Optional.empty();
    }

    private int header(int section) {
        return (int) in.getLong(TABLE_AT) + section * ENTRY_SIZE;
    }

    private ByteBuffer section(int number) {
        int at = header(number);
        return in.slice((int) in.getLong(at + OFFSET_AT), (int) in.getLong(at + SIZE_AT))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer bytes, int from) {
        int end = from;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - from];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
