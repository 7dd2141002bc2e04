package ft.io.subsystem;

import ft.api.io.SlotDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Slots that devices bring along, in the words of a server description without the type. */
final class BroughtSlot {
    private static final String FORM = "'NAME io=N base=OFFSET size=BYTES irq=N'";

    private BroughtSlot() {}

    /**
     * Those of a device for one IO subsystem.
     *
     * @throws IllegalArgumentException with what is wrong, to go behind "the device type X"
     */
    static List<SlotDescription> of(DeviceProvider provider, int ioSubsystem) {
        List<SlotDescription> all = new ArrayList<>();
        for (String line : provider.needs().slots()) {
            read(line, provider.type(), ioSubsystem).ifPresent(all::add);
        }
        return all;
    }

    private static Optional<SlotDescription> read(String line, String type, int ioSubsystem) {
        String[] words = line.strip().split("\\s+");
        Map<String, String> fields = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals <= 0) {
                throw wrong(line);
            }
            fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        try {
            String io = fields.remove("io");
            if (io != null && Integer.decode(io) != ioSubsystem) {
                return Optional.empty();
            }
            return Optional.of(
                    new SlotDescription(
                            io == null ? words[0] + "." + ioSubsystem : words[0],
                            ioSubsystem,
                            type,
                            Long.decode(take(fields, "base", line)),
                            Long.decode(take(fields, "size", line)),
                            Integer.decode(fields.containsKey("irq") ? fields.remove("irq") : "0"),
                            fields));
        } catch (NumberFormatException e) {
            throw wrong(line);
        }
    }

    private static String take(Map<String, String> fields, String name, String line) {
        String value = fields.remove(name);
        if (value == null) {
            throw wrong(line);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String line) {
        return new IllegalArgumentException(
                "brings the slot '" + line + "', which is not of the form " + FORM);
    }
}
