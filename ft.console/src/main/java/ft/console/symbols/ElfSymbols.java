package ft.console.symbols;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The symbols of an ELF file of 64 bits. The loader says what is wrong with the file otherwise. */
final class ElfSymbols {
    private static final int MAGIC = 0x464c457f;
    private static final int SECTION_TABLE = 40;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_SIZE = 64;
    private static final int SECTION_TYPE = 4;
    private static final int SECTION_OFFSET = 24;
    private static final int SECTION_LENGTH = 32;
    private static final int SECTION_LINK = 40;
    private static final int SYMBOL_TABLE = 2;
    private static final int SYMBOL_BYTES = 24;
    private static final int SYMBOL_INFO = 4;
    private static final int SYMBOL_SECTION = 6;
    private static final int SYMBOL_VALUE = 8;
    private static final int SYMBOL_SIZE = 16;
    private static final int OBJECT = 1;
    private static final int FUNCTION = 2;
    private static final int SECTION = 3;
    private static final int SOURCE_FILE = 4;

    private final List<Symbol> symbols = new ArrayList<>();

    private ElfSymbols() {}

    /** Whether a file is an ELF file. */
    static boolean isOne(byte[] file) {
        return file.length >= 4
                && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == MAGIC;
    }

    /** Those that are defined in a file; none if it has no symbol table or is no such file. */
    static List<Symbol> of(byte[] file) {
        ElfSymbols found = new ElfSymbols();
        try {
            found.read(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IndexOutOfBoundsException e) {
            return List.of(); // truncated
        }
        return found.symbols;
    }

    private void read(ByteBuffer in) {
        int table = (int) in.getLong(SECTION_TABLE);
        int count = in.getShort(SECTION_COUNT) & 0xffff;
        for (int number = 0; number < count; number++) {
            int section = table + number * SECTION_SIZE;
            if (in.getInt(section + SECTION_TYPE) == SYMBOL_TABLE) {
                int strings = table + in.getInt(section + SECTION_LINK) * SECTION_SIZE;
                readSymbols(
                        in,
                        (int) in.getLong(section + SECTION_OFFSET),
                        (int) in.getLong(section + SECTION_LENGTH),
                        (int) in.getLong(strings + SECTION_OFFSET));
            }
        }
    }

    private void readSymbols(ByteBuffer in, int start, int length, int strings) {
        for (int at = start; at < start + length; at += SYMBOL_BYTES) {
            String name = text(in, strings + in.getInt(at));
            int type = in.get(at + SYMBOL_INFO) & 0xf;
            boolean defined = in.getShort(at + SYMBOL_SECTION) != 0;
            // Those with a dollar sign only tell assemblers and debuggers what is code.
            if (defined
                    && !name.isEmpty()
                    && !name.startsWith("$")
                    && type != SECTION
                    && type != SOURCE_FILE) {
                long value = in.getLong(at + SYMBOL_VALUE);
                symbols.add(new Symbol(value, in.getLong(at + SYMBOL_SIZE), name, kind(type)));
            }
        }
    }

    private static Symbol.Kind kind(int type) {
        return switch (type) {
            case FUNCTION -> Symbol.Kind.CODE;
            case OBJECT -> Symbol.Kind.DATA;
            default -> Symbol.Kind.PLACE;
        };
    }

    private static String text(ByteBuffer in, int start) {
        int end = start;
        while (in.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        in.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
