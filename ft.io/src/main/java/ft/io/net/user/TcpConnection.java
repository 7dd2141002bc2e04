package ft.io.net.user;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connection that a guest has opened: TCP towards the guest, a socket towards the host. What goes
 * to the guest is kept until it is acknowledged, and is sent again from there after a while.
 */
final class TcpConnection {
    private static final int BUFFER = 65_535;
    private static final int OUR_MSS = 1_460;
    private static final int STANDARD_MSS = 536;
    private static final int LEAST_MSS = 64;
    private static final long PATIENCE_NANOS = 500_000_000;
    private static final int MOST_DOUBLINGS = 4;
    private static final int MOST_ATTEMPTS = 12;
    private static final int LOST_AFTER = 3;
    private static final byte[] NOTHING = {};

    private final Flow flow;
    private final GuestSide guest;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final int mss;

    /** From the guest, on the way to the host. */
    private final ByteBuffer toHost = ByteBuffer.allocate(BUFFER);

    /** From the host, not acknowledged yet by the guest. */
    private final ByteBuffer toGuest = ByteBuffer.allocate(BUFFER);

    /** Next place in the guest's sequence. */
    private int expected;

    /** First place in our sequence that the guest has not, next one to send, and furthest sent. */
    private int acknowledged;

    private int sent;
    private int furthest;

    /** Place of the end in our sequence, once it was sent. */
    private int endAt;

    private boolean endSent;
    private boolean established;
    private boolean guestEnded;
    private boolean hostEnded;
    private boolean outputShut;
    private boolean closed;
    private int guestWindow;
    private int ourWindow;
    private long quietSince;
    private int attempts;

    /** Acknowledgements that said nothing new, since the last one that did. */
    private int repeated;

