package ft.chipset.server;

import ft.api.history.Moment;
import ft.api.server.ServerException;
import ft.chipset.controller.FtController;
import ft.chipset.history.Script;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gives a server that stands still the inputs of a script, and nothing else until its end. Any
 * thread; one script at a time.
 */
final class Player {
    private final LazyMachine machine;
    private final HostDesk desk;
    private volatile boolean playing;

    Player(LazyMachine machine, HostDesk desk) {
        this.machine = machine;
        this.desk = desk;
    }

    /**
     * Checks that a server takes input from outside.
     *
     * @throws ServerException with one sentence if it does not
     */
    void requireLive() throws ServerException {
        if (playing) {
            throw new ServerException(
                    "The server is given the inputs of a record; it takes others when that has"
                            + " ended");
        }
    }

    /**
     * Plays a script.
     *
     * <p>Devices do not see the host until it has ended.
     *
     * @param answers what is answered to the machine meanwhile
     * @return completes with its last moment, where the guest is held
     */
    CompletableFuture<Moment> play(Script script, Answers answers) throws ServerException {
        Machine now = machine.build();
        playing = true;
        desk.answer(Optional.of(answers));
        HostDesk.Ticket ticket = desk.ticket();
        HistoryListener listener =
                new HistoryListener() {
                    @Override
                    public void played(Moment moment) {
                        desk.history().remove(this);
                        desk.answer(Optional.empty());
                        now.controllers().forEach(each -> each.io().connectHost(true));
                        playing = false;
                        ticket.future().complete("done");
                    }
                };
        desk.history().add(listener);
        now.controllers().forEach(each -> each.io().connectHost(false));
        now.askAll(controller -> arm(controller, script))
                .thenAccept(all -> now.submit(0, 0, desk.ticket().id(), FtController.play()));
        return ticket.future().thenApply(done -> desk.history().moment());
    }

    private static FtController arm(FtController controller, Script script) {
        controller.arm(script);
        return controller;
    }
}
