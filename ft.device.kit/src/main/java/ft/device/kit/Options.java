package ft.device.kit;

import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import java.util.List;
import java.util.TreeSet;

/** Options of a slot. */
public final class Options {
    private Options() {}

    /**
     * Refuses options that a device does not have: most are misspelt.
     *
     * @param names those it has
     */
    public static void allow(DeviceContext context, String... names) throws DeviceException {
        TreeSet<String> unknown = new TreeSet<>(context.options().keySet());
        unknown.removeAll(List.of(names));
        if (!unknown.isEmpty()) {
            throw new DeviceException(
                    "Slot %s: there is no option %s; this device has %s."
                            .formatted(
                                    context.slot(),
                                    unknown.first(),
                                    names.length == 0 ? "none" : String.join(", ", names)));
        }
    }

    /**
     * Which of some words an option is; the first one if it is not there.
     *
     * @return index of the word
     */
    public static int choice(DeviceContext context, String name, String... words)
            throws DeviceException {
        String text = context.options().getOrDefault(name, words[0]);
        int index = List.of(words).indexOf(text);
        if (index < 0) {
            throw problem(
                    context,
                    "the option %s is \"%s\", but must be %s"
                            .formatted(name, text, String.join(" or ", words)),
                    null);
        }
        return index;
    }

    /** A number from a range; decimal, or hexadecimal after 0x. */
    public static int number(DeviceContext context, String name, int standard, int least, int most)
            throws DeviceException {
        String text = context.options().get(name);
        if (text == null) {
            return standard;
        }
        int value;
        try {
            value = Integer.decode(text);
        } catch (NumberFormatException e) {
            value = least - 1;
        }
        if (value < least || value > most) {
            throw problem(
                    context,
                    "the option %s is \"%s\", but must be a number from %d to %d"
                            .formatted(name, text, least, most),
                    null);
        }
        return value;
    }

    /** Why a device cannot work: what, after the name of its slot. */
    public static DeviceException problem(DeviceContext context, String what, Throwable cause) {
        return new DeviceException("Slot %s: %s.".formatted(context.slot(), what), cause);
    }
}
