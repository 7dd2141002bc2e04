package ft.debug.gdb;

import ft.debug.packet.Message;
import ft.debug.packet.Packets;
import ft.debug.target.Stop;
import ft.debug.target.SystemTarget;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connection of a debugger: a thread that reads, and one that has the session answer what was
 * read and tell what the system did.
 */
final class Connection implements Session.Outlet {
    private static final long TICK_MILLIS = 100;

    private final Socket socket;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final OutputStream out;
    private boolean acknowledging = true;
    private byte[] last = {};

    private sealed interface Event {
        record Came(Message message) implements Event {}

        record Stopped(Stop stop) implements Event {}

        record Closed() implements Event {}

        record Gone() implements Event {}
    }

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
    }

    /** The system has stopped. Any thread. */
    void stopped(Stop stop) {
        events.add(new Event.Stopped(stop));
    }

    /** The server has gone. Any thread. */
    void gone() {
        events.add(new Event.Gone());
    }

    /** Ends it. Any thread. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e); // a socket that cannot be closed is a defect
        }
    }

    /**
     * Serves the debugger until it leaves; the target goes on then.
     *
     * @param sessions makes the session
     */
    void run(SystemTarget target, Function<Session.Outlet, Session> sessions)
            throws InterruptedException {
        Thread reader = new Thread(this::read, Thread.currentThread().getName() + "-reader");
        reader.setDaemon(true);
        reader.start();
        try {
            Session session = sessions.apply(this);
            boolean open = true;
            while (open && !session.isEnded()) {
                Event event = events.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (event == null) {
                    session.tick();
                } else if (event instanceof Event.Came came) {
                    take(session, came.message());
                } else if (event instanceof Event.Stopped stopped) {
                    session.stopped(stopped.stop());
                } else if (event instanceof Event.Gone) {
                    session.gone();
                } else {
                    open = false;
                }
            }
        } finally {
            // A debugger that vanishes must not leave the guest where it is.
            target.free();
            close();
        }
    }

    private void read() {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                events.add(new Event.Came(Packets.read(in)));
            }
        } catch (IOException e) {
            events.add(new Event.Closed()); // it has left, in one way or the other
        }
    }

    private void take(Session session, Message message) {
        if (message instanceof Message.Packet packet) {
            if (acknowledging) {
                write(new byte[] {'+'});
            }
            session.packet(packet.text());
        } else if (message instanceof Message.Interrupt) {
            session.interrupt();
        } else if (message instanceof Message.Broken && acknowledging) {
            write(new byte[] {'-'});
        } else if (message instanceof Message.Acknowledgement came && !came.good()) {
            write(last);
        }
    }

    @Override
    public void send(String packet) {
        last = Packets.frame(packet);
        write(last);
    }

    @Override
    public void stopAcknowledging() {
        acknowledging = false;
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            events.add(new Event.Closed()); // the reader finds that out as well
        }
    }
}
