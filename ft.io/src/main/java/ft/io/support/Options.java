package ft.io.support;

import ft.api.device.DeviceContext;
import ft.api.device.DeviceException;
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
}
