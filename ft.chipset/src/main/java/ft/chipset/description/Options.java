package ft.chipset.description;

import ft.api.server.ChangeTime;
import ft.api.server.FtServer;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The options of a server one by one: which can be changed while it runs, and how they are changed.
 */
public final class Options {
    /** Name of the copy strategy. */
    public static final String STRATEGY = "strategy";

    /** Name of the comparator policy. */
    public static final String IO_MISMATCH = "ioMismatch";

    /** How instructions are executed. */
    public static final String ENGINE = "engine";

    private static final String PACED = "paced";

    /**
     * Can be changed while a server runs: what service policy and software go by, what is host
     * time, and limits that are looked at whenever they count. Everything else is what the machine
     * is built of, or decides where its boundaries are.
     */
    private static final Set<String> CHANGEABLE =
            Set.of(
                    FtServer.NAME,
                    PACED,
                    ENGINE,
                    STRATEGY,
                    IO_MISMATCH,
                    "traceAlmostFull",
                    "asyncLimit",
                    "smiAckLimit",
                    "dmaRate",
                    "checksumRate",
                    "backgroundShare",
                    "automaticSync",
                    "coldRestart",
                    "ejectMicros");

    /** What says nothing about the machine, so that no snapshot brings it. */
    private static final Set<String> OF_THE_HOST =
            Set.of(FtServer.NAME, PACED, ENGINE, "driver", "seed");

    private Options() {}

    /** All names, in the order of the metatype. */
    public static List<String> names() {
        return List.copyOf(Descriptions.toMap(Descriptions.standard("any")).keySet());
    }

    /** When a changed value takes effect. */
    public static ChangeTime changeTime(String name) {
        return CHANGEABLE.contains(name) ? ChangeTime.NOW : ChangeTime.NEXT_START;
    }

    /** Whether servers that differ in it can load each other's snapshots. */
    static boolean mayDiffer(String name) {
        return CHANGEABLE.contains(name) || OF_THE_HOST.contains(name);
    }

    /** The value of an option; several values are lines. */
    public static String text(ServerDescription description, String name) {
        return text(Descriptions.toMap(description).get(name));
    }

    private static String text(Object value) {
        return value instanceof String[] lines ? String.join("\n", lines) : String.valueOf(value);
    }

    /**
     * The options in which two descriptions differ.
     *
     * @return names in the order of the metatype
     */
    public static List<String> differing(ServerDescription one, ServerDescription other) {
        Map<String, Object> there = Descriptions.toMap(other);
        return Descriptions.toMap(one).entrySet().stream()
                .filter(here -> !text(here.getValue()).equals(text(there.get(here.getKey()))))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A description with one option changed.
     *
     * @throws ServerException with one sentence when there is no such option, when it cannot be
     *     changed while a server runs, or for a value that is wrong
     */
    public static ServerDescription change(
            ServerDescription description, String option, String value) throws ServerException {
        ServerDescription changed = Descriptions.vary(description, Map.of(option, value));
        if (changeTime(option) != ChangeTime.NOW) {
            throw new ServerException(
                    option
                            + " cannot be changed while server "
                            + description.name()
                            + " runs; configured, it waits for the next start");
        }
        requireTaken(changed, option, value);
        return changed;
    }

    /**
     * Requires that a description has what was asked for.
     *
     * @throws ServerException with one sentence if it cannot have it
     */
    public static void requireTaken(ServerDescription changed, Map<String, String> options)
            throws ServerException {
        for (Map.Entry<String, String> option : options.entrySet()) {
            requireTaken(changed, option.getKey(), option.getValue());
        }
    }

    /** Without bus comparators there is no trace, whatever is configured. */
    private static void requireTaken(ServerDescription changed, String option, String value)
            throws ServerException {
        if (option.equals(IO_MISMATCH) && !text(changed, option).equalsIgnoreCase(value.trim())) {
            throw new ServerException(
                    IO_MISMATCH + "=" + value + " needs CPU-bus comparators: busComparator=true");
        }
    }

    /** The options of a running server that may have been changed, as lines, for a snapshot. */
    public static String changeable(ServerDescription description) {
        Map<String, Object> all = new TreeMap<>(Descriptions.toMap(description));
        all.keySet().retainAll(CHANGEABLE);
        all.keySet().removeAll(OF_THE_HOST);
        return all.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("\n"));
    }

    /**
     * A description with the options that a snapshot brings.
     *
     * @param strategy name of the copy strategy
     * @param lines see {@link #changeable}
     * @throws IllegalArgumentException with one sentence if they do not fit
     */
    public static ServerDescription restore(
            ServerDescription description, String strategy, String lines) {
        Map<String, String> options = new TreeMap<>();
        for (String line : lines.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                options.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        options.put(STRATEGY, strategy);
        try {
            return Descriptions.vary(description, options);
        } catch (ServerException e) {
            throw new IllegalArgumentException(
                    "The snapshot has an option that is wrong here: " + e.getMessage(), e);
        }
    }

    /** A description with what a snapshot of another one brings. */
    public static ServerDescription restore(
            ServerDescription description, ServerDescription saved) {
        return restore(description, saved.strategy(), changeable(saved));
    }
}
