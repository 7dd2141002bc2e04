package ft.chipset.server;

import ft.api.server.ServerException;
import ft.chipset.controller.FtController;
import java.util.List;

/** Channels between the devices of a server and the outside, {@code slot/channel}. Any thread. */
final class Channels {
    private final LazyMachine machine;
    private final Player player;

    Channels(LazyMachine machine, Player player) {
        this.machine = machine;
        this.player = player;
    }

    /** The channels there are, in the order of the slots. */
    List<String> names() {
        Machine now = machine.now();
        if (now == null) {
            return List.of();
        }
        return now.controllers().stream()
                .flatMap(controller -> controller.io().channels().stream())
                .toList();
    }

    /**
     * Sends data to a device.
     *
     * @throws ServerException with one sentence when there is no such channel
     */
    void send(String channel, byte[] data) throws ServerException {
        player.requireLive();
        synchronized (machine) { // or it might go to a device whose place another one has taken
            sendNow(channel, data);
        }
    }

    private void sendNow(String channel, byte[] data) throws ServerException {
        Machine now = machine.build();
        int slash = channel.indexOf('/');
        for (FtController controller : now.controllers()) {
            if (slash > 0 && controller.io().channels().contains(channel)) {
                controller
                        .io()
                        .send(channel.substring(0, slash), channel.substring(slash + 1), data);
                now.wake();
                return;
            }
        }
        throw new ServerException(
                "There is no channel '" + channel + "'; there is " + String.join(", ", names()));
    }
}
