package ft.campaign.run;

import ft.api.guest.GuestCatalog;
import ft.api.guest.GuestProgram;
import ft.api.server.FtServer;
import ft.api.server.FtServerFactory;
import ft.api.server.ServerException;
import ft.campaign.scenario.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds servers out of the bundles that are installed, small ones: a finisher, a UART and a disk
 * in each IO subsystem. Any thread.
 */
public final class Laboratory {
    private static final String[] SLOTS = {
        "finisher# io=# device=sifive-test base=0x100000 size=0x1000",
        "uart# io=# device=ns16550a base=0x10000000 size=0x100 irq=10",
        "disk# io=# device=virtio-blk base=0x10001000 size=0x1000 irq=1 memory=128KiB",
    };

    private final FtServerFactory factory;
    private final GuestCatalog guests;

    /** Of the services that are installed. */
    public Laboratory(FtServerFactory factory, GuestCatalog guests) {
        this.factory = factory;
        this.guests = guests;
    }

    /**
     * A server with its guest, without power.
     *
     * @param more options on top of those of the machine
     * @throws ServerException with one sentence when the machine is wrong
     */
    public FtServer build(Machine machine, long seed, Map<String, String> more)
            throws ServerException {
        Map<String, Object> options = new HashMap<>(machine.options());
        options.put(FtServer.NAME, "simulated");
        options.put("driver", "SEQUENTIAL");
        options.put("seed", Long.toString(seed));
        options.put("slots", slots(machine.number("systems", 2)));
        options.putAll(more);
        FtServer server = factory.create(factory.describe(options));
        try {
            server.guest(guest(machine));
        } catch (ServerException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static String[] slots(int systems) {
        List<String> slots = new ArrayList<>();
        for (int io = 0; io < systems; io++) {
            for (String line : SLOTS) {
                slots.add(line.replace("#", Integer.toString(io)));
            }
        }
        return slots.toArray(String[]::new);
    }

    private GuestProgram guest(Machine machine) throws ServerException {
        byte[] image =
                guests.image(machine.guest())
                        .orElseThrow(
                                () ->
                                        new ServerException(
                                                "There is no guest '"
                                                        + machine.guest()
                                                        + "'; there is "
                                                        + String.join(
                                                                ", ", guests.programs().keySet())));
        return new GuestProgram(machine.guest(), image, machine.arguments());
    }
}