    /** Begins to connect. */
    TcpConnection(Flow flow, TcpSegment syn, int first, Selector selector, GuestSide guest)
            throws IOException {
        this.flow = flow;
        this.guest = guest;
        mss = Math.min(OUR_MSS, syn.mss() == 0 ? STANDARD_MSS : Math.max(syn.mss(), LEAST_MSS));
        expected = syn.sequence() + 1;
        guestWindow = syn.window();
        acknowledged = first;
        sent = first;
        furthest = first;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER); // the guest is to wait, too
        key = channel.register(selector, 0, (Ready) this::advance);
        try {
            channel.connect(new InetSocketAddress(Ip4.onHost(flow.address()), flow.port()));
            key.interestOps(SelectionKey.OP_CONNECT);
        } catch (IOException e) {
            refuse();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** The socket is ready for something. */
    private void advance() throws IOException {
        try {
            if (channel.isConnected()) {
                move();
            } else if (channel.finishConnect()) {
                quietSince = System.nanoTime();
                synchronizeSequences();
            }
        } catch (IOException e) {
            refuse();
        }
        listen();
    }

    /** The SYN takes a place in the sequence. */
    private void synchronizeSequences() {
        segment(acknowledged, TcpSegment.SYN | TcpSegment.ACK, OUR_MSS, NOTHING);
        sent = acknowledged + 1;
        furthest = sent;
    }

    /** Takes a segment of the guest. */
    void receive(TcpSegment segment) throws IOException {
        if (segment.has(TcpSegment.RST)) {
            close();
        } else if (segment.has(TcpSegment.SYN)) {
            if (channel.isConnected() && !established) {
                synchronizeSequences(); // the guest has not seen it
            }
        } else if (channel.isConnected() && segment.has(TcpSegment.ACK)) {
            try {
                acknowledge(segment);
                accept(segment);
                move();
            } catch (IOException e) {
                refuse();
            }
            listen();
        }
    }

    private void acknowledge(TcpSegment segment) {
        int news = segment.ack() - acknowledged;
        if (news < 0 || segment.ack() - furthest > 0) {
            return;
        }
        attempts = 0;
        guestWindow = segment.window();
        if (news == 0) {
            repeated += segment.length() == 0 ? 1 : 0;
            if (repeated == LOST_AFTER) {
                sent = acknowledged; // something is missing there
            }
            return;
        }
        repeated = 0;
        quietSince = System.nanoTime();
        acknowledged = segment.ack();
        if (sent - acknowledged < 0) {
            sent = acknowledged;
        }
        if (!established) {
            established = true;
            news--;
        }
        toGuest.flip();
        toGuest.position(Math.min(news, toGuest.limit())); // the end is in no buffer
        toGuest.compact();
    }

    /** Takes what is next in the sequence and has room; the guest sends the rest again. */
    private void accept(TcpSegment segment) {
        if (segment.length() == 0) {
            return;
        }
        int known = expected - segment.sequence();
        if (!guestEnded && known >= 0 && known <= segment.data().length) {
            int taken = Math.min(segment.data().length - known, toHost.remaining());
            toHost.put(segment.data(), known, taken);
            expected += taken;
            if (segment.has(TcpSegment.FIN) && known + taken == segment.data().length) {
                expected++;
                guestEnded = true;
            }
        }
        acknowledgeGuest();
    }

    private void acknowledgeGuest() {
        segment(sent, TcpSegment.ACK, 0, NOTHING);
    }

    /** Moves what can be moved, in both directions. */
    private void move() throws IOException {
        if (established && !hostEnded && toGuest.hasRemaining() && channel.read(toGuest) < 0) {
            hostEnded = true;
        }
        push();
        if (!outputShut) {
            toHost.flip();
            channel.write(toHost);
            toHost.compact();
            if (guestEnded && toHost.position() == 0) {
                outputShut = true;
                channel.shutdownOutput();
            }
        }
        if (ourWindow < BUFFER / 2 && toHost.remaining() >= BUFFER / 2 && !guestEnded) {
            acknowledgeGuest(); // tells that there is room again
        }
        if (outputShut && hasGuestTheEnd()) {
            close();
        }
    }

    private boolean hasGuestTheEnd() {
        return endSent && acknowledged == endAt + 1;
    }

    /** Sends what the guest has room for, and the end after everything. */
    private void push() {
        if (!established || hasGuestTheEnd()) {
            return;
        }
        if (sent == acknowledged) {
            quietSince = System.nanoTime();
        }
        int end = acknowledged + toGuest.position();
        int limit = acknowledged + Math.min(toGuest.position(), guestWindow);
        while (limit - sent > 0) {
            byte[] data = new byte[Math.min(mss, limit - sent)];
            toGuest.get(sent - acknowledged, data);
            segment(sent, TcpSegment.ACK, 0, data);
            sent += data.length;
        }
        if (hostEnded && sent == end) {
            segment(sent, TcpSegment.FIN | TcpSegment.ACK, 0, NOTHING);
            endSent = true;
            endAt = sent;
            sent++;
        }
        if (sent - furthest > 0) {
            furthest = sent;
        }
    }

    /** Called now and then: sends again what was not acknowledged for too long. */
    void tick(long now) throws IOException {
        boolean waits = channel.isConnected() && (sent != acknowledged || toGuest.position() > 0);
        long patience = PATIENCE_NANOS << Math.min(attempts, MOST_DOUBLINGS);
        if (closed || !waits || now - quietSince < patience) {
            return;
        }
        quietSince = now;
        attempts++;
        if (attempts > MOST_ATTEMPTS) {
            refuse();
        } else if (!established) {
            synchronizeSequences();
        } else {
            sent = acknowledged;
            guestWindow = Math.max(guestWindow, 1); // asks whether there is room again
            push();
        }
    }

    private void segment(int sequence, int flags, int offeredMss, byte[] data) {
        ourWindow = toHost.remaining();
        TcpSegment segment =
                new TcpSegment(
                        flow.port(),
                        flow.guestPort(),
                        sequence,
                        expected,
                        flags,
                        ourWindow,
                        offeredMss,
                        data);
        byte[] packet = segment.packet(flow.address(), Ip4.GUEST);
        guest.ip(Ip4.TCP, flow.address(), Ip4.GUEST, packet);
    }

    private void listen() {
        if (!closed && channel.isConnected()) {
            boolean reads = established && !hostEnded && toGuest.hasRemaining();
            boolean writes = toHost.position() > 0;
            key.interestOps(
                    (reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void refuse() throws IOException {
        segment(sent, TcpSegment.RST | TcpSegment.ACK, 0, NOTHING);
        close();
    }

    /** Ends it on the host's side. */
    void close() throws IOException {
        closed = true;
        channel.close();
    }
}
