package ft.console.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The symbols of an ELF file of 64 bits. The loader says what is wrong with the file otherwise. */
final class ElfSymbols {
    private static final int SECTION_TABLE = 40;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_SIZE = 64;
    private static final int SECTION_TYPE = 4;
    private static final int SECTION_OFFSET = 24;
    private static final int SECTION_LENGTH = 32;
    private static final int SECTION_LINK = 40;
    private static final int SYMBOL_TABLE = 2;
    private static final int SYMBOL_SIZE = 24;
    private static final int SYMBOL_SECTION = 6;
    private static final int SYMBOL_VALUE = 8;

    private final Map<String, Long> values = new HashMap<>();

    private ElfSymbols() {}

    /** Those of a file; none if it has no symbol table or is no such file. */
    static ElfSymbols of(byte[] file) {
        ElfSymbols symbols = new ElfSymbols();
        try {
            symbols.read(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IndexOutOfBoundsException e) {
            symbols.values.clear(); // truncated
        }
        return symbols;
    }

    /** The value of a symbol that is defined. */
    OptionalLong find(String name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
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
        for (int at = start; at < start + length; at += SYMBOL_SIZE) {
            String name = text(in, strings + in.getInt(at));
            if (!name.isEmpty() && in.getShort(at + SYMBOL_SECTION) != 0) {
                values.putIfAbsent(name, in.getLong(at + SYMBOL_VALUE));
            }
        }
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
