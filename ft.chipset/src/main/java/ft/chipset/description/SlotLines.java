package ft.chipset.description;

import ft.api.io.SlotDescription;
import ft.api.server.ServerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Slots as a configuration has them: a line each, {@code NAME io=N device=TYPE base=OFFSET
 * size=BYTES irq=N}, then {@code OPTION=VALUE} for the device.
 */
public final class SlotLines {
    /** A word of a slot's line; quotes keep blanks in it. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    /** Between slots in one text, but not inside of quotes. */
    private static final Pattern BREAK = Pattern.compile("[;\\n](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private SlotLines() {}

    /** Reads the lines of a configuration; none with null. In one text semicolons divide them. */
    public static List<SlotDescription> read(Object value) throws ServerException {
        List<SlotDescription> slots = new ArrayList<>();
        for (String line : lines(value)) {
            slots.add(readOne(line));
        }
        for (SlotDescription slot : slots) {
            if (slots.stream().filter(s -> s.name().equals(slot.name())).count() > 1) {
                throw new ServerException(
                        "Two slots have the name " + slot.name() + "; names must differ");
            }
        }
        return slots;
    }

    /** A configuration has an array, a collection, or, out of a file of texts, one text for all. */
    private static List<String> lines(Object value) {
        if (value instanceof String[] array) {
            return List.of(array);
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(String::valueOf).toList();
        }
        return value instanceof String text
                ? BREAK.splitAsStream(text)
                        .map(String::trim)
                        .filter(each -> !each.isEmpty())
                        .toList()
                : List.of();
    }

    private static SlotDescription readOne(String line) throws ServerException {
        String[] words =
                WORD.matcher(line)
                        .results()
                        .map(word -> word.group().replace("\"", ""))
                        .toArray(String[]::new);
        Map<String, String> fields = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals <= 0) {
                throw new ServerException(
                        "'" + words[i] + "' in slot '" + line + "' is not of the form NAME=VALUE");
            }
            fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        try {
            int io = Integer.decode(take(fields, "io", line));
            String device = take(fields, "device", line);
            long base = Long.decode(take(fields, "base", line));
            long size = Long.decode(take(fields, "size", line));
            String irq = fields.remove("irq");
            int interrupt = irq == null ? 0 : Integer.decode(irq);
            return new SlotDescription(words[0], io, device, base, size, interrupt, fields);
        } catch (NumberFormatException e) {
            throw new ServerException(
                    "Slot '" + line + "' has something else where a number is needed", e);
        }
    }

    private static String take(Map<String, String> fields, String name, String line)
            throws ServerException {
        String value = fields.remove(name);
        if (value == null) {
            throw new ServerException(
                    "Slot '"
                            + line
                            + "' lacks "
                            + name
                            + "; write 'NAME io=N device=TYPE base=OFFSET size=BYTES irq=N'");
        }
        return value;
    }

    /** A slot as a line. */
    public static String write(SlotDescription slot) {
        StringBuilder line = new StringBuilder(slot.name());
        line.append(" io=").append(slot.ioSubsystem());
        line.append(" device=").append(slot.device());
        line.append(" base=0x").append(Long.toHexString(slot.base()));
        line.append(" size=0x").append(Long.toHexString(slot.size()));
        line.append(" irq=").append(slot.interrupt());
        new TreeMap<>(slot.options())
                .forEach(
                        (name, value) ->
                                line.append(' ').append(name).append('=').append(quoted(value)));
        return line.toString();
    }

    private static String quoted(String value) {
        boolean blanks = value.chars().anyMatch(Character::isWhitespace);
        return blanks ? '"' + value + '"' : value;
    }

    /**
     * Sets the option of a device if {@code place} is NAME.OPTION; adds a slot if it is a name,
     * with the rest of the slot's line as the value.
     */
    public static void vary(List<SlotDescription> slots, String place, String value)
            throws ServerException {
        int dot = place.indexOf('.');
        String name = dot < 0 ? place : place.substring(0, dot);
        boolean named = dot < 0 && !name.isEmpty();
        if (named && slots.stream().noneMatch(slot -> slot.name().equals(name))) {
            slots.add(readOne(name + " " + value));
            return;
        }
        for (int i = 0; i < slots.size(); i++) {
            SlotDescription slot = slots.get(i);
            if (slot.name().equals(name) && dot > 0) {
                Map<String, String> options = new TreeMap<>(slot.options());
                options.put(place.substring(dot + 1), value);
                if (place.endsWith(".image")) {
                    options.remove("memory"); // an image file takes the place of a memory disk
                }
                slots.set(
                        i,
                        new SlotDescription(
                                name,
                                slot.ioSubsystem(),
                                slot.device(),
                                slot.base(),
                                slot.size(),
                                slot.interrupt(),
                                options));
                return;
            }
        }
        throw new ServerException(
                "There is no slot '"
                        + name
                        + "' to set an option of; there are "
                        + slots.stream()
                                .map(SlotDescription::name)
                                .collect(Collectors.joining(", ")));
    }
}
