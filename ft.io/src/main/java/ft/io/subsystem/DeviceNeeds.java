package ft.io.subsystem;

import ft.api.board.BoardMap;
import ft.api.device.Device;
import ft.api.io.SlotDescription;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * What a device asks of its slot, by the properties of its service.
 *
 * @param size bytes of the window, at least
 * @param alignment what the address is a multiple of
 * @param interrupt whether it needs one
 * @param bay whether it goes into a bay by itself
 * @param slots slots of its own that it brings along, in words
 * @param mistake one sentence on what is wrong with the properties, or {@code ""}
 */
public record DeviceNeeds(
        long size,
        long alignment,
        boolean interrupt,
        boolean bay,
        List<String> slots,
        String mistake) {
    /** Whatever the slot is. */
    static final DeviceNeeds NONE = new DeviceNeeds(0, 1, false, true, List.of(), "");

    /** Reads the properties of a service. */
    static DeviceNeeds of(Function<String, Object> properties) {
        try {
            List<String> slots = texts(properties.apply(Device.SLOT));
            return new DeviceNeeds(
                    number(Device.SIZE, properties, 0),
                    number(Device.ALIGNMENT, properties, 1),
                    flag(properties.apply(Device.INTERRUPT), false),
                    flag(properties.apply(Device.BAY), slots.isEmpty()),
                    slots,
                    "");
        } catch (IllegalArgumentException e) {
            return new DeviceNeeds(0, 1, false, false, List.of(), e.getMessage());
        }
    }

    /** The texts of a property of one text or of several. */
    static List<String> texts(Object value) {
        Collection<?> all;
        if (value instanceof Object[] array) {
            all = Arrays.asList(array);
        } else if (value instanceof Collection<?> collection) {
            all = collection;
        } else {
            all = value == null ? List.of() : List.of(value);
        }
        return all.stream().map(Object::toString).toList();
    }

    private static boolean flag(Object value, boolean otherwise) {
        return value == null ? otherwise : Boolean.parseBoolean(value.toString());
    }

    private static long number(String name, Function<String, Object> properties, long otherwise) {
        Object value = properties.apply(name);
        long number = otherwise;
        try {
            number = value == null ? otherwise : Long.decode(value.toString());
        } catch (NumberFormatException e) {
            number = -1;
        }
        if (number < otherwise) {
            throw new IllegalArgumentException(
                    "its service property %s is '%s', where a number such as 0x1000 is needed"
                            .formatted(name, value));
        }
        return number;
    }

    /** What a slot lacks, to go behind "the device type X"; {@code ""} if it fits. */
    String misfit(SlotDescription slot) {
        if (!mistake.isEmpty()) {
            return "cannot be used: " + mistake;
        }
        long base = slot.ioSubsystem() * BoardMap.IO_WINDOW_SIZE + slot.base();
        if (slot.size() < size) {
            return "needs a window of 0x%x bytes, and slot %s has 0x%x"
                    .formatted(size, slot.name(), slot.size());
        }
        if (base % alignment != 0) {
            return "needs an address that is a multiple of 0x%x, and slot %s is at 0x%x"
                    .formatted(alignment, slot.name(), base);
        }
        return interrupt && slot.interrupt() == 0
                ? "needs an interrupt, and slot %s has none".formatted(slot.name())
                : "";
    }
}
