package ft.linux.verb;

import ft.api.io.SlotDescription;
import ft.api.server.FtServer;
import ft.api.verb.VerbException;
import java.util.ArrayList;
import java.util.List;

/** The UARTs that Linux has its consoles on: the first one of each IO subsystem. */
final class Consoles {
    private static final String UART = "ns16550a";
    private static final String SERIAL = "/serial";

    private Consoles() {}

    /**
     * Their channels, in the order of the IO subsystems.
     *
     * @throws VerbException if IO subsystem #0 has none
     */
    static List<String> of(FtServer server) throws VerbException {
        List<String> channels = new ArrayList<>();
        for (int io = 0; io < server.description().systems(); io++) {
            for (SlotDescription slot : server.description().slots()) {
                String channel = slot.name() + SERIAL;
                if (slot.ioSubsystem() == io
                        && slot.device().equals(UART)
                        && server.channels().contains(channel)) {
                    channels.add(channel);
                    break;
                }
            }
            if (channels.isEmpty()) {
                throw new VerbException(
                        "The server has no UART for a console in IO subsystem #0; describe one, as"
                                + " the default server has it.");
            }
        }
        return channels;
    }
}
