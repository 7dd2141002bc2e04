package ft.console.symbols;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An ELF file that has nothing but symbols, for debuggers. They take names only of what lies in a
 * section, so there is an empty one, to be loaded from nowhere, for each region that has symbols.
 */
final class SymbolElf {
    private static final int HEADER = 64;
    private static final int SECTION_HEADER = 64;
    private static final int SYMBOL = 24;
    private static final int EXECUTABLE = 2;
    private static final int RISCV = 243;
    private static final int FLAGS = 5; // compressed instructions, floats in double registers
    private static final int SYMBOL_TABLE = 2;
    private static final int STRING_TABLE = 3;
    private static final int NO_BITS = 8;
    private static final long ALLOCATED_CODE = 6;
    private static final int GLOBAL = 1 << 4;

    /** Two symbols that are further apart are in different regions. */
    private static final long GAP = 16L << 20;

    private static final long BEHIND_LAST = 4096;

    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

    private record Region(long from, long to) {}

    private SymbolElf() {}

    /** The file. */
    static byte[] of(List<Symbol> symbols) {
        return new SymbolElf().write(symbols);
    }

    private byte[] write(List<Symbol> symbols) {
        List<Region> regions = regions(symbols);
        strings.write(0);
        int code = string(".text");
        int table = string(".symtab");
        int names = string(".strtab");
        ByteBuffer entries = buffer(SYMBOL * (symbols.size() + 1));
        entries.position(SYMBOL);
        int region = 0;
        for (Symbol symbol : symbols) {
            while (Long.compareUnsigned(symbol.address(), regions.get(region).to) >= 0) {
                region++;
            }
            entries.putInt(string(symbol.name())).put((byte) (GLOBAL | type(symbol))).put((byte) 0);
            entries.putShort((short) (1 + region)).putLong(symbol.address()).putLong(symbol.size());
        }
        int sections = regions.size() + 3;
        int stringsAt = HEADER + entries.capacity();
        int headersAt = stringsAt + strings.size() + 7 & -8;
        ByteBuffer out = buffer(headersAt + SECTION_HEADER * sections);
        out.putInt(0x464c457f).put(new byte[] {2, 1, 1}).position(16);
        out.putShort((short) EXECUTABLE).putShort((short) RISCV).putInt(1);
        out.putLong(0).putLong(0).putLong(headersAt).putInt(FLAGS).putShort((short) HEADER);
        out.putShort((short) 0).putShort((short) 0).putShort((short) SECTION_HEADER);
        out.putShort((short) sections).putShort((short) (sections - 1));
        out.put(entries.array()).put(strings.toByteArray());
        out.position(headersAt + SECTION_HEADER);
        for (Region each : regions) {
            long size = each.to - each.from;
            section(out, code, NO_BITS, ALLOCATED_CODE, each.from, HEADER, size, 0, 0, 2, 0);
        }
        int size = entries.capacity();
        section(out, table, SYMBOL_TABLE, 0, 0, HEADER, size, sections - 1, 1, 8, SYMBOL);
        section(out, names, STRING_TABLE, 0, 0, stringsAt, strings.size(), 0, 0, 1, 0);
        return out.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Region> regions(List<Symbol> sorted) {
        List<Region> regions = new ArrayList<>();
        for (Symbol symbol : sorted) {
            long end = symbol.address() + Math.max(symbol.size(), BEHIND_LAST);
            int last = regions.size() - 1;
            Region before = last < 0 ? null : regions.get(last);
            if (before != null && Long.compareUnsigned(symbol.address(), before.to + GAP) < 0) {
                long to = Long.compareUnsigned(end, before.to) > 0 ? end : before.to;
                regions.set(last, new Region(before.from, to));
            } else {
                regions.add(new Region(symbol.address(), end));
            }
        }
        return regions;
    }

    private int string(String text) {
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }

    private static int type(Symbol symbol) {
        return switch (symbol.kind()) {
            case CODE -> 2;
            case DATA -> 1;
            case PLACE -> 0;
        };
    }

    private static void section(
            ByteBuffer out,
            int name,
            int type,
            long flags,
            long address,
            long offset,
            long size,
            int link,
            int info,
            long alignment,
            long entry) {
        out.putInt(name).putInt(type).putLong(flags).putLong(address).putLong(offset);
        out.putLong(size).putInt(link).putInt(info).putLong(alignment).putLong(entry);
    }
}
