package ft.chipset.description;

import ft.api.board.BoardMap;
import ft.api.cpu.MainStorage;
import ft.api.io.SlotDescription;
import ft.api.policy.Verdict;
import ft.api.server.DriverKind;
import ft.api.server.FtServer;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.TraceGranularity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Between configuration and {@link ServerDescription}, with one sentence for each mistake. */
public final class Descriptions {
    /**
     * Prefix of {@code slot.NAME.OPTION}, which sets an option of a slot's device, and of {@code
     * slot.NAME}, which adds a slot.
     */
    private static final String SLOT = "slot.";

    private static final String SLOTS = "slots";

    /** As many as the board has windows and interrupt sources for. */
    private static final int MOST_SYSTEMS =
            Math.min(BoardMap.IO_WINDOWS, (BoardMap.PLIC_SOURCES + 1) / BoardMap.IO_SOURCES);

    private static final Map<String, Long> UNITS =
            Map.of(
                    "", 1L, "k", 1L << 10, "kib", 1L << 10, "m", 1L << 20, "mib", 1L << 20, "g",
                    1L << 30, "gib", 1L << 30);

    /** Every option, in the order of the metatype. */
    private static final List<String> OPTIONS = List.copyOf(toMap(standard("any")).keySet());

    private final Map<String, Object> values;

    private Descriptions(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads a configuration. Names with a dot in them, other than that of the server, belong to
     * whoever has configured it, and are not looked at.
     *
     * @throws ServerException with one sentence for a name or a value that is wrong
     */
    public static ServerDescription of(Map<String, Object> configuration) throws ServerException {
        for (String name : configuration.keySet()) {
            if (name.indexOf('.') < 0 && !name.startsWith(":") && !OPTIONS.contains(name)) {
                throw unknown(name);
            }
        }
        return new Descriptions(configuration).read();
    }

    private static ServerException unknown(String name) {
        Optional<String> meant = Spelling.nearest(name, OPTIONS);
        return new ServerException(
                "A server has no option '"
                        + name
                        + "'; "
                        + meant.map(each -> "did you mean " + each + "? There are ")
                                .orElse("there are ")
                        + String.join(", ", OPTIONS)
                        + ", slot.NAME.OPTION and slot.NAME for a further slot");
    }

    /** The description that a configuration without options gives. */
    public static ServerDescription standard(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (java.lang.reflect.Method option : ServerConfig.class.getDeclaredMethods()) {
            map.put(option.getName().replace('_', '.'), option.getDefaultValue());
        }
        map.put(FtServer.NAME, name);
        try {
            return new Descriptions(map).read();
        } catch (ServerException e) {
            throw new IllegalStateException("The defaults are wrong", e);
        }
    }

    /** A description as a configuration. */
    public static Map<String, Object> toMap(ServerDescription d) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(FtServer.NAME, d.name());
        map.put("systems", d.systems());
        map.put("harts", d.harts());
        map.put("memory", size(d.memoryBytes()));
        map.put("quantum", d.quantum());
        map.put("cyclesPerTick", d.cyclesPerTick());
        map.put("paced", d.paced());
        map.put("driver", d.driver().name());
        map.put(Options.ENGINE, Engines.text(d.engines()));
        map.put("seed", d.seed());
        map.put("strategy", d.strategy());
        map.put("busComparator", d.busComparator());
        map.put("ioMismatch", d.ioMismatch());
        map.put("ioQueueDepth", d.ioQueueDepth());
        map.put("traceGranularity", d.traceGranularity().name());
        map.put("traceEntries", d.traceEntries());
        map.put("traceAlmostFull", d.traceAlmostFull());
        map.put("asyncLimit", d.asyncLimit());
        map.put("smiAckLimit", d.smiAckLimit());
        map.put("copyUnit", d.copyUnit());
        map.put("dmaRate", size(d.dmaBytesPerSecond()));
        map.put("checksumRate", size(d.checksumBytesPerSecond()));
        map.put("backgroundShare", d.backgroundShare());
        map.put("automaticSync", d.automaticSync());
        map.put("coldRestart", d.coldRestart());
        map.put("ejectMicros", d.ejectMicros());
        map.put("processor", d.processor());
        map.put("io", d.io());
        map.put("crosslink", d.crosslink());
        map.put(SLOTS, d.slots().stream().map(SlotLines::write).toArray(String[]::new));
        return map;
    }

