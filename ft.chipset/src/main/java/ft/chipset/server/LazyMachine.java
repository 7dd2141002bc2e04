package ft.chipset.server;

import ft.api.fields.StateFields;
import ft.api.observer.BoundaryObserver;
import ft.api.observer.ExecutionObserver;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.chipset.controller.FtController;
import ft.chipset.description.Options;
import ft.chipset.snapshot.HandedState;
import ft.chipset.snapshot.ServerSnapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The machine of a server, which is built when it is first needed, so that it does not matter in
 * which order bundles start. Any thread.
 */
final class LazyMachine {
    private final CurrentDescription description;
    private String mistake;
    private final Parts parts;
    private final HostDesk desk;
    private final GuestOutput output;
    private boolean closed;
    private BoundaryObserver observer;
    private final List<Consumer<Machine>> whenReplaced = new CopyOnWriteArrayList<>();
    private volatile Machine machine;

    /**
     * Not built.
     *
     * @param mistake in the description, in one sentence, or empty
     */
    LazyMachine(
            CurrentDescription description,
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
    Machine build() throws ServerException {
        // A thread of the machine asks as well, and must not wait for who waits for its end.
        Machine now = machine;
        return now != null ? now : buildFirst();
    }

    private synchronized Machine buildFirst() throws ServerException {
        if (machine == null) {
            if (!closed && !mistake.isEmpty()) {
                throw new ServerException(mistake);
            }
            machine = build(List.of());
        }
        return machine;
    }

    /** What is wrong with the description, in one sentence, or empty. */
    synchronized String mistake() {
        return mistake;
    }

    /**
     * Takes another description, which has no mistake, if there is no machine yet.
     *
     * @return whether there was none
     */
    synchronized boolean describe(ServerDescription next) {
        if (machine != null) {
            return false;
        }
        description.set(next);
        mistake = "";
        return true;
    }

    /** There is another description, with a mistake or, with an empty text, without. */
    synchronized void mistake(String sentence) {
        mistake = sentence;
    }

    /**
     * Replaces it by one of another description, without power. Not on one of its threads.
     *
     * @throws ServerException with one sentence when it cannot be built; then it is what it was
     *     described before
     */
    synchronized void renew(ServerDescription next) throws ServerException {
        List<List<ExecutionObserver>> observers = List.of();
        if (machine != null) {
            observers = machine.takeObservers();
            machine.close();
            machine = null;
        }
        ServerDescription before = description.now();
        desk.renewed("Server " + before.name() + " was built anew, of a changed description");
        description.set(next);
        try {
            replace(build(observers));
        } catch (ServerException e) {
            description.set(before);
            replace(build(observers));
            throw e;
        }
    }

    private Machine build(List<List<ExecutionObserver>> observers) throws ServerException {
        if (closed) {
            throw new ServerException("Server " + description.now().name() + " was closed");
        }
        return Machine.build(
                description.now(),
                Machine.Origins.installed(description.now(), parts),
                desk,
                output,
                controllers -> {
                    for (int i = 0; i < Math.min(controllers.size(), observers.size()); i++) {
                        observers.get(i).forEach(controllers.get(i).executionObservers()::add);
                    }
                });
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
        Machine.Origins origins =
                machine.origins().areInstalled(parts)
                        ? machine.origins() // maybe newer ones than those that come first
                        : Machine.Origins.installed(description.now(), parts);
        machine.close();
        machine = null;
        desk.cancelAll("The server was loaded from a snapshot");
        description.set(Options.restore(description.now(), snapshot.description()));
        Machine loaded =
                Machine.build(
                        description.now(),
                        origins,
                        desk,
                        output,
                        controllers -> {
                            for (int i = 0; i < controllers.size(); i++) {
                                snapshot.loadSystem(i, controllers.get(i)::load);
                                desk.devices(i, controllers.get(i).io().deviceTree());
                                observers
                                        .get(i)
                                        .forEach(controllers.get(i).executionObservers()::add);
                            }
                            snapshot.loadServer(desk::state);
                            controllers.forEach(FtController::show); // behind what was told before
                        });
        replace(loaded);
    }

    private void replace(Machine next) {
        machine = next;
        if (observer != null) {
            next.observe(observer);
        }
        whenReplaced.forEach(listener -> listener.accept(next));
    }

    /** Hears of every machine that takes the place of another one. */
    void whenReplaced(Consumer<Machine> listener) {
        whenReplaced.add(listener);
    }

    /**
     * Replaces it, while its controllers stand still, by one of the newest parts that are installed
     * now, which takes everything over. Not on a thread of the machine.
     *
     * @param old the machine that stands still
     * @throws ServerException with one sentence why it could not be replaced; it goes on then
     */
    synchronized void handOver(Machine old) throws ServerException {
        if (machine != old) {
            throw new ServerException("The server was loaded or closed before it was handed over");
        }
        Machine.Origins installed = Machine.Origins.newest(description.now(), parts);
        old.pause();
        HandedState state;
        try {
            state = old.state();
        } catch (RuntimeException | LinkageError e) {
            resume(old);
            throw new ServerException("A part could not be saved: " + e.getMessage(), e);
        }
        Machine next;
        if (hasImages()) {
            old.closeIo(); // two parts cannot have an image at the same time
            next = takeOverOrBack(old, installed, state);
        } else {
            try {
                next = takeOver(old, installed, state);
            } catch (ServerException e) {
                resume(old);
                throw e;
            }
        }
        old.handTo(next);
        replace(next);
        old.close();
    }

    /**
     * A machine that is not run any more, as it is.
     *
     * @param snapshot of all of it
     * @param held whether an operator holds the guest
     */
    record Parked(ServerSnapshot snapshot, boolean held) {}

    /**
     * Does not run it any more, while its controllers stand still.
     *
     * @param server names what the server knows beside its systems
     * @throws ServerException with one sentence when a part cannot be saved
     */
    synchronized Parked park(Machine old, Consumer<StateFields> server) throws ServerException {
        if (machine != old) {
            throw new ServerException("it was loaded or closed meanwhile");
        }
        old.pause();
        return old.parked(server);
    }

    private void resume(Machine old) {
        old.resume();
        if (observer != null) {
            old.observe(observer);
        }
    }

    private boolean hasImages() {
        return description.now().slots().stream()
                .anyMatch(slot -> slot.options().containsKey(RecordedServer.IMAGE));
    }

    private Machine takeOver(Machine old, Machine.Origins origins, HandedState state)
            throws ServerException {
        return Machine.build(
                description.now(),
                origins,
                desk,
                output,
                controllers -> {
                    try {
                        for (int i = 0; i < controllers.size(); i++) {
                            FtController before = old.controllers().get(i);
                            FtController now = controllers.get(i);
                            now.takeOver(before.board(), state.of(i));
                            before.executionObservers()
                                    .all()
                                    .forEach(now.executionObservers()::add);
                        }
                    } catch (RuntimeException | LinkageError e) {
                        controllers.forEach(FtController::takeBoard);
                        throw e;
                    }
                });
    }

    /** With the old parts again, if it cannot be with the new ones. */
    private Machine takeOverOrBack(Machine old, Machine.Origins installed, HandedState state)
            throws ServerException {
        try {
            return takeOver(old, installed, state);
        } catch (ServerException e) {
            try {
                Machine back = takeOver(old, old.origins(), state);
                old.handTo(back);
                replace(back);
            } catch (ServerException again) {
                machine = null;
                e.addSuppressed(again);
                desk.broken(e);
            }
            old.close();
            throw e;
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
