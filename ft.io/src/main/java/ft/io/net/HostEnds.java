package ft.io.net;

import ft.api.device.DeviceContext;
import ft.api.device.DeviceException;
import ft.io.support.Options;
import java.util.function.Consumer;

/** Opens what the cable of a network device is to be plugged into. */
final class HostEnds {
    private static final String NONE = "none";
    private static final String LAN = "lan:";

    private HostEnds() {}

    /**
     * Opens what the option of the slot says.
     *
     * @param device takes frames, on any thread
     */
    static HostEnd open(
            DeviceContext context, String option, HostLans lans, Consumer<byte[]> device)
            throws DeviceException {
        String text = context.options().getOrDefault(option, NONE);
        if (text.equals(NONE)) {
            return HostEnd.NONE;
        }
        if (text.startsWith(LAN) && text.length() > LAN.length()) {
            return lans.join(text.substring(LAN.length()), device);
        }
        throw Options.problem(
                context,
                "the option %s is \"%s\", but must be none or lan:NAME".formatted(option, text),
                null);
    }
}
