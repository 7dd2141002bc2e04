package ft.console.view;

import ft.console.symbols.SymbolTable;
import ft.console.symbols.Symbols;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The registers of a hart.
 *
 * @param values value by name
 * @param places for registers with addresses of code, what is there, by name
 */
public record Registers(Map<String, Long> values, Map<String, String> places) {
    private static final int COLUMNS = 3;

    /** What the calling convention calls x0 to x31. */
    private static final List<String> ABI =
            List.of(
                    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2",
                    "a3", "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9",
                    "s10", "s11", "t3", "t4", "t5", "t6");

    /** Those that have addresses of code. */
    private static final List<String> CODE =
            List.of("pc", "x1", "mepc", "mtvec", "sepc", "stvec", "mnepc");

    /** Copies both. */
    public Registers {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    /** Those of a hart, with what its code is called. */
    public static Registers of(Map<String, Long> values, List<SymbolTable> symbols) {
        Map<String, String> places = new LinkedHashMap<>();
        for (String name : CODE) {
            // Vectored handlers have their mode in the lowest bits.
            long mask = name.endsWith("tvec") ? -4 : -1;
            if (values.containsKey(name) && values.get(name) != 0) {
                Symbols.describe(symbols, values.get(name) & mask)
                        .ifPresent(place -> places.put(name, place));
            }
        }
        return new Registers(values, places);
    }

    @Override
    public String toString() {
        List<String> cells = new ArrayList<>();
        int width = 0;
        for (Map.Entry<String, Long> register : values.entrySet()) {
            width = Math.max(width, title(register.getKey()).length());
        }
        for (Map.Entry<String, Long> register : values.entrySet()) {
            String title = title(register.getKey());
            cells.add(
                    title
                            + " ".repeat(width - title.length() + 1)
                            + String.format("%016x", register.getValue()));
        }
        // Down the columns, as register listings are read.
        int lines = (cells.size() + COLUMNS - 1) / COLUMNS;
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines; line++) {
            text.append(line == 0 ? "" : "\n");
            for (int cell = line; cell < cells.size(); cell += lines) {
                text.append(cell == line ? "" : "  ").append(cells.get(cell));
            }
        }
        places.forEach(
                (name, place) -> text.append(String.format("%n%-8s %s", title(name), place)));
        return text.toString();
    }

    private static String title(String name) {
        if (name.matches("x([0-9]|[12][0-9]|3[01])")) {
            return name + "/" + ABI.get(Integer.parseInt(name.substring(1)));
        }
        return name;
    }
}
