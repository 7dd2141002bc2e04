package ft.io.net.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

/**
 * The network 10.0.2.0/24 with the device, a gateway, a name server, and the host's network behind
 * them. Everything is done by one thread of its own.
 */
public final class UserNetwork implements AutoCloseable {
    private static final long TICK_MILLIS = 100;
    private static final int ECHO_REQUEST = 8;
    private static final int FRAGMENT = 0x3FFF;
    private static final int MOST_CONNECTIONS = 1024;

    /** What a device sends faster than this takes is lost. */
    private static final int MOST_WAITING = 4096;

    private final Selector selector;
    private final GuestSide guest;
    private final UdpFlows udp;
    private final Consumer<String> problems;
    private final Map<Flow, TcpConnection> connections = new HashMap<>();
    private final Queue<byte[]> frames = new ArrayBlockingQueue<>(MOST_WAITING);
    private int firstSequence;

    /**
     * Begins to work.
     *
     * @param name for the thread
     * @param device takes frames, on the network's thread
     * @param problems hears a sentence when the network breaks down
     */
    public UserNetwork(String name, Consumer<byte[]> device, Consumer<String> problems)
            throws IOException {
        this.problems = problems;
        selector = Selector.open();
        guest = new GuestSide(device);
        udp = new UdpFlows(selector, guest, resolver());
        Thread thread = new Thread(this::run, "ft-net-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static InetAddress resolver() {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/resolv.conf"))) {
                String[] words = line.trim().split("\\s+");
                if (words.length > 1 && words[0].equals("nameserver")) {
                    return InetAddress.getByName(words[1]);
                }
            }
        } catch (IOException e) {
            // A host without that file asks itself.
        }
        return InetAddress.getLoopbackAddress();
    }

    /** Takes a frame of the device. */
    public void send(byte[] frame) {
        if (frames.offer(frame)) {
            selector.wakeup();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready, TICK_MILLIS);
                for (byte[] frame = frames.poll(); frame != null; frame = frames.poll()) {
                    receive(frame);
                }
                long now = System.nanoTime();
                for (TcpConnection connection : List.copyOf(connections.values())) {
                    connection.tick(now);
                }
                connections.values().removeIf(TcpConnection::isClosed);
            }
        } catch (ClosedSelectorException e) {
            // by the device
        } catch (IOException | RuntimeException e) {
            problems.accept("the host's network is lost (%s).".formatted(e));
        } finally {
            closeSockets();
        }
    }

    private void closeSockets() {
        try {
            for (TcpConnection connection : connections.values()) {
                connection.close();
            }
            udp.close();
        } catch (IOException e) {
            problems.accept("a socket could not be closed (%s).".formatted(e));
        }
    }

    private void ready(SelectionKey key) {
        try {
            ((Ready) key.attachment()).act();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(byte[] frame) throws IOException {
        guest.heard(frame);
        ByteBuffer all = ByteBuffer.wrap(frame);
        short type = all.getShort(GuestSide.ETHERNET_HEADER - 2);
        if (type == GuestSide.TYPE_ARP) {
            guest.arp(all);
        } else if (type == GuestSide.TYPE_IP) {
            ip(all.slice(GuestSide.ETHERNET_HEADER, frame.length - GuestSide.ETHERNET_HEADER));
        }
    }

    private void ip(ByteBuffer packet) throws IOException {
        if (packet.limit() < GuestSide.IP_HEADER || packet.get(0) >>> 4 != 4) {
            return;
        }
        int header = (packet.get(0) & 0xF) * 4;
        int length = packet.getShort(2) & 0xFFFF;
        boolean whole = (packet.getShort(6) & FRAGMENT) == 0;
        if (header < GuestSide.IP_HEADER || length < header || length > packet.limit() || !whole) {
            return;
        }
        int destination = packet.getInt(16);
        ByteBuffer payload = packet.slice(header, length - header);
        switch (packet.get(9)) {
            case Ip4.ICMP -> icmp(packet.getInt(12), destination, payload);
            case Ip4.UDP -> udp(destination, payload);
            case Ip4.TCP -> tcp(destination, payload);
            default -> {
                // Nothing else leads out of here.
            }
        }
    }

    private void icmp(int source, int destination, ByteBuffer packet) {
        if (packet.limit() < 8 || packet.get(0) != ECHO_REQUEST || !Ip4.isOurs(destination)) {
            return;
        }
        byte[] answer = new byte[packet.limit()];
        packet.get(0, answer);
        answer[0] = 0;
        answer[2] = 0;
        answer[3] = 0;
        short sum = Ip4.checksum(answer, 0, answer.length);
        ByteBuffer.wrap(answer).putShort(2, sum);
        guest.ip(Ip4.ICMP, destination, source, answer);
    }

    private void udp(int destination, ByteBuffer packet) throws IOException {
        if (packet.limit() < 8) {
            return;
        }
        int port = packet.getShort(2) & 0xFFFF;
        int length = Math.min(packet.getShort(4) & 0xFFFF, packet.limit());
        ByteBuffer data = packet.slice(8, Math.max(0, length - 8));
        if (port == Dhcp.SERVER_PORT) {
            Dhcp.answer(data)
                    .ifPresent(
                            answer ->
                                    guest.udp(
                                            Ip4.GATEWAY,
                                            Dhcp.SERVER_PORT,
                                            Ip4.BROADCAST,
                                            Dhcp.CLIENT_PORT,
                                            answer));
        } else if (destination != Ip4.BROADCAST && port != 0) {
            udp.send(new Flow(packet.getShort(0) & 0xFFFF, destination, port), data);
        }
    }

    private void tcp(int destination, ByteBuffer packet) throws IOException {
        TcpSegment segment = TcpSegment.parse(packet);
        if (segment == null) {
            return;
        }
        Flow flow = new Flow(segment.sourcePort(), destination, segment.port());
        TcpConnection connection = connections.get(flow);
        if (connection != null && !connection.isClosed()) {
            connection.receive(segment);
            return;
        }
        boolean reachable = !Ip4.isLocal(destination) || destination == Ip4.GATEWAY;
        boolean opens = segment.has(TcpSegment.SYN) && !segment.has(TcpSegment.ACK);
        if (opens && reachable && segment.port() != 0 && connections.size() < MOST_CONNECTIONS) {
            firstSequence += 1 << 20;
            connections.put(flow, new TcpConnection(flow, segment, firstSequence, selector, guest));
        } else if (!segment.has(TcpSegment.RST)) {
            refuse(flow, segment);
        }
    }

    private void refuse(Flow flow, TcpSegment segment) {
        TcpSegment reset =
                new TcpSegment(
                        flow.port(),
                        flow.guestPort(),
                        segment.has(TcpSegment.ACK) ? segment.ack() : 0,
                        segment.sequence() + segment.length(),
                        TcpSegment.RST | TcpSegment.ACK,
                        0,
                        0,
                        new byte[0]);
        byte[] packet = reset.packet(flow.address(), Ip4.GUEST);
        guest.ip(Ip4.TCP, flow.address(), Ip4.GUEST, packet);
    }
}
