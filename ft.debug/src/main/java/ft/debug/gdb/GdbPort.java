package ft.debug.gdb;

import ft.api.debug.DebugPort;
import ft.api.debug.DebugPorts.Wait;
import ft.api.history.PastStatus;
import ft.api.history.ServerHistory;
import ft.api.server.FtServer;
import ft.api.server.ServerException;
import ft.api.server.SystemStatus;
import ft.debug.target.Stop;
import ft.debug.target.SystemTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A port at which GDB can attach to a system. */
final class GdbPort implements DebugPort, SystemTarget.Listener, Session.Server {
    private final FtServer server;
    private final int system;
    private final ServerSocket socket;
    private final SystemTarget target;
    private final Optional<ServerHistory> history;
    private final AutoCloseable observing;
    private final Consumer<GdbPort> whenClosed;
    private volatile Connection connection;
    private volatile boolean closed;

    private GdbPort(
            FtServer server,
            int system,
            ServerSocket socket,
            Wait wait,
            Optional<ServerHistory> history,
            Consumer<GdbPort> whenClosed)
            throws ServerException {
        this.history = history;
        this.server = server;
        this.system = system;
        this.socket = socket;
        this.whenClosed = whenClosed;
        target = new SystemTarget("#" + system, wait == Wait.FOR_DEBUGGER, this);
        observing = server.observe(system, target);
    }

    /**
     * Opens one.
     *
     * @throws ServerException with one sentence if it cannot be opened
     */
    static GdbPort open(
            FtServer server,
            int system,
            int port,
            Wait wait,
            Optional<ServerHistory> history,
            Consumer<GdbPort> whenClosed)
            throws ServerException {
        ServerSocket socket;
        try {
            // Whoever reaches the port can do everything with the guest: nobody from outside.
            socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException | IllegalArgumentException e) {
            throw new ServerException(
                    "Port " + port + " for a debugger cannot be opened: " + e.getMessage(), e);
        }
        try {
            GdbPort opened = new GdbPort(server, system, socket, wait, history, whenClosed);
            Thread thread = new Thread(opened::accept, "ft-gdb-" + socket.getLocalPort());
            thread.setDaemon(true);
            thread.start();
            return opened;
        } catch (ServerException e) {
            quietly(socket);
            throw e;
        }
    }

    boolean isOf(FtServer other, int otherSystem) {
        return server == other && system == otherSystem;
    }

    private void accept() {
        try {
            while (!closed) {
                Socket accepted = socket.accept();
                Connection made = new Connection(accepted);
                connection = made;
                try {
                    made.run(target, this::session);
                } finally {
                    connection = null;
                }
            }
        } catch (IOException e) {
            close(); // the socket was closed, which is how this ends
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
        }
    }

    private Session session(Session.Outlet outlet) {
        WriteGuard guard = new WriteGuard(server, system);
        return new Session(
                target, this, guard, new Monitor(guard, reversal(), this::lines), outlet);
    }

    @Override
    public void stopped(Stop stop) {
        Connection now = connection;
        if (now != null) {
            now.stopped(stop);
        }
    }

    @Override
    public void gone() {
        Connection now = connection;
        if (now != null) {
            now.gone();
        }
        close();
    }

    @Override
    public String doing() {
        SystemStatus status = server.systems().get(system);
        String others =
                server.systems().stream()
                        .filter(other -> other.system() != system && !other.problem().isEmpty())
                        .map(SystemStatus::problem)
                        .collect(Collectors.joining("; "));
        return "System #"
                + system
                + " is "
                + status.state()
                + " and executes nothing now"
                + (others.isEmpty() ? "." : " (" + others + ").");
    }

    @Override
    public Optional<Reversal> reversal() {
        return history.map(kept -> new Reversal(server, kept, target, () -> earliest(kept)));
    }

    private static OptionalLong earliest(ServerHistory history) {
        Optional<PastStatus> past = history.past();
        if (past.isEmpty()) {
            return OptionalLong.empty();
        }
        // Before the first boundary nothing is kept yet.
        boolean begun = !past.get().snapshots().isEmpty();
        return OptionalLong.of(begun ? past.get().earliest().clock() : Long.MAX_VALUE);
    }

    @Override
    public Optional<String> guestExit() {
        return server.guestExit();
    }

    private List<String> lines() {
        return server.systems().stream()
                .map(
                        status ->
                                String.format(
                                                "#%d  %-20s %s  clock %d, %d retired  %s",
                                                status.system(),
                                                status.state(),
                                                status.mode(),
                                                status.clock(),
                                                status.retired(),
                                                status.problem())
                                        .strip())
                .toList();
    }

    @Override
    public String server() {
        return server.description().name();
    }

    @Override
    public int system() {
        return system;
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public String status() {
        String who = connection == null ? "nobody is attached" : "a debugger is attached";
        return who + (target.stop().isPresent() ? "; the system is stopped" : "");
    }

    @Override
    public String hint() {
        return "gdb-multiarch -ex 'target remote localhost:" + port() + "'";
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        whenClosed.accept(this);
        quietly(socket);
        Connection now = connection;
        if (now != null) {
            now.close();
        }
        try {
            observing.close();
        } catch (Exception e) {
            throw new IllegalStateException(e); // it detaches, which cannot fail
        }
    }

    private static void quietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e); // a socket that cannot be closed is a defect
        }
    }
}
