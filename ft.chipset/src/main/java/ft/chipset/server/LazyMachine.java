package ft.chipset.server;

import ft.api.observer.BoundaryObserver;
import ft.api.observer.ExecutionObserver;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.chipset.snapshot.ServerSnapshot;
import java.util.List;

/**
 * The machine of a server, which is built when it is first needed, so that it does not matter in
 * which order bundles start. Any thread.
 */
final class LazyMachine {
    private final ServerDescription description;
    private final String mistake;
    private final Parts parts;
    private final HostDesk desk;
    private final GuestOutput output;
    private boolean closed;
    private BoundaryObserver observer;
    private volatile Machine machine;

    /**
     * Not built.
     *
     * @param mistake in the description, in one sentence, or empty
     */
    LazyMachine(
            ServerDescription description,
            String mistake,
            Parts parts,
            HostDesk desk,
            GuestOutput output) {
        this.description = description;
        this.mistake = mistake;
        this.parts = parts;
        this.desk = desk;
        this.output = output;
    }

    /**
     * Builds the machine, without power, unless it is built already.
     *
     * @throws ServerException with one sentence when the description has a mistake, a part is
     *     missing or the slots are wrong
     */
    synchronized Machine build() throws ServerException {
        if (machine == null) {
            if (closed) {
                throw new ServerException("Server " + description.name() + " was closed");
            }
            if (!mistake.isEmpty()) {
                throw new ServerException(mistake);
            }
            machine = Machine.build(description, parts, desk, output, controllers -> {});
        }
        return machine;
    }

    /**
     * Replaces it by one that goes on from a snapshot.
     *
     * @throws ServerException with one sentence when it cannot be built, or the snapshot does not
     *     fit; then there is none until somebody needs one
     */
    synchronized void load(ServerSnapshot snapshot) throws ServerException {
        build(); // says what is wrong with the description or the parts before anything ends
        List<List<ExecutionObserver>> observers = machine.takeObservers();
        machine.close();
        machine = null;
        desk.cancelAll("The server was loaded from a snapshot");
        Machine loaded =
                Machine.build(
                        description,
                        parts,
                        desk,
                        output,
                        controllers -> {
                            for (int i = 0; i < controllers.size(); i++) {
                                snapshot.loadSystem(i, controllers.get(i)::load);
                                observers
                                        .get(i)
                                        .forEach(controllers.get(i).executionObservers()::add);
                            }
                            snapshot.loadServer(desk::state);
                            desk.devices(
                                    controllers.stream()
                                            .flatMap(each -> each.io().deviceTree().stream())
                                            .toList());
                        });
        machine = loaded;
        if (observer != null) {
            loaded.observe(observer);
        }
    }

    /** Has every boundary observed, none with null; false if the driver cannot. */
    synchronized boolean observe(BoundaryObserver newObserver) throws ServerException {
        boolean can = build().observe(newObserver);
        observer = can ? newObserver : null;
        return can;
    }

    /** Why it cannot be built, in one sentence; empty if it can, and then it is. */
    String problem() {
        try {
            build();
            return "";
        } catch (ServerException e) {
            return e.getMessage();
        }
    }

    /** The machine, or null as long as nobody needed it. */
    Machine now() {
        return machine;
    }

    /**
     * Ends it, for good.
     *
     * @return whether it was built
     */
    synchronized boolean close() {
        closed = true;
        if (machine == null) {
            return false;
        }
        machine.close();
        machine = null;
        return true;
    }
}