    /** As a person would write it. */
    private static String size(long bytes) {
        String[] units = {"", "KiB", "MiB", "GiB"};
        int unit = 0;
        long count = bytes;
        while (unit < units.length - 1 && count >= 1024 && count % 1024 == 0) {
            count /= 1024;
            unit++;
        }
        return count + units[unit];
    }

    /** A description with options changed. */
    public static ServerDescription vary(ServerDescription base, Map<String, String> options)
            throws ServerException {
        Map<String, Object> map = toMap(base);
        if (!base.busComparator()) {
            // What was in force without bus comparators says nothing about a server with them.
            map.put("ioMismatch", Verdict.TRACE.name());
        }
        List<SlotDescription> slots = new ArrayList<>(base.slots());
        for (Map.Entry<String, String> option : options.entrySet()) {
            String name = option.getKey();
            if (name.equals(SLOTS)) {
                slots.clear();
                slots.addAll(SlotLines.read(option.getValue()));
                continue;
            }
            if (option.getValue().indexOf('"') >= 0) {
                throw new ServerException(name + " has quotes in it; leave them out");
            }
            if (name.startsWith(SLOT)) {
                SlotLines.vary(slots, name.substring(SLOT.length()), option.getValue());
            } else if (map.containsKey(name)) {
                map.put(name, option.getValue());
            } else {
                throw unknown(name);
            }
        }
        map.put(SLOTS, slots.stream().map(SlotLines::write).toArray(String[]::new));
        return of(map);
    }

    /**
     * Requires that a snapshot of one server can be loaded into another one.
     *
     * @throws ServerException with one sentence on the first option that differs
     */
    public static void requireAlike(ServerDescription saved, ServerDescription here)
            throws ServerException {
        Map<String, Object> there = comparable(saved);
        for (Map.Entry<String, Object> option : comparable(here).entrySet()) {
            Object value = there.get(option.getKey());
            if (!option.getValue().equals(value)) {
                throw new ServerException(
                        "The snapshot is of a server with %s=%s, and this one has %s=%s; load it into one that has the same"
                                .formatted(
                                        option.getKey(),
                                        value,
                                        option.getKey(),
                                        option.getValue()));
            }
        }
        if (there.size() > comparable(here).size()) {
            there.keySet().removeAll(comparable(here).keySet());
            throw new ServerException(
                    "The snapshot is of a server with " + there + ", which this one does not have");
        }
    }

    /** Options by name, without what no guest notices and what devices themselves compare. */
    private static Map<String, Object> comparable(ServerDescription description) {
        Map<String, Object> map = toMap(description);
        map.keySet().removeIf(Options::mayDiffer);
        map.remove(SLOTS);
        for (SlotDescription slot : description.slots()) {
            SlotDescription place =
                    new SlotDescription(
                            slot.name(),
                            slot.ioSubsystem(),
                            slot.device(),
                            slot.base(),
                            slot.size(),
                            slot.interrupt(),
                            Map.of());
            map.put(SLOT + slot.name(), SlotLines.write(place));
        }
        return map;
    }

