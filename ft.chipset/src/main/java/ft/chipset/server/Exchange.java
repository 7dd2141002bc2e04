package ft.chipset.server;

import ft.api.server.FtServer;
import ft.api.server.ServerDescription;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.api.snapshot.Snapshot;
import ft.api.state.SystemState;
import ft.chipset.description.Descriptions;
import ft.chipset.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a server over the exchange of the bundle that it itself comes from: its guest stops between
 * two rounds, and goes on there in what the bundle is then.
 */
final class Exchange {
    private static final System.Logger LOG = System.getLogger("ft.chipset");
    private static final long LONGEST_SYNCHRONIZATION_SECONDS = 20;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5000;

    private final FtServer server;
    private final HeldServer held;
    private final LazyMachine machine;
    private final HostDesk desk;
    private final Operator operator;
    private final Mover mover;
    private Thread bringingBack;
    private volatile boolean closed;
    private volatile String problem = "";

    Exchange(
            FtServer server,
            HeldServer held,
            LazyMachine machine,
            HostDesk desk,
            Operator operator,
            Mover mover) {
        this.server = server;
        this.held = held;
        this.machine = machine;
        this.desk = desk;
        this.operator = operator;
        this.mover = mover;
    }

    /** The component goes; keeps the server if there is anything to keep it for. */
    void leave() {
        endBringingBack();
        if (!held.isExchange() || !hasPower()) {
            return;
        }
        String name = server.description().name();
        try {
            keep();
            LOG.log(
                    System.Logger.Level.INFO,
                    "Server "
                            + name
                            + " stands still; it goes on where it is as soon as ft.chipset is there"
                            + " again");
        } catch (ServerException e) {
            held.forget();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Server "
                            + name
                            + " is powered off, because ft.chipset goes and the server could not"
                            + " be kept: "
                            + e.getMessage());
        }
    }

    /** What is being brought back is there, or still where it was kept. */
    private void endBringingBack() {
        Thread thread;
        synchronized (this) {
            closed = true;
            notifyAll();
            thread = bringingBack;
        }
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasPower() {
        return machine.now() != null
                && server.systems().stream().anyMatch(each -> each.state() != SystemState.OFF);
    }

    private void keep() throws ServerException {
        if (!server.holds().isEmpty()) {
            throw new ServerException(server.holds().get(0));
        }
        Machine standing = stand();
        LazyMachine.Parked parked = machine.park(standing, desk::state);
        ServerDescription description = server.description();
        Path file = held.toWrite();
        try {
            SnapshotWriter.write(
                    parked.snapshot(), Descriptions.toMap(description), file, done -> {});
        } catch (IOException e) {
            throw new ServerException("no file can be written: " + e, e);
        }
        if (!parked.held()) {
            held.wasRunning();
        }
    }

    private Machine stand() throws ServerException {
        try {
            return mover.park(operator).get(LONGEST_SYNCHRONIZATION_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ServerException("a synchronization did not end in time", e);
        } catch (ExecutionException e) {
            throw new ServerException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("it was interrupted", e);
        }
    }

    /** The component has come; brings back what was kept, as soon as all parts are there. */
    synchronized void arrive() {
        if (held.toRead().isPresent()) {
            problem = "the server is being brought back to where it was";
            bringingBack =
                    new Thread(this::bringBack, "ft-" + server.description().name() + "-resume");
            bringingBack.setDaemon(true);
            bringingBack.start();
        }
    }

    /** Why it does not go on yet; empty if nothing of it is kept. */
    String problem() {
        return problem;
    }

    private void bringBack() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            Snapshot snapshot = new SnapshotStore().read(held.toRead().orElseThrow(), done -> {});
            while (!closed && !tryOnce(snapshot)) {
                pause(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        } catch (ServerException e) {
            problem = "the server could not be brought back: " + e.getMessage();
            LOG.log(System.Logger.Level.WARNING, problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void pause(long millis) throws InterruptedException {
        if (!closed) {
            wait(millis);
        }
    }

    /** Whether there is no more to do. */
    private boolean tryOnce(Snapshot snapshot) {
        synchronized (machine) { // somebody might load or start it between the look and the deed
            if (desk.isPowered()) {
                held.forget(); // somebody has done so
                problem = "";
                return true;
            }
            try {
                server.load(snapshot);
            } catch (ServerException e) {
                problem = "the server waits to go on where it was: " + e.getMessage();
                return false;
            }
        }
        Duration stop = Duration.between(snapshot.taken(), Instant.now());
        if (held.ran()) {
            server.release();
        }
        held.forget();
        problem = "";
        operator.note(
                "FT controllers of another bundle go on; the guest stood still for "
                        + stop.toMillis()
                        + " ms");
        return true;
    }

    /** The status of a system without power, with what it waits for. */
    SystemStatus explain(SystemStatus status) {
        return problem.isEmpty() ? status : status.troubledBy(problem);
    }
}
