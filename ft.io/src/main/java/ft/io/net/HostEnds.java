package ft.io.net;

import ft.api.device.DeviceException;
import ft.api.slot.DeviceContext;
import ft.device.kit.Options;
import ft.io.net.user.UserNetwork;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Opens what the cable of a network device is to be plugged into. */
final class HostEnds {
    private static final String NONE = "none";
    private static final String USER = "user";
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
        if (text.equals(USER)) {
            return user(context, device);
        }
        throw Options.problem(
                context,
                "the option %s is \"%s\", but must be none, user or lan:NAME"
                        .formatted(option, text),
                null);
    }

    private static HostEnd user(DeviceContext context, Consumer<byte[]> device)
            throws DeviceException {
        AtomicReference<String> problem = new AtomicReference<>();
        try {
            UserNetwork network = new UserNetwork(context.slot(), device, problem::set);
            return new HostEnd() {
                @Override
                public void send(byte[] frame) {
                    network.send(frame);
                    // The context is for the device's thread only, which this is.
                    String sentence = problem.getAndSet(null);
                    if (sentence != null) {
                        context.error(sentence);
                    }
                }

                @Override
                public void close() {
                    network.close();
                }
            };
        } catch (IOException e) {
            throw Options.problem(
                    context, "the host gives no network (%s)".formatted(e.getMessage()), e);
        }
    }
}