    private ServerDescription read() throws ServerException {
        int systems = number("systems", 1, MOST_SYSTEMS);
        int harts = number("harts", 1, 4);
        long memory = bytes("memory");
        if (memory < 1 << 20 || memory % MainStorage.PAGE_SIZE != 0 || memory > 1L << 42) {
            throw new ServerException(
                    "memory="
                            + values.get("memory")
                            + " is not possible; give at least 1MiB, in whole pages of 4KiB");
        }
        int traceEntries = number("traceEntries", 1, 10_000_000);
        int traceAlmostFull = number("traceAlmostFull", 1, 10_000_000);
        if (traceAlmostFull > traceEntries) {
            throw new ServerException(
                    "traceAlmostFull="
                            + traceAlmostFull
                            + " is above traceEntries="
                            + traceEntries
                            + "; the threshold must leave head-room");
        }
        double share = decimal("backgroundShare");
        if (!(share > 0 && share <= 1)) {
            throw new ServerException(
                    "backgroundShare=" + share + " is not between 0 (excluded) and 1");
        }
        int copyUnit = number("copyUnit", 256, 65536);
        if (Integer.bitCount(copyUnit) != 1 || memory % copyUnit != 0) {
            throw new ServerException(
                    "copyUnit="
                            + copyUnit
                            + " must be a power of two and divide memory="
                            + values.get("memory"));
        }
        boolean busComparator = flag("busComparator");
        String ioMismatch = policy(text("ioMismatch"));
        List<SlotDescription> slots = SlotLines.read(values.get(SLOTS));
        for (SlotDescription slot : slots) {
            if (slot.ioSubsystem() < 0 || slot.ioSubsystem() >= systems && systems > 1) {
                throw new ServerException(
                        "Slot "
                                + slot.name()
                                + " is in IO subsystem "
                                + slot.ioSubsystem()
                                + ", but there are "
                                + systems
                                + " systems");
            }
        }
        return new ServerDescription(
                text(FtServer.NAME),
                systems,
                harts,
                memory,
                number("quantum", 256, 10_000_000),
                number("cyclesPerTick", 1, 1000),
                flag("paced"),
                constant("driver", DriverKind.class),
                wide("seed"),
                text("strategy"),
                busComparator,
                // Without bus comparators there is no access trace ([0065], X17).
                busComparator ? ioMismatch : Verdict.SEPARATE.name(),
                number("ioQueueDepth", 1, 65536),
                constant("traceGranularity", TraceGranularity.class),
                traceEntries,
                traceAlmostFull,
                number("asyncLimit", 0, 1_000_000),
                number("smiAckLimit", 1, 10_000_000),
                copyUnit,
                rate("dmaRate"),
                rate("checksumRate"),
                share,
                flag("automaticSync"),
                flag("coldRestart"),
                number("ejectMicros", 0, 60_000_000),
                text("processor"),
                text("io"),
                text("crosslink"),
                slots.stream().filter(slot -> slot.ioSubsystem() < systems).toList(),
                Engines.read(text(Options.ENGINE), systems));
    }

    private long rate(String name) throws ServerException {
        long rate = bytes(name);
        if (rate < 1 << 20) {
            throw new ServerException(name + "=" + values.get(name) + " is below 1MiB");
        }
        return rate;
    }

    private String text(String name) throws ServerException {
        Object value = values.get(name);
        if (value == null || value.toString().isBlank()) {
            throw new ServerException("The description of the server lacks " + name);
        }
        return value.toString().trim();
    }

    private int number(String name, int least, int most) throws ServerException {
        long value = wide(name);
        if (value < least || value > most) {
            throw new ServerException(
                    name + "=" + value + " is out of range; " + least + " to " + most);
        }
        return (int) value;
    }

    private long wide(String name) throws ServerException {
        String value = text(name);
        try {
            return Long.decode(value);
        } catch (NumberFormatException e) {
            throw new ServerException(name + "=" + value + " is no whole number", e);
        }
    }

    private double decimal(String name) throws ServerException {
        String value = text(name);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new ServerException(name + "=" + value + " is no number", e);
        }
    }

    private boolean flag(String name) throws ServerException {
        String value = text(name);
        if (!value.equals("true") && !value.equals("false")) {
            throw new ServerException(name + "=" + value + " is neither true nor false");
        }
        return value.equals("true");
    }

    private <E extends Enum<E>> E constant(String name, Class<E> type) throws ServerException {
        String value = text(name).toUpperCase(Locale.ROOT);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw new ServerException(
                name + "=" + value + " is none of " + Arrays.toString(type.getEnumConstants()));
    }

    private long bytes(String name) throws ServerException {
        String value = text(name);
        int digits = 0;
        while (digits < value.length() && Character.isDigit(value.charAt(digits))) {
            digits++;
        }
        Long unit = UNITS.get(value.substring(digits).trim().toLowerCase(Locale.ROOT));
        boolean possible = digits > 0 && digits <= 15 && unit != null;
        long count = possible ? Long.parseLong(value.substring(0, digits)) : 0;
        if (!possible || count > Long.MAX_VALUE / unit) {
            throw new ServerException(
                    name + "=" + value + " is no size; write it as 65536, 64KiB, 64MiB or 8GiB");
        }
        return count * unit;
    }

    /** A policy is named as it is registered; those that come along have the names of verdicts. */
    public static String policy(String name) {
        for (Verdict verdict : Verdict.values()) {
            if (verdict.name().equalsIgnoreCase(name)) {
                return verdict.name();
            }
        }
        return name;
    }
}
